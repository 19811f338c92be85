"""Footnotes and comments of an HTML page, whoever made it: a link down and a link back up again."""

from __future__ import annotations

import re
from typing import NamedTuple

from bs4 import BeautifulSoup, Tag

_BLOCKS = ("li", "p", "div", "dd", "aside", "td")


class Note(NamedTuple):
    """key: its place; container: the element with its words, taken out of the page."""

    key: str
    container: Tag
    is_comment: bool


def take_notes(soup: BeautifulSoup) -> list[Note]:
    """Take notes out of the page; where one was referred to an element `x-note` with its key stands."""
    places = _places(soup)
    pairs: list[tuple[Tag, Tag, str]] = []
    for link in soup.find_all("a", href=re.compile("^#.")):
        target = places.get(str(link["href"])[1:])
        if target is not None and _comes_back(link, target):
            pairs.append((link, target, str(link["href"])[1:]))
    downs = [(link, target, name) for link, target, name in pairs if _is_before(link, target)]
    notes: list[Note] = []
    keys: dict[int, str] = {}
    marks = [link for link, _, _ in downs]
    containers = [_container(target, [t for _, t, _ in downs], marks) for _, target, _ in downs]
    for (link, _target, name), container in zip(downs, containers, strict=True):
        comment = bool(re.search(r"cmnt|msocom|comment", name, re.IGNORECASE))
        if id(container) not in keys:
            keys[id(container)] = f"n{len(notes)}"
            notes.append(Note(keys[id(container)], container, comment))
        mark = soup.new_tag("x-note", attrs={"data-key": keys[id(container)]})
        holder = link.parent if link.parent is not None and link.parent.name == "sup" else link
        if holder is not link and holder.get_text().strip() != link.get_text().strip():
            holder = link
        if comment:
            holder.extract()
        else:
            holder.replace_with(mark)
    names = {str(place) for link, _, _ in pairs for place in (link.get("id"), link.get("name")) if place}
    names |= {str(link["href"])[1:] for link, _, _ in pairs}
    for note in notes:
        for back in note.container.find_all("a", href=re.compile("^#.")):
            if str(back["href"])[1:] in names or re.search("ref|sdfootnote|sdendnote", str(back["href"])):
                back.extract()
        note.container.extract()
    return notes


def _places(soup: BeautifulSoup) -> dict[str, Tag]:
    places: dict[str, Tag] = {}
    for tag in soup.find_all(True):
        for name in (tag.get("id"), tag.get("name") if tag.name == "a" else None):
            if name:
                places.setdefault(str(name), tag)
    return places


def _comes_back(link: Tag, target: Tag) -> bool:
    """Whether the target's block leads back to the link, and to nothing else on the page."""
    names = {
        str(name)
        for tag in (link, link.parent, *link.find_all(True))
        if tag
        for name in (tag.get("id"), tag.get("name"))
        if name
    }
    block = target if target.name in _BLOCKS else target.find_parent(_BLOCKS) or target
    backs = [target, *block.find_all("a")] if target.name == "a" else block.find_all("a")
    return any(
        str(back.get("href") or "")[1:] in names
        for back in backs
        if back is not link and str(back.get("href") or "").startswith("#")
    )


def _is_before(first: Tag, second: Tag) -> bool:
    return any(element is second for element in first.next_elements)


def _container(target: Tag, targets: list[Tag], links: list[Tag]) -> Tag:
    """The largest element that holds this note and nothing else of the page."""
    found = target if target.name in _BLOCKS else target.find_parent(_BLOCKS) or target
    while isinstance(found.parent, Tag) and found.parent.name in {"div", "li", "aside", "section"}:
        parent = found.parent
        inside = list(parent.descendants)
        if sum(any(t is e for e in [parent, *inside]) for t in targets) > 1 or any(
            any(x is e for e in inside) for x in links
        ):
            break
        found = parent
    return found
