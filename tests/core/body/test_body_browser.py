"""A real browser reads what the reader let through, also after parsing its own output again: nothing runs."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from active_html import VECTORS
from html_judge import judge

from plugins.core.body.parser import BodyParser, fill
from plugins.verbs import browser
from tests.helpers import programs

PICTURE = '<img src="/y.jpg" alt="">'
PAGE = """<!doctype html><meta charset="utf-8"><title>waiting</title>
<script>var hits = 0; function hit() {{ hits += 1 }} window.alert = hit</script>
{bodies}
<script type="application/json" id="data">{data}</script>
<script>
const bodies = JSON.parse(document.getElementById("data").textContent);
for (const body of bodies) {{
  let html = body;
  for (const tag of ["div", "p", "td", "svg", "math", "noscript", "template"]) {{
    const place = document.createElement(tag);
    document.body.append(place);
    for (let round = 0; round < 3; round++) {{ place.innerHTML = html; html = place.innerHTML }}
    document.body.append(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
  }}
}}
for (const element of document.querySelectorAll("a, p, div, img, span, td, h2, li")) {{
  for (const name of ["click", "mouseover", "focus"]) {{
    if (element.href && !/^(javascript|data|vbscript):/.test(element.href)) continue;
    element.dispatchEvent(new Event(name, {{bubbles: true}}));
  }}
  if (/^(javascript|data|vbscript):/i.test(element.href || "")) hits += 1;
}}
setTimeout(() => {{ document.title = `hits=${{hits}} bodies=${{bodies.length}}` }}, 300);
</script>
"""


def cleaned() -> list[str]:
    parser = BodyParser()
    bodies = []
    for vector in VECTORS:
        body = parser.parse(vector, source="articles/a.md")
        bodies.append(fill(body.html, body.references, lambda _: "/x/", lambda file, *, alt: PICTURE))
    return bodies


def run(folder: Path, bodies: list[str]) -> str:
    """The title of a page that shows the bodies and parses them again and again."""
    data = json.dumps(bodies).replace("<", "\\u003c")
    page = folder / "page.html"
    page.write_text(PAGE.format(bodies="\n".join(bodies), data=data), encoding="utf-8")
    chromium = browser.find()
    programs.installed(chromium, "chromium", "chromium")
    command = [chromium, *browser.FLAGS, f"--user-data-dir={folder / 'profile'}"]
    command += ["--virtual-time-budget=5000", "--dump-dom", page.as_uri()]
    dom = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout
    return dom.split("<title>", 1)[1].split("</title>", 1)[0]


def test_no_vector_leaves_the_list() -> None:
    for body in cleaned():
        judge(body.replace(PICTURE, ""))


def test_most_vectors_are_told_to_the_editor() -> None:
    parser = BodyParser()
    silent = [vector for vector in VECTORS if not parser.parse(vector, source="articles/a.md").problems]
    assert len(VECTORS) >= 150
    assert len(silent) <= 25, silent


@pytest.mark.slow
def test_nothing_runs_in_a_browser(tmp_path: Path) -> None:
    bodies = cleaned()
    assert run(tmp_path, bodies) == f"hits=0 bodies={len(bodies)}"


@pytest.mark.slow
def test_the_browser_would_notice(tmp_path: Path) -> None:
    assert run(tmp_path, ["<p><img src=x onerror=hit()></p>"]) != "hits=0 bodies=1"
