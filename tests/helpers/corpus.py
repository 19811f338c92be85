"""A column of generated articles: Vietnamese words in no meaningful order, the same for the same seed.

The words are those of the plan and of everyday news, as compounds, so that "đại" and "hội" meet both inside and outside
"đại hội"; a long tail of rare syllables makes the vocabulary as wide as that of real news.
"""

from __future__ import annotations

import datetime as dt
import random
import shutil
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
WORDS: dict[str, list[str]] = tomllib.loads((ROOT / "tests" / "data" / "corpus.toml").read_text(encoding="utf-8"))
COMPOUNDS, PLACES, NUMBERS = (tuple(WORDS[name]) for name in ("compounds", "places", "numbers"))
PLAN = tomllib.loads((ROOT / "content" / "plan.toml").read_text(encoding="utf-8"))["plans"][0]
TOPICS = tuple(term["slug"] for term in PLAN["topics"])
FORMS = ("truyen-thong", "tuyen-truyen-mieng", "hoi-thao-toa-dam", "thi-dua-mo-hinh")
UNITS = ("dang-uy-khoi", "dang-uy-truc-thuoc", "ban-bo-nganh-doan-the")
FIRST_DAY = dt.date(2021, 6, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One generated article as a reader sees its words. number: 0 is the oldest."""

    number: int
    title: str
    sapo: str
    body: str
    topic: str
    form: str
    unit: str
    date: dt.datetime

    @property
    def slug(self) -> str:
        """The last part of its address."""
        return f"bai-{self.number:05d}"

    @property
    def text(self) -> str:
        """Title, sapo and body."""
        return f"{self.title}\n{self.sapo}\n{self.body}"


def generate(count: int, words: int = 600, seed: int = 23) -> list[Sample]:
    """Articles, oldest first; a longer list begins with the same articles."""
    made = []
    rare = _rare_syllables()
    compounds = list(COMPOUNDS)
    weights = list(accumulate(1 / (rank + 8) for rank in range(len(compounds))))
    rare_weights = list(accumulate(1 / (rank + 20) for rank in range(len(rare))))
    for number in range(count):
        chance = random.Random(seed * 1_000_003 + number)
        subject = chance.choices(compounds, cum_weights=weights, k=3)

        def phrase(chance: random.Random = chance, subject: list[str] = subject) -> str:
            roll = chance.random()
            if roll < 0.55:
                return chance.choices(compounds, cum_weights=weights)[0]
            if roll < 0.65:
                return chance.choice(subject)
            if roll < 0.86:
                return chance.choice(WORDS["common"])
            if roll < 0.88:
                return chance.choice(PLACES)
            if roll < 0.89:
                return chance.choice(NUMBERS)
            if roll < 0.90:
                return str(chance.randrange(2, 2030))
            return chance.choices(rare, cum_weights=rare_weights)[0]

        def sentence(length: int, phrase: Callable[[], str] = phrase) -> str:
            text = ""
            while text.count(" ") + 1 < length:
                text += ("" if not text else ", " if len(text) % 11 == 0 else " ") + phrase()
            return text[:1].upper() + text[1:]

        title = sentence(11) if number % 3 else f"{subject[0][:1].upper()}{subject[0][1:]} {sentence(8).lower()}"
        paragraphs = []
        left = words - 45
        while left > 0:
            length = min(left, chance.randrange(40, 90))
            sentences = []
            while length > 0:
                size = min(max(length, 8), chance.randrange(12, 26))
                sentences.append(sentence(size) + ".")
                length -= size
                left -= size
            paragraphs.append(" ".join(sentences))
        day = FIRST_DAY + dt.timedelta(days=number * 1600 // max(count, 1600))
        made.append(
            Sample(
                number=number,
                title=title,
                sapo=sentence(32) + ".",
                body="\n\n".join(paragraphs),
                topic=chance.choice(TOPICS),
                form=chance.choice(FORMS),
                unit=chance.choice(UNITS),
                date=dt.datetime.combine(day, dt.time(7, number % 60)),
            )
        )
    return made


def _rare_syllables() -> list[str]:
    """Some 3,000 syllables that Vietnamese could have, in a fixed order."""
    tones = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    made = []
    for onset in WORDS["onsets"]:
        for rime in WORDS["rimes"]:
            for tone in tones[: 1 + (len(onset) * 7 + len(rime) * 3) % 6]:
                place = next(i for i, letter in enumerate(rime) if letter in "aăâeêioôơuưy") + 1
                made.append(onset + rime[:place] + tone + rime[place:])
    random.Random(5).shuffle(made)
    import unicodedata

    return [unicodedata.normalize("NFC", syllable) for syllable in made]


def write(folder: Path, samples: list[Sample]) -> None:
    """Write a content folder: the project's own plan and site, and these articles."""
    folder.mkdir(parents=True)
    for name in ("plan.toml", "site.toml"):
        shutil.copy(ROOT / "content" / name, folder / name)
    for sample in samples:
        path = folder / "articles" / f"{sample.date:%Y}" / f"{sample.date:%Y-%m-%d}-{sample.slug}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(markdown(sample), encoding="utf-8")


def markdown(sample: Sample) -> str:
    """The article as editors would write it."""
    return (
        f"Title: {sample.title}\nDate: {sample.date:%Y-%m-%dT%H:%M}\nCategory: {sample.topic}\nForm: {sample.form}\n"
        f"Units: {sample.unit}\nTags: thử nghiệm\nAuthors: Ban biên tập\nId: {sample.slug}\nSlug: {sample.slug}\n"
        f"Summary: {sample.sapo}\n\n{sample.body}\n"
    )
