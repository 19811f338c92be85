"""Pictures and attached files of whole small sites: what is published, what never leaves, what is refused, what is
kept between builds."""

import os
import re
import shutil
from pathlib import Path

import pytest
from PIL import Image

from tests.core.files.test_picture_facts import HTML, SVG, photo, png_header, saved
from tests.helpers.building import warm
from tests.helpers.processes import run_module

ROOT = Path(__file__).resolve().parents[2]
WATCH = """
import os, sys
log = os.environ.get("WATCH_LOG")
if log:
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    def watch(event, arguments):
        if event in {"open", "import"}:
            os.write(out, f"{event} {arguments[0]}\\n".encode(errors="replace"))
    sys.addaudithook(watch)
"""


class Site:
    """A content folder with its output, built by the real command in a process of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.content = home / "content"
        self.output = home / "output"
        (self.content / "articles").mkdir(parents=True)
        (self.content / "images").mkdir()
        shutil.copy(ROOT / "content" / "plan.toml", self.content)
        (home / "watch").mkdir()
        (home / "watch" / "sitecustomize.py").write_text(WATCH)

    def article(self, name: str, *headers: str, picture: str = "") -> None:
        lead = (f"Picture: {picture}", "Picture_alt: Hình tròn loang màu", "Picture_credit: Đồ họa: Chuyên mục")
        lines = [
            f"Title: Bài {name}",
            *(() if any(header.startswith("Date:") for header in headers) else ("Date: 2021-07-05 07:30",)),
            "Category: xay-dung-dang",
            "Summary: Một câu tóm tắt.",
            *(lead if picture else ()),
            *headers,
        ]
        (self.content / "articles" / f"{name}.md").write_text("\n".join(lines) + "\n\nMột đoạn văn.\n")

    def put(self, file: str, data: bytes) -> None:
        path = self.content / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def run(self, verb: str, *options: str, **environment: str) -> tuple[int, str]:
        folders = ["--content", str(self.content)]
        if verb == "build":
            folders += ["--output", str(self.output)]
        watch = [str(self.home / "watch")] if "WATCH_LOG" in environment else []
        own = {
            "PYTHONPATH": os.pathsep.join([*watch, str(ROOT)]),
            "COLUMN_CACHE": str(warm(self.home / "cache", "templates")),
        }
        done = run_module(
            "plugins.command", verb, *folders, *options, cwd=ROOT, env={**os.environ, **own, **environment}
        )
        return done.returncode, done.stdout + done.stderr

    def build(self, *options: str, **environment: str) -> str:
        code, text = self.run("build", *options, **environment)
        assert code == 0, text
        return text

    def published(self, folder: str = "") -> dict[str, bytes]:
        root = self.output / folder
        return {
            path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()
        }


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site with every way to use a file, built once."""
    site = Site(tmp_path_factory.mktemp("rich"))
    red, blue = Image.new("RGB", (700, 400), "#a0151a"), Image.new("RGB", (700, 400), "#15407a")
    exif = Image.Exif()
    exif[0x010E] = "SECRET-GPS"
    site.put("images/Ảnh đẹp (1).JPG", saved(photo(1400, 700), "JPEG", exif=exif))
    site.put("images/bản đồ.png", saved(red, "PNG"))
    site.put("images/ban-nhap.jpg", saved(photo(500, 300), "JPEG"))
    site.put("images/hen-gio.jpg", saved(photo(510, 300), "JPEG"))
    site.put("images/khong-dung.jpg", saved(photo(520, 300), "JPEG"))
    site.put("images/hinh.jpg", saved(red, "JPEG"))
    site.put("images/Hinh.jpg", saved(blue, "JPEG"))
    site.put("images/khac/hinh.jpg", saved(red, "JPEG"))
    site.put("articles/de-cuong.pdf", b"%PDF-1.4\n" + b"x" * 95_000 + b"\n%%EOF\n")
    site.put("articles/ban-nhap.pdf", b"%PDF-1.4\nSECRET-DRAFT\n%%EOF\n")
    site.put("articles/bo-quen.html", b"<html>SECRET-FILE</html>")
    site.article("a", picture="/images/Ảnh đẹp (1).JPG")
    site.article("b", "Attachment: de-cuong.pdf | Đề cương", picture="/images/bản đồ.png")
    site.article("c", "Attachment: /images/Ảnh đẹp (1).JPG | Ảnh gốc", picture="/images/hinh.jpg")
    site.article("d", picture="/images/Hinh.jpg")
    site.article("e", picture="/images/khac/hinh.jpg")
    site.article("ban-nhap", "Status: draft", "Attachment: ban-nhap.pdf | Bản nháp", picture="/images/ban-nhap.jpg")
    site.article("hen-gio", "Date: 2099-01-01", picture="/images/hen-gio.jpg")
    (site.content / "site.toml").write_text("social_cards = true\n")
    site.build("--site-url", "https://example.vn/muc")
    return site


@pytest.mark.slow
def test_pictures_are_published_in_three_formats_under_ascii_names(rich: Site) -> None:
    names = set(rich.published("anh"))
    mine = sorted(re.sub(r"\.[0-9a-f]{10}-", ".", name) for name in names if name.startswith("anh-dep-1"))
    assert mine == [
        *("anh-dep-1.1280.avif", "anh-dep-1.1280.jpg", "anh-dep-1.1280.webp", "anh-dep-1.320.avif"),
        *("anh-dep-1.640.avif", "anh-dep-1.640.jpg", "anh-dep-1.640.webp", "anh-dep-1.960.avif"),
    ]
    assert any(re.fullmatch(r"ban-do\.[0-9a-f]{10}-700\.png", name) for name in names)
    assert all(name.isascii() for name in names)


@pytest.mark.slow
def test_nothing_unpublished_leaves_the_machine(rich: Site) -> None:
    everything = rich.published()
    assert not [name for name in everything if re.search(r"ban-nhap|hen-gio|khong-dung|bo-quen", name)]
    assert not [name for name, data in everything.items() if b"SECRET" in data]


@pytest.mark.slow
def test_alike_pictures_and_names_do_not_collide(rich: Site) -> None:
    names = [name for name in rich.published("anh") if re.fullmatch(r"hinh\.[0-9a-f]{10}-700\.jpg", name)]
    assert len(names) == 2, "Hinh.jpg and hinh.jpg differ; hinh.jpg and khac/hinh.jpg are one"
    colours = {Image.open(rich.output / "anh" / name).convert("RGB").getpixel((9, 9))[0] > 100 for name in names}
    assert colours == {True, False}


@pytest.mark.slow
def test_attached_files_keep_their_bytes(rich: Site) -> None:
    ((name, data),) = rich.published("tep").items()
    assert re.fullmatch(r"de-cuong\.[0-9a-f]{10}\.pdf", name)
    assert data == (rich.content / "articles" / "de-cuong.pdf").read_bytes()


def test_one_card_per_published_article_and_one_for_the_column(rich: Site) -> None:
    cards = rich.published("anh/the")
    assert sorted(name.split(".")[0] for name in cards) == ["a", "b", "c", "chuyen-muc", "d", "e"]


@pytest.mark.slow
def test_an_unchanged_picture_is_never_opened_again(rich: Site) -> None:
    log = rich.home / "log"
    address = ("--site-url", "https://example.vn/muc")
    rich.build(*address, WATCH_LOG=str(log))
    with (rich.content / "articles" / "a.md").open("a") as file:
        file.write("\nThêm một đoạn.\n")
    text = rich.build(*address, WATCH_LOG=str(log))
    opened = log.read_text()
    assert "a.md" in opened, "the watch works"
    assert "mã hoá" not in text
    assert not re.findall(r"(?im)^open .*content/.*\.(?:jpg|png|pdf)$", opened)
    assert "import PIL.ImageOps" not in opened, "docutils, which Pelican loads, takes PIL.Image; we take nothing"


@pytest.mark.slow
def test_the_same_bytes_without_cache_and_with_any_number_of_workers(rich: Site) -> None:
    before = rich.published()
    for workers in ("1", "3"):
        shutil.rmtree(rich.home / "cache" / "pictures")
        text = rich.build("--site-url", "https://example.vn/muc", "--force", COLUMN_WORKERS=workers)
        assert "ảnh: mã hoá" in text
        assert rich.published() == before


@pytest.mark.slow
def test_damaged_cache_entries_are_made_anew(rich: Site) -> None:
    before = rich.published("anh")
    for path in (rich.home / "cache" / "pictures").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-7] + b"damaged")
    (rich.home / "cache" / "articles").rename(rich.home / "kept")
    rich.build("--site-url", "https://example.vn/muc", "--force")
    assert rich.published("anh") == before


@pytest.mark.slow
def test_no_cards_without_an_address_or_a_wish(site: Site) -> None:
    site.put("images/a.jpg", saved(photo(), "JPEG"))
    site.article("a", picture="/images/a.jpg")
    (site.content / "site.toml").write_text("social_cards = true\n")
    site.build()
    assert not site.published("anh/the")
    (site.content / "site.toml").write_text("")
    site.build("--site-url", "https://example.vn")
    assert [name.split(".")[0] for name in site.published("anh/the")] == ["chuyen-muc"]
    (site.content / "site.toml").write_text('social_cards = "có"\n')
    code, text = site.run("build")
    assert code == 1
    assert "site.toml:1: social_cards" in text


@pytest.mark.slow
def test_a_changed_picture_moves_to_a_new_address_and_the_old_one_goes(site: Site) -> None:
    site.put("images/a.png", saved(Image.new("RGB", (50, 50), "red"), "PNG"))
    site.article("a", picture="/images/a.png")
    site.build()
    before = set(site.published("anh"))
    site.put("images/a.png", saved(Image.new("RGB", (50, 50), "blue"), "PNG"))
    assert "mã hoá 3 tệp từ 1 ảnh" in site.build()
    after = set(site.published("anh"))
    assert len(after) == len(before) == 3
    assert not after & before


@pytest.mark.slow
def test_every_bad_file_is_reported_at_once_with_its_article(site: Site) -> None:
    bad = {
        "trong.jpg": (b"", "trống"),
        "html.jpg": (HTML, "HTML"),
        "hinh.svg": (SVG, "PNG"),
        "bom.png": (png_header(60_000, 60_000), "quá"),
        "cut.jpg": (saved(photo(600, 400), "JPEG")[:3000], "cắt cụt"),
        "dong.gif": (saved(photo(), "GIF", save_all=True, append_images=[photo().rotate(90)]), "ảnh động"),
        "an.jpg": (saved(photo(), "JPEG") + HTML, "giấu"),
        "nang.jpg": (saved(photo(), "JPEG") + bytes(60_000_000), "60 MB"),
    }
    for name, (data, _) in bad.items():
        site.put(f"images/{name}", data)
        site.article(name.replace(".", "-"), picture=f"/images/{name}")
    site.put("articles/x.exe", b"MZ")
    site.put("articles/y.pdf", b"")
    site.article("tep", "Attachment: x.exe | Chương trình", "Attachment: y.pdf | Đề cương")
    site.put("images/doi-ten.jpg", saved(photo(), "PNG"))
    site.article("doi-ten", picture="/images/doi-ten.jpg")
    site.article("thieu", picture="/images/khong-co.jpg")
    for verb in ("check", "build"):
        code, text = site.run(verb)
        assert code == 1
        assert not site.output.exists()
        for name, (_, words) in bad.items():
            source = f"articles/{name.replace('.', '-')}.md:5: Picture: “images/{name}”: "
            (line,) = (line for line in text.splitlines() if source in line)
            assert words in line
        assert "tep.md:5: Attachment: “articles/x.exe”: tệp .exe không được đăng" in text
        assert "tep.md:6: Attachment: “articles/y.pdf”: tệp trống" in text
        assert "doi-ten.md:5: Picture: LƯU Ý: “images/doi-ten.jpg”: đuôi .jpg nhưng là ảnh PNG" in text
        assert "không tìm thấy tệp “images/khong-co.jpg”" in text


@pytest.mark.slow
def test_symbolic_links_are_not_followed(site: Site, tmp_path: Path) -> None:
    outside = tmp_path / "outside.jpg"
    outside.write_bytes(saved(photo(), "JPEG"))
    (site.content / "images" / "a.jpg").symlink_to(outside)
    site.article("a", picture="/images/a.jpg")
    code, text = site.run("build")
    assert code == 1
    assert "symlink" in text


@pytest.mark.slow
def test_check_without_changes_opens_no_picture(site: Site, tmp_path: Path) -> None:
    for number in range(30):
        site.put(f"images/{number}.png", saved(Image.new("RGB", (30 + number, 30), "red"), "PNG"))
        site.article(f"bai-{number}", picture=f"/images/{number}.png")
    log = tmp_path / "log"
    assert site.run("check")[0] == 0
    for path in (site.content / "images").iterdir():
        os.utime(path)
    assert site.run("check")[0] == 0, "touched files are read, not decoded"
    code, _ = site.run("check", WATCH_LOG=str(log))
    assert code == 0
    assert "bai-3.md" not in log.read_text()
    assert ".png" not in log.read_text()
    assert "import PIL" not in log.read_text()


@pytest.mark.slow
def test_a_cache_that_can_not_be_written_is_told_in_one_line(site: Site) -> None:
    for number in range(8):
        site.put(f"images/{number}.png", saved(Image.new("RGB", (30 + number, 30), "red"), "PNG"))
        site.article(f"bai-{number}", picture=f"/images/{number}.png")
    (site.home / "cache").mkdir()
    (site.home / "cache" / "pictures").symlink_to("/proc")  # where nobody makes a file
    code, text = site.run("build", COLUMN_WORKERS="2")
    assert code == 1
    assert "không ghi được vào bộ nhớ đệm ảnh" in text
    assert "Traceback" not in text
    assert not site.output.exists()
