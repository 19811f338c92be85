"""Every kind of page of the project's own site, as a browser shows it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from plugins.build.typesetting import LONGEST_TITLE
from tests.helpers import nu
from tests.helpers.serving import serving
from tests.theme.looking import AXE_OPTIONS, SHIFT, SMALL_TARGETS, TEXT_SPACING, TORN, WIDER, fonts_by_block, looked_at

pytestmark = pytest.mark.slow

KINDS = (
    "/",
    "/bai-viet/ke-hoach-23-giao-nhung-viec-gi/",
    "/bai-viet/mau-de-cuong-sinh-hoat-chi-bo/",
    "/bai-viet/what-plan-23-asks-for/",
    "/bai-viet/doc-trang-ke-hoach/",
    "/bai-viet/mau-sinh-hoat-chuyen-de-hoc-tap/",
    "/chu-de/",
    "/chu-de/ket-qua-nam-dau/",
    "/ke-hoach/",
    "/ke-hoach/23-kh-duk/",
    "/ke-hoach/23-kh-duk/mo-chuyen-muc/",
    "/luu-tru/",
    "/luu-tru/2021/11/",
    "/rss/",
    "/the/",
    "/gioi-thieu/",
    "/contact/",
    "/hoi-dap/",
    "/tim-kiem/",
    "/du-lieu/",
    "/su-kien/",
    "/su-kien/mau-toa-dam/",
    "/so-theo-doi/",
    "/so-theo-doi/thuat-ngu/",
    "/dinh-chinh/",
    "/ho-so/",
    "/ho-so/cach-dung-chuyen-muc/",
    "/nghe/",
    "/404.html",
)
"""One address for each template, and for articles those with the most parts."""


PARTS = 3
"""Tests among which the kinds are dealt out: each may go to another process."""
_FULL: list[str] = []
_COLOURS = ["color-contrast"]
"""Rules that are asked; none named: all. Of a dark page only its contrast is new."""


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of axe's script. Browsers keep what they load; sent by hand it would be half of the work."""
    from axe_playwright_python.sync_playwright import Axe

    folder = tmp_path_factory.mktemp("axe")
    (folder / "axe.js").write_text(Axe().axe_script, encoding="utf-8")
    with serving(folder) as address:
        yield f"{address}/axe.js"


def axe_complaints(page: Page, rules: list[str]) -> list[str]:
    """Violations and open questions, one line each, of a page that has loaded axe."""
    options = dict(AXE_OPTIONS)
    if rules:
        options["runOnly"] = {"type": "rule", "values": rules}
    answer = page.evaluate("(options) => axe.run(options)", options)
    return [
        f"{kind}: {rule['id']}: {node['html'][:150]}"
        for kind in ("violations", "incomplete")
        for rule in answer[kind]
        for node in rule["nodes"][:3]
    ]


@pytest.mark.parametrize("part", range(PARTS))
def test_accessible_and_in_its_frame(chromium: Browser, own_site: str, axe: str, part: int) -> None:
    """Each page is loaded once, and looked at in two widths and two colours."""
    context = chromium.new_context(reduced_motion="reduce", bypass_csp=True)  # axe comes from elsewhere
    page = context.new_page()
    found: dict[str, list[str]] = {}
    for path in KINDS[part::PARTS]:
        page.goto(own_site + path)
        page.add_script_tag(url=axe)
        for width, colours in ((320, "light"), (320, "dark"), (1280, "dark"), (1280, "light")):
            looked_at(page, width, colours)
            complaints = axe_complaints(page, _COLOURS if colours == "dark" else _FULL)
            found |= {f"{path} {width} {colours}": complaints} if complaints else {}
        page.evaluate("document.querySelectorAll('details').forEach((folded) => { folded.open = true; })")
        for width in (1280, 320):
            looked_at(page, width, "light")
            complaints = [line for look in (WIDER, TORN, SMALL_TARGETS) for line in page.evaluate(look)]
            found |= {f"{path} {width}": complaints} if complaints else {}
    context.close()
    assert found == {}


def test_the_look_itself_finds_faults(chromium: Browser, own_site: str, axe: str) -> None:
    context = chromium.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(own_site)
    page.add_script_tag(url=axe)
    wrong = "<p style='color:#777;background:#888'>mờ <img src=/favicon.ico></p>"
    page.evaluate("(wrong) => document.querySelector('main').insertAdjacentHTML('afterbegin', wrong)", wrong)
    for width, colours in ((320, "light"), (1280, "dark")):
        looked_at(page, width, colours)
        assert any("color-contrast" in line for line in axe_complaints(page, _COLOURS))
    assert any("image-alt" in line for line in axe_complaints(page, _FULL))
    seen: list[str] = []
    assert fonts_by_block(page, seen) == {}
    mixed = "<p>một phông <b style='font-family:monospace'>và một phông khác</b></p>"
    page.evaluate("(mixed) => document.querySelector('main').insertAdjacentHTML('afterbegin', mixed)", mixed)
    assert len(fonts_by_block(page, seen)) == 1
    context.close()


@pytest.mark.parametrize("part", range(PARTS))
def test_quiet_still_and_in_one_font(chromium: Browser, own_site: str, part: int) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    messages: list[str] = []
    shifts: dict[str, float] = {}
    mixed: dict[str, dict[str, list[str]]] = {}
    seen: list[str] = []
    context.on("console", lambda message: messages.append(message.text))
    opened = {path: context.new_page() for path in KINDS[part::PARTS]}
    for path, page in opened.items():
        page.on("pageerror", lambda error: messages.append(str(error)))
        page.on("requestfailed", lambda request: messages.append(request.url))
        page.on("request", lambda request: messages.append(request.url) if own_site not in request.url else None)
        page.goto(own_site + path)
    for path, page in opened.items():  # while one is looked at, the next comes to rest
        page.wait_for_load_state("networkidle")
        if (shift := page.evaluate(SHIFT)) >= 0.01:
            shifts[path] = shift
        if fonts := fonts_by_block(page, seen):
            mixed[path] = fonts
        page.close()
    context.close()
    assert messages == []
    assert shifts == {}
    assert mixed == {}


def test_text_spacing_and_great_type_fit_a_phone(chromium: Browser, own_site: str) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 640}, reduced_motion="reduce")
    page = context.new_page()
    found = {}
    for path in KINDS:
        page.goto(own_site + path)
        page.evaluate(TEXT_SPACING)
        page.evaluate("document.documentElement.dataset.size = '4'")
        if wider := page.evaluate(WIDER):
            found[path] = wider
    context.close()
    assert found == {}


def test_an_article_travels_light(chromium: Browser, own_site: str) -> None:
    context = chromium.new_context(viewport={"width": 412, "height": 823}, device_scale_factor=2)
    page = context.new_page()
    sizes: dict[str, int] = {}
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    page.goto(f"{own_site}/bai-viet/ke-hoach-23-giao-nhung-viec-gi/", wait_until="networkidle")
    context.close()
    assert 10_000 < sum(sizes.values()) <= 40 * 1024


def test_phones_get_pictures_that_fit(chromium: Browser, own_site: str) -> None:
    sizes = []
    for path in ("/", "/bai-viet/ke-hoach-23-giao-nhung-viec-gi/", "/chu-de/ket-qua-nam-dau/"):
        context = chromium.new_context(viewport={"width": 412, "height": 823}, device_scale_factor=1.75)
        page = context.new_page()  # a cache of its own: browsers take a greater file that they have
        page.goto(own_site + path)
        sizes += page.evaluate(
            """() => Promise.all([...document.images].map(async (image) => {
              image.loading = "eager";  // how near a lazy picture must be before it loads is the browser's affair
              await image.decode();
              const named = image.currentSrc.match(/-([0-9]+)[.]/);  // none for what stands in the page itself
              return [
                Number(named ? named[1] : image.naturalWidth), image.getBoundingClientRect().width * devicePixelRatio];
            }))"""
        )
        context.close()
    assert len(sizes) > 6
    assert [pair for pair in sizes if pair[0] > max(320, 1.4 * pair[1])] == []


def test_the_html_checker_has_nothing_to_say(own_output: Path) -> None:
    assert nu.complaints(own_output) == ""


def test_pages_hold_to_the_house_rules(own_output: Path) -> None:
    found = []
    for file in own_output.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        name = file.relative_to(own_output).as_posix()
        for image in re.findall(r"<img\b[^>]*>", text):
            if not re.search(r'\swidth="\d+" height="\d+" alt="', image):
                found.append(f"{name}: {image}")
        if re.search(r"""<[^>]+\s(?:style|on[a-z]+)=["']""", text):
            found.append(f"{name}: inline style or handler")
        for script, body in re.findall(r"<script\b([^>]*)>(.*?)</script>", text, re.DOTALL):
            if 'type="application/ld+json"' in script:
                assert json.loads(body)["@context"] == "https://schema.org"
            elif "src=" not in script or body:
                found.append(f"{name}: inline script")
        for label, seen in re.findall(r'<(?:a|button)\b[^>]*\saria-label="([^"]*)"[^>]*>([^<]*\w[^<]*)</', text):
            if seen.strip() not in label:
                found.append(f"{name}: “{seen}” is not in its name “{label}”")
        titles = [unescape(title) for title in re.findall(r"<title>([^<]*)</title>", text)]
        if len(titles) != 1 or not 0 < len(titles[0]) <= LONGEST_TITLE:
            found.append(f"{name}: {titles}")
        if text.count("<h1") != 1:
            found.append(f"{name}: {text.count('<h1')} h1")
    assert found == []


def test_an_article_tells_machines_what_it_is(tmp_path: Path, own_output: Path) -> None:
    text = (own_output / "bai-viet/ke-hoach-23-giao-nhung-viec-gi/index.html").read_text(encoding="utf-8")
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', text)
    assert data
    article, way = json.loads(data[1])["@graph"]
    assert article["@type"] == "NewsArticle"
    assert article["datePublished"] == "2026-11-23T07:30:00+07:00"
    assert article["author"] == [{"@type": "Organization", "name": "Ban biên tập chuyên mục"}]
    assert article["isAccessibleForFree"] is True
    assert [step["position"] for step in way["itemListElement"]] == [1, 2]
    for name in ("og:title", "article:published_time", "dcterms.date", "description"):
        assert f'"{name}"' in text
