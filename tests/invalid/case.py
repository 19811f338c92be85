"""One case of the corpus: what somebody puts into content/, and what must come of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Expectation = Literal["refused", "warned", "built"]
Write = Callable[[Path, str], None]
"""Called with the content folder and the path, below it, of the article that belongs to the case."""

LEAK = "KHONGDUOCLO"
"""Stands in texts that must never be published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """name: of the case and of its article's file; group: module that it stands in.

    expect: "refused": the build tells `told` and exits 1; "warned": it tells and publishes; "built": it publishes and
    says nothing of the case's article.
    told: beginnings of lines of the report after the article's path and a colon, or with a path of their own.
    shown: texts that readers see on the article's page; hidden: texts that stand in no published file.
    alone: the case changes what others need (plan, site, ledger) and gets a content folder of its own.
    published: whether the article has a page, when the site is built.
    """

    name: str
    group: str
    expect: Expectation
    write: Write
    told: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    alone: bool = False
    published: bool = True
    path: str = ""

    @property
    def article(self) -> str:
        """The article's path below content/."""
        return self.path or f"articles/{self.slug}.md"

    @property
    def slug(self) -> str:
        """The article's slug, when nothing in it says otherwise."""
        return f"{self.group}-{self.name}"


HEADERS = {"Title": "Bài thử", "Date": "2022-03-03 08:00", "Category": "dao-duc", "Summary": "Sapo của bài thử."}
PICTURE = {"Picture": "/images/nui.jpg", "Picture_alt": "Dải màu xanh và vàng.", "Picture_credit": "Tệp thử"}


def text(body: str = "Nội dung của bài thử.", more: str = "", **headers: str | None) -> str:
    """An article; headers replace the usual ones, None takes one away, `more` is put under them as it is."""
    lines = [f"{name}: {value}" for name, value in {**HEADERS, **headers}.items() if value is not None]
    return "\n".join(lines) + "\n" + more + "\n" + body + "\n"


def file(content: str | bytes) -> Write:
    """Write the article's file with this content, exactly."""

    def write(folder: Path, path: str) -> None:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())

    return write


def files(content: str | bytes, others: dict[str, str | bytes]) -> Write:
    """The article's file, and others by their paths below content/."""

    def write(folder: Path, path: str) -> None:
        for name, data in {path: content, **others}.items():
            file(data)(folder, name)

    return write


class Group:
    """Collects the cases of one module."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.cases: list[Case] = []

    def refused(self, name: str, write: Write | str | bytes, *told: str, alone: bool = False, path: str = "") -> None:
        """The build must tell `told` and publish nothing."""
        self._add(name, "refused", write, told=told, alone=alone, path=path)

    def warned(self, name: str, write: Write | str | bytes, *told: str, shown: tuple[str, ...] = ()) -> None:
        """The build must publish the article and tell `told`."""
        self._add(name, "warned", write, told=told, shown=shown)

    def built(
        self,
        name: str,
        write: Write | str | bytes,
        *shown: str,
        hidden: tuple[str, ...] = (),
        alone: bool = False,
        published: bool = True,
        path: str = "",
    ) -> None:
        """The build must publish the article with `shown` on its page and `hidden` nowhere."""
        self._add(name, "built", write, shown=shown, hidden=hidden, alone=alone, published=published, path=path)

    def _add(self, name: str, expect: Expectation, write: Write | str | bytes, **values) -> None:  # type: ignore[no-untyped-def]
        written = write if callable(write) else file(write)
        self.cases.append(Case(name=name, group=self.name, expect=expect, write=written, **values))
