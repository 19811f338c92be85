"""New articles and nothing else: whether they can join a column whose other files are as they were.

What no single file shows is judged by a look at all records. Of a new article most of it can be told from the few sets
of what all others claim. What is in doubt is not decided here: then all are looked at, and that look has the message.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from ..text.vietnamese import fold, slugify
from .rules import always_there, find_own_problems

if TYPE_CHECKING:
    from ..article.record import Record
    from .index import ArticleIndex, Parts


class Claims(NamedTuple):
    """What all articles hold, public or not. addresses: aliases, and slugs that the index does not have; tags,
    authors: name → the form in which no other name may be the same."""

    addresses: frozenset[str]
    tags: dict[str, str]
    authors: dict[str, str]


def claims_of(records: Mapping[str, Record], index: ArticleIndex, known: Claims | None = None) -> Claims:
    """What these articles hold, together with what is known of others. index: of them all."""
    addresses = {address for record in records.values() for address in (record.slug, *record.aliases)}
    before = known or Claims(frozenset(), {}, {})
    tags = {name for record in records.values() for name in record.tags} - before.tags.keys()
    authors = {name for record in records.values() for name in record.authors} - before.authors.keys()
    return Claims(
        addresses=(before.addresses | addresses) - frozenset(index.slugs),
        tags=before.tags | {name: slugify(name) for name in tags},
        authors=before.authors | {name: fold(name) for name in authors},
    )


def stand_apart(added: Mapping[str, Record], known: ArticleIndex, claims: Claims, parts: Parts) -> bool:
    """Whether new articles surely bring no problem across files. known, claims: of all others, which have none; parts:
    with all records, of which those are looked into to which the new ones lead."""
    taken, ids = {*known.slugs, *claims.addresses}, set(known.everyone.values())
    tags, authors = dict(claims.tags), dict(claims.authors)
    there = known.everyone.keys() | added.keys() | parts.pages.keys() | parts.events.keys()
    for record in added.values():
        if record.aliases or record.translation_of or record.slug in taken or record.id in ids:
            return False
        taken.add(record.slug)
        ids.add(record.id)
        if not (_spelt_alike(record.tags, tags, slugify) and _spelt_alike(record.authors, authors, fold)):
            return False
        for kind, target, _, _ in record.references:
            if (kind == "path" and not always_there(target)) or (kind == "file" and target not in there):
                return False
    return not any(find_own_problems(added, parts))


def _spelt_alike(names: Iterable[str], known: dict[str, str], form: Callable[[str], str]) -> bool:
    """Whether no name is another one's spelt in another way; notes those that are new."""
    for name in names:
        if name not in known:
            own = form(name)
            if own in known.values():
                return False
            known[name] = own
    return True
