"""With themes, layers and plugins of others', whatever is edited or switched between two builds, the second one's
output is byte for byte that of a build from nothing."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pelican
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.helpers.building import ROOT, TINY, warm
from tests.helpers.processes import run_module
from tests.helpers.rounds import rounds
from tests.site.faults import files
from tests.site.test_incremental import add, correct, delete, edit, publish, retext

pytestmark = pytest.mark.slow
_SHOWN = """{% if pelican is defined and pelican.article is defined %}
{% if pelican.article.readtime is defined %}<p>{{ pelican.article.readtime }}</p>{% endif %}
{% if pelican.article.prev_article %}<p>{{ pelican.article.prev_article.url }}</p>{% endif %}
{% endif %}<p>{{ mark }}</p>"""
_BASE = "PLUGIN_PATHS = [{root!r}, {here!r}]\nTHEME = {root!r} + '/theme'\n"
SETUPS = {
    "own": "",
    "layer": "THEME_TEMPLATES_OVERRIDES = [{here!r} + '/lop']\nJINJA_GLOBALS = {{'mark': 'lớp'}}\n",
    "copy": "THEME = {here!r} + '/ban-sao'\n",
    "simple": f"THEME = {str(Path(pelican.__file__).parent / 'themes/simple')!r}\n",
    "simple and layer": f"THEME = {str(Path(pelican.__file__).parent / 'themes/simple')!r}\n"
    "THEME_TEMPLATES_OVERRIDES = [{here!r} + '/lop-don-gian']\n",
    "plugins": "PLUGINS = ['plugins.column', 'readtime', 'neighbors']\n"
    "THEME_TEMPLATES_OVERRIDES = [{here!r} + '/lop']\nJINJA_GLOBALS = {{'mark': 'phần mở rộng'}}\n",
    "plugin first": "PLUGINS = ['them_chu', 'plugins.column']\n",
    "module": "import sys\nsys.path.insert(0, {here!r})\nimport them_chu\nPLUGINS = [them_chu, 'plugins.column']\n",
    "page": "TEMPLATE_PAGES = {{'trang.tmpl': 'trang.html'}}\n",
}
"""What a newsroom may set."""


def _edit_layer(home: Path, draw: random.Random) -> None:
    _append(home / "lop/article.html", draw)


def _edit_simple_layer(home: Path, draw: random.Random) -> None:
    _append(home / "lop-don-gian/base.html", draw)


def _edit_copy(home: Path, draw: random.Random) -> None:
    _append(home / "ban-sao/templates" / draw.choice(["article.html", "front.html", "partials/footer.html"]), draw)


def _edit_style(home: Path, draw: random.Random) -> None:
    path = home / "ban-sao/static/css/base.css"
    path.write_text(path.read_text(encoding="utf-8") + f"\nbody {{ --so: {draw.randint(1, 99)}; }}\n", encoding="utf-8")


def _edit_plugin(home: Path, draw: random.Random) -> None:
    path = home / "them_chu.py"
    path.write_text(_PLUGIN.replace("thêm chữ", f"thêm chữ {draw.randint(1, 99)}"), encoding="utf-8")


def _edit_page(home: Path, draw: random.Random) -> None:
    _append(home / "content/trang.tmpl", draw)


def _append(path: Path, draw: random.Random) -> None:
    path.write_text(path.read_text(encoding="utf-8") + f"{{# {draw.randint(1, 99)} #}}", encoding="utf-8")
    shown = path.read_text(encoding="utf-8")
    path.write_text(shown.replace("{{ mark }}", f"{{{{ mark }}}} {draw.randint(1, 99)}"), encoding="utf-8")


def _of_content(step: Callable[[Path, random.Random], None]) -> Callable[[Path, random.Random], None]:
    return lambda home, draw: step(home / "content", draw)


STEPS = (
    *map(_of_content, (add, publish, edit, retext, correct, delete)),
    *(_edit_layer, _edit_simple_layer, _edit_copy, _edit_style, _edit_plugin, _edit_page),
)
_PLUGIN = """from pelican import signals


def change(generator):
    for article in generator.articles:
        article._content = article._content.replace("</p>", " (thêm chữ)</p>", 1)


def register():
    signals.article_generator_finalized.connect(change)
"""


def _home(home: Path) -> Path:
    """A newsroom's folder: content, a layer over the theme, a copy of it, a plugin."""
    shutil.copytree(TINY, home / "content")
    (home / "content/trang.tmpl").write_text("{{ articles|length }} {{ SITENAME }}", encoding="utf-8")
    shutil.copytree(ROOT / "theme", home / "ban-sao")
    for folder, name, source in (
        ("lop", "article.html", ROOT / "theme/templates/article.html"),
        ("lop-don-gian", "base.html", Path(pelican.__file__).parent / "themes/simple/templates/base.html"),
    ):
        (home / folder).mkdir()
        text = source.read_text(encoding="utf-8")
        end = text.rindex("{% endblock") if folder == "lop" else text.rindex("</body>")
        shown = _SHOWN if folder == "lop" else "<p>lớp</p>"
        (home / folder / name).write_text(text[:end] + shown + text[end:], encoding="utf-8")
    (home / "them_chu.py").write_text(_PLUGIN, encoding="utf-8")
    return home


def _build(home: Path, setup: str, output: str, cache: str, *paths: Path) -> tuple[bool, str]:
    conf = home / "conf.py"
    lines = (_BASE + SETUPS[setup]).format(root=str(ROOT), here=str(home))
    conf.write_text((ROOT / "pelicanconf.py").read_text(encoding="utf-8") + lines, encoding="utf-8")
    options = ["--settings", str(conf), "--allow-deletions"]
    options += ["--content", str(home / "content"), "--output", str(home / output)]
    path = os.pathsep.join(map(str, (ROOT, *paths)))
    environment = {**os.environ, "PYTHONPATH": path, "COLUMN_CACHE": str(warm(home / cache, "pictures"))}
    done = run_module("plugins.command", "build", *options, cwd=ROOT, env=environment, forked=not paths)
    return done.returncode == 0, done.stdout + done.stderr


@settings(max_examples=rounds(3, 60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    history=st.lists(
        st.tuples(st.lists(st.sampled_from(STEPS), max_size=3), st.sampled_from(sorted(SETUPS))), min_size=2, max_size=4
    ),
    seed=st.integers(0, 10**6),
)
def test_incremental_is_clean_whatever_theme_and_plugins(
    history: list[tuple[list[Callable[[Path, random.Random], None]], str]], seed: int
) -> None:
    pytest.importorskip("pelican.plugins.readtime")
    pytest.importorskip("pelican.plugins.neighbors")
    draw = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        home = _home(Path(folder))
        for steps, setup in history:
            for step in steps:
                step(home, draw)
            fine, said = _build(home, setup, "output", "cache")
            assert fine or "Slug" in said, (setup, said)
        clean, told = _build(home, setup, "clean", "other")
        assert clean == fine, told
        if fine:
            ours, anew = files(home / "output"), files(home / "clean")
            assert {name for name in ours.keys() | anew.keys() if ours.get(name) != anew.get(name)} == set(), history


@pytest.mark.parametrize("setup", SETUPS)
def test_each_setup_builds_and_is_left_as_it_was(tmp_path: Path, setup: str) -> None:
    """From the column's own look to a setup and back, with nothing edited."""
    pytest.importorskip("pelican.plugins.readtime")
    home = _home(tmp_path)
    seen = {}
    for name in ("own", setup, "own"):
        fine, said = _build(home, name, "output", "cache")
        assert fine, said
        before, seen[name] = seen.get(name), files(home / "output")
        assert before in (None, seen[name])
    fine, said = _build(home, setup, "clean", "other")
    assert fine, said
    if setup != "own":
        assert seen[setup] != seen["own"] or setup == "copy"
    assert files(home / "clean") == seen[setup]


def test_mistakes_of_a_newsrooms_own_are_told_where_they_are(tmp_path: Path) -> None:
    home = _home(tmp_path)
    layer = home / "lop/article.html"
    text = layer.read_text(encoding="utf-8")
    layer.write_text(text.replace("{{ mark }}", "{{ mark.khong.co }}"), encoding="utf-8")
    line = text[: text.index("{{ mark }}")].count("\n") + 1
    assert f"{layer}:{line}: " in _build(home, "layer", "output", "cache")[1]
    (home / "them_chu.py").write_text(_PLUGIN + "    1 / 0\n", encoding="utf-8")
    fine, said = _build(home, "plugin first", "output", "cache")
    assert not fine
    assert "không nạp được phần mở rộng them_chu: " in said
    assert "ZeroDivisionError" in said


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import khong_co_goi_nay\n", "ModuleNotFoundError: No module named 'khong_co_goi_nay'"),
        ("def register(:\n", "SyntaxError"),
        ("from .trong import khong_co\n", "ImportError"),
        ("1 / 0\n", "ZeroDivisionError"),
    ],
)
def test_an_installed_plugin_that_fails_is_told_by_name(tmp_path: Path, code: str, words: str) -> None:
    home = _home(tmp_path)
    package = home / "goi" / "pelican" / "plugins" / "hong"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(code, encoding="utf-8")
    (package / "trong.py").write_text("", encoding="utf-8")
    fine, said = _build(home, "own", "output", "cache", home / "goi")
    assert not fine
    assert f"không nạp được phần mở rộng hong: {words}" in said
    assert "gỡ gói" in said
