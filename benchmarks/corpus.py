"""A generated Vietnamese corpus: the same articles for our column, for stock Pelican and for Hugo.

The words are those of the column's own articles (in `english` those of the licence), drawn with a fixed seed, so the
text is meaningless and repeatable: bodies in the styles of benchmarks/styles.py, about 200 tags, 30 authors, every
topic and form.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import re
import shutil
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from plugins.build.assets import first_style
from plugins.core.text.vietnamese import slugify
from plugins.pictures.card_drawing import draw
from plugins.pictures.social_card import CardText

from .styles import ENGLISH, PLAIN, STYLES, Voice

ROOT = Path(__file__).resolve().parent.parent
_WORD = re.compile(r"[a-zà-ỹđ]+(?: [a-zà-ỹđ]+)?")
_ENGLISH = re.compile(r"[a-z]{2,}")
_LINKS = re.compile("LINK|ADDRESS")
_MOVED = re.compile(r"^\[\[moved\]\]\n(?:[^\[\n].*\n?)*", re.MULTILINE)
TAGS = 200
AUTHORS = 30
_TERMS = {
    "topics": "chu-de",
    "forms": "hinh-thuc",
    "phases": "giai-doan",
    "documents": "van-kien",
    "units": "don-vi",
    "priorities": "uu-tien",
}
"""What the plan lists, and the folder of its lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One generated article; body is Markdown with LINK and ADDRESS in it, `older` the articles that these lead to."""

    number: int
    title: str
    date: dt.datetime
    topic: str
    form: str
    tags: tuple[str, ...]
    author: str
    sapo: str
    body: str
    older: tuple[int, ...]

    @property
    def stem(self) -> str:
        """File name without its ending."""
        return f"{self.date:%Y-%m-%d}-bai-so-{self.number:05d}"


class Corpus:
    """Makes article number n; the same n always gives the same article. styles: of benchmarks/styles.py; one after the
    other has its turn."""

    def __init__(self, content: Path = ROOT / "content", styles: Sequence[str] = (PLAIN,)) -> None:
        plan = tomllib.loads((content / "plan.toml").read_text(encoding="utf-8"))["plans"][0]
        self.plan = plan
        self.styles = tuple(styles)
        self.topics = [topic["slug"] for topic in plan["topics"]]
        self.forms = [form["slug"] for form in plan["forms"]]
        text = " ".join(path.read_text(encoding="utf-8") for path in sorted((content / "articles").rglob("*.md")))
        words = sorted(set(_WORD.findall(text.lower())))
        draw = random.Random(1)
        draw.shuffle(words)
        self.voice = Voice(words)
        self.tags = sorted({self.voice.phrase(draw, 2) for _ in range(TAGS * 2)})[:TAGS]
        self.authors = [self.voice.phrase(draw, 2).title() for _ in range(AUTHORS)]
        english = sorted(set(_ENGLISH.findall((ROOT / "LICENSE").read_text(encoding="utf-8").lower())))
        draw.shuffle(english)
        self.english = Voice(english, "| Content | Number |", "See also LINK on this.")
        self._linked: dict[int, Article] = {}

    def phase(self, article: Article) -> str:
        """Slug of the topic's phase, where it has one only, else of the plan's first that has not ended on the day."""
        topic = next(topic for topic in self.plan["topics"] if topic["slug"] == article.topic)
        if len(topic.get("phases", ())) == 1:
            return str(topic["phases"][0])
        day = article.date.date()
        slug: str = next(phase["slug"] for phase in self.plan["phases"] if day <= phase.get("last", day))
        return slug

    def article(self, number: int) -> Article:
        """Article `number`, counted from 0, the oldest first."""
        draw = random.Random(number)
        date = dt.datetime(2010, 1, 1, 7, 0) + dt.timedelta(hours=number * 3)
        style = self.styles[number % len(self.styles)]
        voice = self.english if style == ENGLISH else self.voice
        body = STYLES[style](voice, draw, number)
        return Article(
            number=number,
            title=voice.phrase(draw, 6).capitalize(),
            date=date,
            topic=self.topics[number % len(self.topics)],  # whatever the words are, each topic has some
            form=draw.choice(self.forms),
            tags=tuple(dict.fromkeys(draw.choice(self.tags) for _ in range(4))),
            author=draw.choice(self.authors),
            sapo=f"{voice.sentence(draw)} {voice.sentence(draw)}".replace("**", ""),
            body=body.text,
            older=body.older,
        )

    def late(self, number: int, count: int) -> Article:
        """Article `number` with a date in the middle of the first `count`; it links to none but the older ones."""
        article, middle = self.article(number), count // 2
        between = dt.datetime(2010, 1, 1, 8, 0) + dt.timedelta(hours=middle * 3)
        return replace(article, date=between, older=tuple(older % middle for older in article.older))

    def linked(self, article: Article, address: Callable[[Article], str]) -> str:
        """The article's body with its links filled in."""
        others = (self._short(number) for number in article.older)

        def link(found: re.Match[str]) -> str:
            other = next(others)
            return address(other) if found[0] == "ADDRESS" else f"[{other.title}]({address(other)})"

        return _LINKS.sub(link, article.body)

    def _short(self, number: int) -> Article:
        """An article without its body: drawing one takes a millisecond, and many are linked to more than once."""
        if number not in self._linked:
            self._linked[number] = replace(self.article(number), body="")
        return self._linked[number]


def plain_headers(values: Mapping[str, str]) -> str:
    """Headers as Pelican writes them."""
    return "".join(f"{name}: {value}\n" for name, value in values.items())


def yaml_headers(values: Mapping[str, str]) -> str:
    """Headers as Decap saves them: YAML between fences, folded at 80 columns, tags in a list."""
    tags = {"Tags": values["Tags"].split(", ")}
    return f"---\n{yaml.safe_dump({**values, **tags}, allow_unicode=True, sort_keys=False)}---\n"


Headers = Callable[[Mapping[str, str]], str]


def write_column(corpus: Corpus, folder: Path, count: int, headers: Headers = plain_headers) -> None:
    """The corpus as content of our column (stock Pelican reads the same files, unless their headers are YAML)."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "content" / "plan.toml", folder)
    site = (ROOT / "content" / "site.toml").read_text(encoding="utf-8")
    site = site.replace("social_cards = true", "social_cards = false")  # drawing is measured apart
    site = _MOVED.sub("", site)  # the generated articles have no earlier addresses
    (folder / "site.toml").write_text(site, encoding="utf-8")
    for number in range(count):
        add_to_column(corpus, folder, number, headers=headers)


def add_to_column(corpus: Corpus, folder: Path, number: int, extra: str = "", headers: Headers = plain_headers) -> Path:
    """Write one article; `extra` is put at the end of its body."""
    return put_in_column(corpus, folder, corpus.article(number), extra, headers)


def put_in_column(
    corpus: Corpus, folder: Path, article: Article, extra: str = "", headers: Headers = plain_headers
) -> Path:
    """Write this article as content of the column."""
    path = folder / "articles" / f"{article.date:%Y}" / f"{article.stem}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    body = corpus.linked(article, lambda other: f"{{filename}}/articles/{other.date:%Y}/{other.stem}.md")
    values = {
        "Title": article.title,
        "Date": f"{article.date:%Y-%m-%d %H:%M}",
        "Category": article.topic,
        "Form": article.form,
        "Tags": ", ".join(article.tags),
        "Authors": article.author,
        "Slug": article.stem,
        "Summary": article.sapo,
    }
    path.write_text(f"{headers(values)}\n{body}{extra}", encoding="utf-8")
    return path


def write_hugo(corpus: Corpus, folder: Path, count: int) -> None:
    """The corpus as a Hugo site that makes the same pages, lists and feeds (benchmarks/hugo/README.md)."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "benchmarks" / "hugo", folder)
    shutil.copytree(ROOT / "theme" / "static", folder / "assets")
    (folder / "assets" / "first-view.css").write_text(first_style(ROOT / "theme"), encoding="utf-8")
    data = folder / "data"
    data.mkdir()
    for name in ("site.toml", "plan.toml"):
        shutil.copy(ROOT / "content" / name, data)
    site = tomllib.loads((data / "site.toml").read_text(encoding="utf-8"))
    card = folder / "static" / "anh" / "the" / "chuyen-muc.png"
    card.parent.mkdir(parents=True)
    card.write_bytes(draw(CardText("chuyen-muc", site["agency"]["name"], "", site["name"], site["tagline"])))
    for kind, directory in _TERMS.items():
        for weight, term in enumerate(corpus.plan[kind], 1):
            _write_branch(folder, f"{directory}/{term['slug']}", term, weight)
    plan = corpus.plan
    about = {"name": plan["title"], "description": plan["summary"]}
    _write_branch(folder, f"ke-hoach/{plan['slug']}", about, 1)
    for weight, item in enumerate(plan["items"], 1):
        _write_branch(folder, f"ke-hoach/{plan['slug']}/{item['slug']}", item, weight)
    for number in range(count):
        add_to_hugo(corpus, folder, number)


def _write_branch(folder: Path, path: str, entry: Mapping[str, Any], weight: int) -> None:
    """What a list says of itself; weight: its place among its kind, 0 for none."""
    file = folder / "content" / path / "_index.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    head = {"title": entry["name"], "description": entry.get("description", "")}
    rows = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in head.items() if value]
    rows += [f"weight: {weight}"] if weight else []
    rows += [f"params:\n  quote: {json.dumps(entry['quote'], ensure_ascii=False)}"] if entry.get("quote") else []
    file.write_text("\n".join(["---", *rows, "---", ""]), encoding="utf-8")


def add_to_hugo(corpus: Corpus, folder: Path, number: int, extra: str = "") -> Path:
    """Write one article for Hugo, and those of its month and tags that have no list yet."""
    return put_in_hugo(corpus, folder, corpus.article(number), extra)


def put_in_hugo(corpus: Corpus, folder: Path, article: Article, extra: str = "") -> Path:
    """Write this article for Hugo."""
    path = folder / "content" / "bai-viet" / f"{article.stem}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    body = corpus.linked(article, lambda other: f"/bai-viet/{other.stem}/")
    month = f"{article.date:%Y/%m}"
    lists = {f"luu-tru/{month}": f"Tháng {article.date.month}/{article.date.year}"}
    lists |= {f"the/{slugify(tag)}": tag for tag in article.tags}
    for list_, name in lists.items():
        if not (folder / "content" / list_).exists():
            _write_branch(folder, list_, {"name": name}, 0)
    tags = ", ".join(f'"{slugify(tag)}"' for tag in article.tags)
    path.write_text(
        f'---\ntitle: "{article.title}"\ndate: {article.date:%Y-%m-%dT%H:%M}:00+07:00\n'
        f'chu-de: ["{article.topic}"]\nhinh-thuc: ["{article.form}"]\ngiai-doan: ["{corpus.phase(article)}"]\n'
        f'the: [{tags}]\nluu-tru: ["{month}"]\nauthors: ["{article.author}"]\n'
        f'description: "{article.sapo}"\n---\n\n{body}{extra}',
        encoding="utf-8",
    )
    return path
