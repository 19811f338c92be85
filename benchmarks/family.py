"""A made-up column of three plans over twelve years: 60 units, 20 of them merged or renamed, some thousand articles.

    python -m benchmarks.family --articles 5000     # builds it, looks at every page, times coverage and an edit

Nothing in it is real; every plan and every article says that it is an example.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UNITS, ENDED, RENAMED = 60, 12, 8
_TOPICS = 6
_PLANS = (
    ("ke-hoach-1", 2018, 2021, ""),
    ("ke-hoach-2", 2022, 2025, "ke-hoach-1"),
    ("ke-hoach-3", 2026, 2029, "ke-hoach-2"),
)
_SITE = 'name = "Chuyên mục ví dụ"\nauthority = "vi-du.vn,2018-01-01"\n[agency]\nname = "Cơ quan ví dụ"\n'


def write_family(content: Path, articles: int, seed: int = 1) -> dict[str, str]:
    """Write the content folder; returns article slug → plan that it must stand under."""
    (content / "plans").mkdir(parents=True)
    (content / "articles").mkdir()
    (content / "site.toml").write_text(_SITE, encoding="utf-8")
    for slug, first, last, before in _PLANS:
        (content / "plans" / f"{slug}.toml").write_text(_plan(slug, first, last, before), encoding="utf-8")
    chance, owners = random.Random(seed), {}
    span = (dt.date(2029, 12, 31) - dt.date(2018, 1, 1)).days
    for number in range(articles):
        day = dt.date(2018, 1, 1) + dt.timedelta(days=number * span // articles)
        slug = f"bai-{number:05}"
        owners[slug] = next(plan for plan, first, last, _ in _PLANS if first <= day.year <= last)
        (content / "articles" / f"{slug}.md").write_text(_article(slug, day, chance), encoding="utf-8")
    return owners


def _plan(slug: str, first: int, last: int, before: str) -> str:
    rows = [f'number = "{slug}"', 'title = "Kế hoạch ví dụ"', 'issuer = "Cơ quan ví dụ"', 'summary = "Ví dụ."']
    rows += [f'predecessor = "{before}"'] if before else []
    middle = (first + last) // 2
    for code, start, end in (("dot-mot", first, middle), ("dot-hai", middle + 1, last)):
        days = f"first = {start}-01-01\nlast = {end}-12-31\n"
        rows.append(f'[[phases]]\nslug = "{code}"\nname = "{start}–{end}"\n{days}quote = "q"')
    for number in range(_TOPICS):
        on = f'continues = "{before}/chu-de-{number}"\n' if before and number % 2 else ""
        rows.append(f'[[topics]]\nslug = "chu-de-{number}"\nname = "Chủ đề {number}"\nquote = "q"\n{on}')
        name = f'name = "Việc {number}, và việc kèm"'
        rows.append(f'[[items]]\nslug = "viec-{number}"\n{name}\nquote = "q"\ntopic = "chu-de-{number}"')
    rows.append('[[forms]]\nslug = "mieng"\nname = "Tuyên truyền miệng"\nquote = "q"')
    return "\n".join([*rows, *(map(_unit, range(UNITS)) if not before else ())]) + "\n"


def _unit(number: int) -> str:
    """The first ENDED ones were merged into later ones, the next RENAMED ones had another name."""
    rows = [f'[[units]]\nslug = "don-vi-{number:02}"\nname = "Đơn vị {number:02}"\ngroup = "Loại {number % 4}"']
    if number < ENDED:
        rows.append(f'last = {_ends(number)}\nsuccessors = ["don-vi-{UNITS - 1 - number // 2:02}"]')
    elif number < ENDED + RENAMED:
        rows.append(f'former_names = [{{ name = "Tên cũ {number:02}", last = {_ends(number)} }}]')
    elif number >= UNITS - ENDED // 2:
        rows.append("with_predecessors = true")
    return "\n".join(rows)


def _ends(number: int) -> dt.date:
    return dt.date(2020 + number % 6, 6, 30)


def _article(slug: str, day: dt.date, chance: random.Random) -> str:
    standing = [n for n in range(UNITS) if n >= ENDED or day <= _ends(n)]
    units = ", ".join(f"don-vi-{number:02}" for number in chance.sample(standing, 2))
    topic = chance.randrange(_TOPICS)
    body = "\n\n".join(f"Đoạn {part} của bài ví dụ {slug}." for part in range(3))
    return (
        f"Title: Bài ví dụ {slug}\nDate: {day} 08:00\nCategory: Chủ đề {topic}\nUnits: {units}\nForm: mieng\n"
        f"Plan_items: Việc {topic}, và việc kèm\nSummary: Bài ví dụ, không có thật.\n\n{body}\n"
    )


def look(content: Path, output: Path, owners: dict[str, str]) -> list[str]:
    """What is wrong on the pages: an article under another plan, or a unit called what it was not called."""
    wrong = []
    for slug, plan in owners.items():
        text = (output / "bai-viet" / slug / "index.html").read_text(encoding="utf-8")
        if f"/ke-hoach/{plan}/" not in text.partition('class="carries"')[2].partition("</div>")[0]:
            wrong.append(f"{slug}: not under {plan}")
        if 'id="tin-khac"' not in text:
            wrong.append(f"{slug}: no other news")
        day = dt.date.fromisoformat(re.search(r"^Date: (\S+)", (content / f"articles/{slug}.md").read_text(), re.M)[1])  # type: ignore[index]
        for number in range(ENDED, ENDED + RENAMED):
            if f"/don-vi/don-vi-{number:02}/" in text:
                then = f"Tên cũ {number:02}" if day <= _ends(number) else f"Đơn vị {number:02}"
                if f">{then}</a>" not in text:
                    wrong.append(f"{slug}: unit {number} is not called {then}")
    return wrong


def look_at_lists(content: Path, output: Path, owners: dict[str, str]) -> list[str]:
    """What is wrong with the lists of units, of units by year, and of topics that nothing continues: articles that
    they lack, or hold though they are none of theirs."""
    wanted: dict[str, set[str]] = {}
    for slug, plan in owners.items():
        text = (content / f"articles/{slug}.md").read_text(encoding="utf-8")
        year, topic = _header("Date", text)[:4], _header("Category", text).removeprefix("Chủ đề ")
        for number in {int(unit[-2:]) for unit in _header("Units", text).split(", ")}:
            heir = [UNITS - 1 - number // 2] if number < ENDED else []
            for unit in (number, *heir):
                wanted.setdefault(f"don-vi/don-vi-{unit:02}", set()).add(slug)
                wanted.setdefault(f"don-vi/don-vi-{unit:02}/nam/{year}", set()).add(slug)
        if int(topic) % 2 == 0:
            own = f"chu-de-{topic}" + ("" if plan == _PLANS[0][0] else f"-{plan}")
            wanted.setdefault(f"chu-de/{own}", set()).add(slug)
    wrong = []
    for path, slugs in wanted.items():
        pages = [output / path / "index.html", *(output / path).glob("trang/*/index.html")]
        mains = [page.read_text(encoding="utf-8").partition("<main")[2].partition("</main>")[0] for page in pages]
        found = {slug for main in mains for slug in re.findall(r"/bai-viet/(bai-\d+)/", main)}
        if found != slugs:
            wrong.append(f"{path}: lacks {sorted(slugs - found)[:3]}, has besides {sorted(found - slugs)[:3]}")
    return wrong


def _header(name: str, text: str) -> str:
    return re.search(rf"^{name}: (.*)$", text, re.M)[1]  # type: ignore[index]


def _run(*words: str, cache: Path) -> tuple[float, str]:
    """Processor seconds of a verb, and what it said."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "COLUMN_CACHE": str(cache)}
    command = [sys.executable, "-m", "plugins.command", *words]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def main() -> None:
    """Write, build, look, time."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int, default=5000)
    count = options.parse_args().articles
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        content, output, cache = folder / "content", folder / "output", folder / "cache"
        owners = write_family(content, count)
        common = ("--content", str(content), "--at", "2030-06-01T08:00+07:00")
        build = ("build", *common, "--output", str(output), "--site-url", "https://vi-du.vn")
        cold, _ = _run(*build, cache=cache)
        wrong = look(content, output, owners) + look_at_lists(content, output, owners)
        same, _ = _run(*build, cache=cache)
        article = content / "articles" / f"bai-{count // 2:05}.md"
        article.write_text(article.read_text(encoding="utf-8") + "\nMột câu thêm.\n", encoding="utf-8")
        edit, _ = _run(*build, cache=cache)
        coverage = [
            _run("coverage", *common, "--plan", plan, "--to", str(folder / "report"), cache=cache)[0]
            for plan, *_ in _PLANS
        ]
    figures = {"cold": cold, "nothing changed": same, "edited body": edit, "coverage": max(coverage)}
    print(
        json.dumps({key: round(value, 2) for key, value in figures.items()} | {"wrong": wrong[:5], "count": len(wrong)})
    )


if __name__ == "__main__":
    main()
