"""Whatever editors do between two builds, the second one's output is byte for byte that of a build from nothing."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.build.state import load_build_state
from tests.helpers.building import ROOT, SEVERAL, run_build, warm
from tests.helpers.processes import run_module
from tests.helpers.rounds import rounds

pytestmark = pytest.mark.slow

TINY = Path(__file__).parent / "content"


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class Builder:
    """A process that builds on request (see driver.py)."""

    def __init__(self, prepare: Callable[[], None] | None = None) -> None:
        """prepare: runs in that process before."""
        environment = {**os.environ, **SEVERAL, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "tests.site.driver"]
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=prepare,
        )

    def build(self, content: Path, output: Path, cache: Path, *options: str) -> dict[str, object]:
        """One build; returns {"ok", "report"}."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps([str(content), str(output), str(warm(cache)), options]) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self) -> None:
        """End the process."""
        self.process.communicate(timeout=30)


@pytest.fixture(scope="module")
def builder() -> Iterator[Builder]:
    started = Builder()
    yield started
    started.close()


def _article(draw: random.Random, number: int) -> str:
    tags = ", ".join(draw.sample(["khóa 1", "khóa 12", "Đổi mới", "mô hình"], draw.randint(0, 3)))
    headers = [
        f"Title: Bài sinh ra {number} {draw.randint(1, 9)}",
        f"Date: 2022-0{draw.randint(1, 9)}-1{draw.randint(0, 9)} 08:0{draw.randint(0, 9)}",
        f"Category: {draw.choice(['dao-duc', 'hoc-tap', 'chua-co-bai'])}",
        f"Summary: Tóm tắt {draw.randint(1, 99)}.",
    ]
    headers += [f"Tags: {tags}"] if tags else []
    headers += [f"Series: {draw.choice(['Hồ sơ một', 'Hồ sơ hai'])}"] if draw.random() < 0.3 else []
    headers += [f"Key_point: Điểm {draw.randint(1, 9)}."] if draw.random() < 0.2 else []
    headers += ["Status: draft"] if draw.random() < 0.1 else []
    return "\n".join(headers) + f"\n\nNội dung **{draw.randint(1, 999)}**.\n\n## Mục\n\nHết.\n"


def _made(content: Path) -> list[Path]:
    return sorted((content / "articles").glob("2023-*.md"))


def add(content: Path, draw: random.Random) -> None:
    number = draw.randint(1, 30)
    (content / "articles" / f"2023-01-{number % 28 + 1:02}-bai-{number}.md").write_text(
        _article(draw, number), encoding="utf-8"
    )


def publish(content: Path, draw: random.Random) -> None:
    """An article newer than all others, as most new ones are."""
    number = len(list((content / "articles").glob("2024-*.md")))
    day = f"2024-01-{number + 1:02}"
    text = re.sub("Date: .*", f"Date: {day} 08:00", _article(draw, 100 + number))
    more = draw.choice(["Xem [bài một](2022-03-01-cung-phut-mot.md).", "![Núi](/images/nui.jpg)", "Hết."])
    text = text.replace("Hết.", more)
    (content / "articles" / f"{day}-tin-{number}.md").write_text(text, encoding="utf-8")


def edit(content: Path, draw: random.Random) -> None:
    for path in draw.sample(_made(content), min(1, len(_made(content)))):
        path.write_text(_article(draw, draw.randint(31, 60)), encoding="utf-8")


def delete(content: Path, draw: random.Random) -> None:
    for path in draw.sample(_made(content), min(1, len(_made(content)))):
        path.unlink()


def rename(content: Path, draw: random.Random) -> None:
    for path in draw.sample(_made(content), min(1, len(_made(content)))):
        path.rename(path.with_name(f"2023-02-{draw.randint(1, 28):02}-ten-{draw.randint(1, 99)}.md"))


def retext(content: Path, draw: random.Random) -> None:
    """Change a text and no header: at its start, which moves every line, or at its end."""
    path = draw.choice([path for path in sorted(content.rglob("*.md")) if path.stat().st_size])
    headers, _, text = path.read_text(encoding="utf-8").partition("\n\n")
    word = f"Thêm chữ {draw.randint(1, 99)}."
    text = f"{word}\n\n{text}" if draw.random() < 0.5 else f"{text}\n{word}\n"
    path.write_text(f"{headers}\n\n{text}", encoding="utf-8")


def correct(content: Path, draw: random.Random) -> None:
    for path in draw.sample(_made(content), min(1, len(_made(content)))):
        text = path.read_text(encoding="utf-8")
        line = f"Correction: 2022-10-{draw.randint(10, 28)}: Sửa con số {draw.randint(1, 9)}."
        path.write_text(text.replace("\n\n", f"\n{line}\n\n", 1), encoding="utf-8")


def announce(content: Path, draw: random.Random) -> None:
    path = content / "su-kien" / f"toa-dam-{draw.randint(1, 2)}.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(
        f"Title: Tọa đàm thử {draw.randint(1, 9)}\nDate: 2022-05-0{draw.randint(1, 9)} 08:00\n"
        f"Start: 2022-09-{draw.randint(10, 20)} 14:00\nKind: toa-dam\nPlace: Hội trường thử\n"
        f"Summary: Buổi tọa đàm thử.\n\nNội dung {draw.randint(1, 9)}.\n",
        encoding="utf-8",
    )


def touch(content: Path, draw: random.Random) -> None:
    for path in content.rglob("*.md"):
        os.utime(path, (1_600_000_000 + draw.randint(0, 99), 1_600_000_000))


def rename_topic(content: Path, draw: random.Random) -> None:
    path = content / "plan.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('title = "', f'title = "{draw.randint(1, 9)} ', 1), encoding="utf-8")


def rename_site(content: Path, draw: random.Random) -> None:
    path = content / "site.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('name = "', f'name = "{draw.randint(1, 9)} ', 1), encoding="utf-8")


def repaint(content: Path, draw: random.Random) -> None:
    from PIL import Image

    Image.new("RGB", (64, 48), (draw.randint(0, 255), 90, 90)).save(content / "images" / "nui.jpg")


STEPS: tuple[Callable[[Path, random.Random], None], ...] = (
    add, add, publish, publish, publish, edit, edit, retext, retext, retext, correct, announce, delete, rename, touch,
    rename_topic, rename_site, repaint,
)  # fmt: skip


TIMES = ((), (), *(("--at", f"2022-{at}:00+07:00") for at in ("05-10T09:00", "09-15T07:59", "09-15T08:05")))
"""The instants that sites show, two of them on one day; most are built for now."""


@settings(max_examples=rounds(6, 200), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    history=st.lists(
        st.tuples(st.lists(st.sampled_from(STEPS), max_size=3), st.sampled_from(TIMES)), min_size=1, max_size=5
    ),
    seed=st.integers(0, 10**6),
)
def test_incremental_is_clean(
    builder: Builder, history: list[tuple[list[Callable[[Path, random.Random], None]], tuple[str, ...]]], seed: int
) -> None:
    draw = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        content = Path(shutil.copytree(TINY, base / "content"))
        for steps, at in history:
            for step in steps:
                step(content, draw)
            told = builder.build(content, base / "output", base / "cache", *at)
            assert told["ok"] or "Slug" in str(told["report"]), told  # two files that took one address: refused
        clean = builder.build(content, base / "clean", base / "other-cache", *at)
        assert clean["ok"] == told["ok"]
        if told["ok"]:
            ours, anew = files(base / "output"), files(base / "clean")
            assert {name for name in ours.keys() | anew.keys() if ours.get(name) != anew.get(name)} == set()


def restyle(theme: Path, draw: random.Random) -> None:
    """A rule at the end of a sheet, or another number in a rule that every page may hold."""
    path = draw.choice(sorted((theme / "static/css").rglob("*.css")))
    text = path.read_text(encoding="utf-8")
    if draw.random() < 0.5:
        text += f"\n.thu-{draw.randint(1, 9)} {{ color: red; }}\n"
    else:
        text = re.sub(r"\b(\d+)px", lambda found: f"{int(found[1]) + draw.randint(0, 2)}px", text)
    path.write_text(text, encoding="utf-8")


def rescript(theme: Path, draw: random.Random) -> None:
    path = draw.choice(sorted((theme / "static/js").rglob("*.js")))
    path.write_text(path.read_text(encoding="utf-8") + f"void {draw.randint(1, 9)};\n", encoding="utf-8")


def redraw(theme: Path, draw: random.Random) -> None:
    path = theme / "static/icon.svg"
    path.write_text(path.read_text(encoding="utf-8") + "\n" * draw.randint(0, 2), encoding="utf-8")


def rephrase(theme: Path, draw: random.Random) -> None:
    path = draw.choice([*sorted((theme / "templates/partials").glob("*.html")), theme / "templates/list.html"])
    path.write_text(path.read_text(encoding="utf-8") + f"<!-- {draw.randint(1, 9)} -->", encoding="utf-8")


@settings(max_examples=rounds(4, 100), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    history=st.lists(
        st.lists(st.sampled_from((restyle, restyle, rescript, redraw, rephrase, publish, retext)), max_size=3),
        min_size=2,
        max_size=4,
    ),
    seed=st.integers(0, 10**6),
)
def test_an_edited_theme_makes_what_a_build_from_nothing_makes(
    builder: Builder, history: list[list[Callable[[Path, random.Random], None]]], seed: int
) -> None:
    draw = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        content = Path(shutil.copytree(TINY, base / "content"))
        theme = Path(shutil.copytree(ROOT / "theme", base / "theme"))
        chosen = base / "settings.py"
        chosen.write_text(f"from pelicanconf import *\nTHEME = {str(theme)!r}\n", encoding="utf-8")
        options = ("--settings", str(chosen))
        for steps in history:
            for step in steps:
                step(content if step in STEPS else theme, draw)
            told = builder.build(content, base / "output", base / "cache", *options)
            assert told["ok"], told
        clean = builder.build(content, base / "clean", base / "other-cache", *options)
        assert clean["ok"], clean
        ours, anew = files(base / "output"), files(base / "clean")
        assert {name for name in ours.keys() | anew.keys() if ours.get(name) != anew.get(name)} == set()


def test_a_new_style_plans_nothing_that_no_template_makes(tmp_path: Path) -> None:
    content, output, cache = _copy(tmp_path)
    theme, chosen = Path(shutil.copytree(ROOT / "theme", tmp_path / "theme")), tmp_path / "settings.py"
    chosen.write_text(f"from pelicanconf import *\nTHEME = {str(theme)!r}\n", encoding="utf-8")
    before = _families(content, output, cache, "--settings", str(chosen))
    for sheet in ("base", "voice/listen"):
        path = theme / f"static/css/{sheet}.css"
        path.write_text(path.read_text(encoding="utf-8") + "\n.thu { color: red; }\n", encoding="utf-8")
        after = _families(content, output, cache, "--settings", str(chosen))
        assert before.keys() == after.keys()
        stands = {name.partition(":")[0] for name in before if before[name] == after[name]}
        assert stands >= {"archive", "feeds", "data", "search", "plugins.feeds.opml.opml_outputs"}, stands
        changed = {name.partition(":")[0] for name in before if before[name] != after[name]}
        assert changed >= {"articles", "plugins.pages.front.front_outputs"}, changed
        assert not changed & stands
        before = after


def test_theme_code_and_settings_count(tmp_path: Path) -> None:
    project = tmp_path / "project"
    for name in ("plugins", "theme"):
        shutil.copytree(ROOT / name, project / name)  # with what Python has compiled
    for name in ("pelicanconf.py", "requirements.lock"):
        shutil.copy(ROOT / name, project / name)
    output, cache = tmp_path / "output", tmp_path / "cache"

    def build() -> str:
        folders = ("--content", str(TINY), "--output", str(output))
        environment = {**os.environ, "PYTHONPATH": str(project), "COLUMN_CACHE": str(cache)}
        done = run_module("plugins.command", "build", *folders, cwd=project, env=environment)
        assert done.returncode == 0, done.stderr
        return done.stdout

    build()
    assert "ghi 0" in build()
    template = project / "theme/templates/partials/footer.html"
    template.write_text(template.read_text(encoding="utf-8") + "<!-- sửa giao diện -->", encoding="utf-8")
    build()
    assert b"<!-- s\xe1\xbb\xada giao di\xe1\xbb\x87n -->" in (output / "index.html").read_bytes()
    code = project / "plugins/core/views/view_models.py"
    code.write_text(code.read_text(encoding="utf-8") + "\n# thêm một dòng\n", encoding="utf-8")
    assert "đã đổi; phân tích lại mọi bài" in build()
    settings_file = project / "pelicanconf.py"
    settings_file.write_text(settings_file.read_text(encoding="utf-8") + "\nCOLUMN_EXTRA = 1\n", encoding="utf-8")
    assert "Xong" in build()


def test_an_edited_text_plans_nothing_that_shows_no_text(tmp_path: Path) -> None:
    content, output, cache = _copy(tmp_path)
    before = _families(content, output, cache)
    path = content / "articles/2022-03-01-cung-phut-mot.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nThêm một câu.\n", encoding="utf-8")
    after = _families(content, output, cache)
    assert before.keys() == after.keys()
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {
        "articles:dao-duc:0",
        "articles:dao-duc:0:",
        "archive:2022-03",
        "feeds",
        "data:",
        "data::",
        "search:words",
        "search:words:0",
    }


def _families(content: Path, output: Path, cache: Path, *options: str) -> dict[str, bytes]:
    """What a build plans together, each with its digest."""
    run_build(content, output, cache, *options)
    (path,) = cache.rglob("outputs/*/state")
    state, _ = load_build_state(path)
    assert state
    return {name: digest for name, (digest, _, _) in state.families.items()}


def _copy(tmp_path: Path) -> tuple[Path, Path, Path]:
    return Path(shutil.copytree(TINY, tmp_path / "content")), tmp_path / "output", tmp_path / "cache"


def test_a_changed_slug_is_told_until_it_is_written_down(tmp_path: Path) -> None:
    content, output, cache = _copy(tmp_path)
    run_build(content, output, cache)
    path = content / "articles/2022-03-01-cung-phut-mot.md"
    text = path.read_text(encoding="utf-8").replace("Title:", "Slug: moi-hon\nTitle:", 1)
    path.write_text(text, encoding="utf-8")
    line = "ghi “Aliases: cung-phut-mot” vào phần đầu bài để giữ"
    for options in ((), (), ("--force",)):  # the second finds nothing changed
        assert line in run_build(content, output, cache, *options).stdout
        assert not (output / "bai-viet/cung-phut-mot").exists()
    run_build(content, tmp_path / "clean", tmp_path / "other")
    assert files(output) == files(tmp_path / "clean")
    path.write_text(text.replace("Title:", "Aliases: cung-phut-mot\nTitle:", 1), encoding="utf-8")
    assert line not in run_build(content, output, cache).stdout
    assert b"/bai-viet/moi-hon/" in (output / "bai-viet/cung-phut-mot/index.html").read_bytes()
    path.write_text(text, encoding="utf-8")  # the line is taken away again
    assert line in run_build(content, output, cache).stdout


def test_two_articles_that_swap_slugs(tmp_path: Path) -> None:
    content, output, cache = _copy(tmp_path)
    run_build(content, output, cache)
    for name, slug in (("mot", "hai"), ("hai", "mot")):
        path = content / f"articles/2022-03-01-cung-phut-{name}.md"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("Title:", f"Slug: cung-phut-{slug}\nTitle:", 1), encoding="utf-8")
    run_build(content, output, cache)
    run_build(content, tmp_path / "clean", tmp_path / "other")
    assert files(output / "bai-viet") == files(tmp_path / "clean/bai-viet")


def test_what_is_deleted_goes_and_mass_deletion_asks(tmp_path: Path) -> None:
    content, output, cache = _copy(tmp_path)
    run_build(content, output, cache)
    (content / "articles/2022-03-01-cung-phut-mot.md").unlink()
    run_build(content, output, cache)
    assert not (output / "bai-viet/cung-phut-mot").exists()
    for path in (content / "articles").glob("2022-0[345]-*.md"):
        path.unlink()
    refused = run_build(content, output, cache, code=1).stderr
    assert "chạy lại với --allow-deletions" in refused


@pytest.mark.parametrize("damage", ["index", "recent", "text", "state", "foreign", "gone"])
def test_a_damaged_cache_is_rebuilt_and_said(tmp_path: Path, damage: str) -> None:
    content, output, cache = _copy(tmp_path)
    run_build(content, output, cache)
    before = files(output)
    targets = {
        "index": list(cache.glob("articles/*/index")),
        "text": list(cache.glob("articles/*/text-*")),
        "state": list(cache.glob("outputs/*/state")),
        "foreign": list(cache.glob("articles/*/index")),
    }
    for path in targets.get(damage, []):
        data = path.read_bytes()
        path.write_bytes(b"other-tool-1\n" + data[13:] if damage == "foreign" else data[: len(data) // 2])
    if damage == "gone":
        shutil.rmtree(cache)
    if damage == "recent":
        (index,) = cache.glob("articles/*/index")
        index.with_name("recent").write_bytes(b"column-store-0\n" + index.read_bytes()[15:])
    (content / "articles/2022-03-01-cung-phut-mot.md").touch()
    told = run_build(content, output, cache).stdout
    assert files(output) == before
    if damage in {"index", "recent", "state", "foreign"}:
        assert "hỏng" in told
        assert "lại" in told
    (content / "articles/2022-03-01-cung-phut-mot.md").touch()
    assert "hỏng" not in run_build(content, output, cache).stdout  # said once, mended for good


def test_output_changed_by_hand_is_put_right_and_said(tmp_path: Path) -> None:
    content, output, cache = _copy(tmp_path)
    run_build(content, output, cache)
    before = files(output)
    (output / "index.html").write_text("đổi tay", encoding="utf-8")
    (output / "rss.xml").unlink()
    assert "bị sửa hoặc xoá bằng tay, dựng lại" in run_build(content, output, cache).stdout
    assert files(output) == before
    (output / "la.html").write_text("tệp lạ", encoding="utf-8")
    assert "tệp lạ" in run_build(content, output, cache).stdout
    assert files(output) == before


def test_a_clock_that_goes_backwards(tmp_path: Path) -> None:
    content, output, cache = _copy(tmp_path)
    run_build(content, output, cache)
    page = output / "bai-viet/cung-phut-mot/index.html"
    path = content / "articles/2022-03-01-cung-phut-mot.md"
    text = path.read_text(encoding="utf-8")
    later = page.stat().st_mtime_ns
    path.write_text(text + "\nThêm một câu.\n", encoding="utf-8")
    os.utime(path, (1_000_000_000, 1_000_000_000))
    run_build(content, output, cache)
    assert "Thêm một câu." in page.read_text(encoding="utf-8")
    assert page.stat().st_mtime_ns > later
