"""An entry of another site, its headers known and its body read → the finished import, sealed against being redone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from ..body.parser import BodyParser
from . import captions
from .assemble import figures_in, finish, prepare
from .characters import clean
from .frame import Draft
from .model import Block, Document, Figure, Paragraph
from .outcome import Imported, Loss

_SEAL = re.compile(r"^Note: nhập từ (?P<origin>.+), dấu (?P<seal>[0-9a-f]{16})\n", re.MULTILINE)
_LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """origin: the site and the entry's place in it, one line, the same at every import; name: the file without `.md`;
    date, modified: ISO; categories: as the other site called them, topic: the one that the plan has too, "" for none;
    addresses: old site paths with their queries; page: one of the editors' own pages."""

    origin: str
    name: str
    title: str
    date: str = ""
    modified: str = ""
    status: str = "published"
    page: bool = False
    lang: str = ""
    topic: str = ""
    summary: str = ""
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    source_url: str = ""


def assemble_entry(
    document: Document, entry: Entry, lead: Figure | None, texts: Iterable[str], parser: BodyParser
) -> Imported:
    """lead: the picture that the entry names; texts: its headers' values, for the account."""
    source = (*document.source, *texts)
    prepare(document)
    # words beside a picture are its caption in Word, where it can't be had otherwise; here they go on
    apart = [replace(b, by_picture=False) if isinstance(b, Paragraph) else b for b in document.blocks]
    blocks, notes = captions.with_captions(apart)
    losses = [Loss(*loss) for loss in document.losses]
    if lead is not None and entry.page:  # a page has no header for it
        blocks, lead = [lead, *blocks], None
    if lead is not None:
        blocks = _without_doubled(blocks, lead, document)
    draft = Draft(title=entry.title, lead=lead, blocks=blocks, losses=losses, loose_notes=list(notes))
    bare = [figure for figure in figures_in(blocks) if not figure.alt]

    def head(names: Mapping[int, str]) -> str:
        missing = [names[figure.picture] for figure in bare]
        missing += [names[lead.picture]] if lead is not None and not lead.alt else []
        if missing:
            draft.losses.append(Loss("picture-alt", "\n".join(missing), "ảnh chưa có lời tả; phép kiểm tra sẽ hỏi"))
        return _headers(entry, lead, names)

    found = finish(document, draft, entry.name, head, source, parser)
    return found._replace(text=_sealed(found.text, entry.origin))


def _headers(entry: Entry, lead: Figure | None, names: Mapping[int, str]) -> str:
    rows = [
        ("Title", entry.title[:_LONGEST_TITLE]),
        ("Date", entry.date),
        ("Category", entry.topic),
        ("Summary", entry.summary),
        ("Modified", entry.modified if entry.modified > entry.date else ""),
        ("Status", entry.status if entry.status != "published" else ""),
        ("Lang", entry.lang),
        ("Authors", "; ".join(entry.authors)),
        ("Tags", "; ".join(entry.tags)),
        ("Source_url", entry.source_url),
        ("Picture", names[lead.picture] if lead else ""),
        ("Picture_alt", lead.alt if lead else ""),
        ("Picture_caption", lead.caption if lead else ""),
        ("Picture_credit", lead.credit if lead else ""),
        ("Aliases", "; ".join(entry.addresses)),
    ]
    asked = {"Title", "Summary", *(() if entry.page else ("Date", "Category"))}
    asked |= {"Picture_alt", "Picture_credit"} if lead else set()
    kept = {"Title", "Date", "Summary", "Modified", "Status", "Lang", "Aliases"} if entry.page else {r[0] for r in rows}
    lines = [
        f"{name}: {clean(' '.join(text.split()))}".rstrip()
        for name, text in rows
        if name in kept and (text or name in asked)
    ]
    return "\n".join(lines) + "\n"


def _without_doubled(blocks: list[Block], lead: Figure, document: Document) -> list[Block]:
    """The lead picture once more at the top of the body, as many themes need it, goes."""
    first = blocks[0] if blocks else None
    if isinstance(first, Figure) and document.pictures[first.picture].data == document.pictures[lead.picture].data:
        return blocks[1:]
    return blocks


# ── the seal ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _sealed(text: str, origin: str) -> str:
    """The text with a note that says where it came from and what it was."""
    head, blank, body = text.partition("\n\n")
    return f"{head}\nNote: nhập từ {origin}, dấu {_seal(text)}{blank}{body}"


def _seal(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


def origin_of(text: str) -> str:
    """Where an article was imported from, "" when it was written here."""
    match = _SEAL.search(text.partition("\n\n")[0] + "\n")
    return match["origin"] if match else ""


def is_untouched(text: str) -> bool:
    """Whether an imported article is still as the import wrote it."""
    head, blank, body = text.partition("\n\n")
    match = _SEAL.search(head + "\n")
    return bool(match) and _seal(_SEAL.sub("", head + "\n", count=1)[:-1] + blank + body) == match["seal"]  # type: ignore[index]
