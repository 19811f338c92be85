"""Pages of terms, demands, plans and events, and the editors' own, that were given another address: told with the line
that leads the old one to the new one. (Articles: `continuity`.)

As there, nothing here reaches a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from ..core.addresses import event_path, item_path, plan_path, term_path
from ..core.article.old_addresses import is_whole
from ..core.column.site_paths import moved_paths
from ..core.plan.site_file import FILE as SITE_FILE

if TYPE_CHECKING:
    from ..core.column.column import Column

_FEW = 5
Holder = tuple[str, str, str]
"""What a page is of, by words that stay when its address changes: "term", "page" or another kind; plan and kind of
a term; its name, or the file it is written in."""


class Held(NamedTuple):
    """holders: site path → what it is the page of; lines: one for each page that has another address by now, told until
    the old one leads there; gone: for those that are no more, told once."""

    holders: dict[str, Holder]
    lines: tuple[str, ...]
    gone: tuple[str, ...]


def held_pages(before: Mapping[str, Holder], column: Column) -> Held:
    """What stands where, and what of an earlier build's pages (its `holders`) leads nowhere now."""
    holders = dict(_pages(column))
    left = [(old, holder) for old, holder in before.items() if old not in holders]
    if not left:
        return Held(holders, (), ())
    leading, here = _leading(column), {holder: path for path, holder in holders.items()}
    lines, gone = [], []
    for old, holder in left:
        if old in leading:
            continue
        if holder in here:
            lines.append(_told(old, here[holder], holder))
            holders[old] = holder
        else:
            gone.append(f"địa chỉ {old} (“{holder[2]}”) không còn; nếu chỉ đổi tên, {_moved(old, '/…/')}")
    if len(gone) > _FEW:
        gone[_FEW:] = [f"… và {len(gone) - _FEW} địa chỉ khác không còn"]
    return Held(holders, tuple(lines), tuple(gone))


def _pages(column: Column) -> Iterator[tuple[str, Holder]]:
    """(site path, holder)."""
    for plan in column.plans.plans:
        yield plan_path(plan.slug), ("plan", "", plan.number)
    for kind, terms in column.plans.terms.items():
        for term in terms.values():
            yield term_path(kind, term.slug), ("term", f"{term.plan} {kind}", term.name)
    for item in column.plans.items.values():
        yield item_path(item.plan, item.written), ("term", f"{item.plan} item", item.name)
    for page in column.pages:
        yield page.url, ("page", "", page.article.source)
    for event in column.events:
        yield event_path(event.slug), ("event", "", event.source)


def _leading(column: Column) -> frozenset[str]:
    """Old paths that lead on."""
    of_pages = (alias if is_whole(alias) else f"/{alias}/" for page in column.pages for alias in page.article.aliases)
    of_articles = (alias for article in column.having("aliases") for alias in article.aliases if is_whole(alias))
    return frozenset((*moved_paths(column.plans, column.site), *of_pages, *of_articles))


def _told(old: str, new: str, holder: Holder) -> str:
    kind, _, name = holder
    slug = old.strip("/").rpartition("/")[2]
    if kind == "page":
        line = f"ghi “Aliases: {slug}” vào phần đầu trang để giữ"
    elif kind == "term":
        line = f'ghi former_slugs = ["{slug}"] vào mục ấy của kế hoạch để giữ trang và nguồn tin'
    else:
        line = _moved(old, new)
    return f"địa chỉ cũ {old} (“{name}”, nay ở {new}) không dẫn tới đâu; {line}"


def _moved(old: str, new: str) -> str:
    return f'ghi [[moved]] from = "{old}", to = "{new}" vào {SITE_FILE} để giữ'
