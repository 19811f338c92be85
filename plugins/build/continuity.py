"""What the last build of an output knew of its articles, held against this one: articles that go, addresses and ids
that change. Whatever readers or subscribers would lose is told with the line that keeps it.

Nothing here reaches a page: what is published follows from content alone, so a machine that knows no earlier build
publishes the same bytes. It only has less to tell.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from ..core.addresses import article_path
from ..core.article.old_addresses import is_whole
from ..core.plan.site_file import FILE as SITE_FILE
from ..core.problem import Problem
from ..core.text.dates import short_day
from ..system.file_stamps import time_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..core.column.column import Column
    from ..reading.check import Checked
    from .state import BuildState

_FEW = 5
_MANY = 5
"""So many articles gone at once, if they are more than a tenth, are rather an accident than a decision."""
_WORDS = {
    "file": "{} bài không còn tệp",
    "status": "{} bài không còn để đăng (Status)",
    "expired": "{} bài hết hạn",
    "early": "{} bài chưa tới giờ đăng",
}
"""Why readers will not see an article any more."""
_CLOCK_SLACK = timedelta(days=1)
_ANYWAY = "chạy lại với --allow-deletions"


class Addresses(NamedTuple):
    """shown, resting: as in State; lines: one for each article whose earlier addresses are not all written down."""

    shown: dict[str, tuple[str, ...]]
    resting: dict[str, tuple[str, ...]]
    lines: tuple[str, ...]


# ── articles that go ─────────────────────────────────────────────────────────────────────────────────────────────────


def mass_deletion(state: BuildState, checked: Checked, instant: datetime, *, asked: bool) -> list[Problem]:
    """More than a tenth of the published articles gone at once, and at least five, or all: by files that are missing,
    drafts, expiry or the clock. asked: whether the instant was given, and is no clock's.

    Articles whose hour has not come are let go, however many: they were published by a clock that ran ahead. But not
    by a clock that is itself in doubt: one behind the files it looks at, or that takes away half of the site.
    """
    before = state.addresses
    if checked.column is None:
        gone = dict.fromkeys(sorted(before.keys() - checked.everyone.values()), "file")
        left = len(before) - len(gone)
    else:
        shown = checked.column.index.ids
        gone = _reasons(sorted(before.keys() - set(shown)), checked, instant)
        left = len(shown)
    early = [id_ for id_, why in gone.items() if why == "early"]
    doubtful = len(early) * 2 > len(before) or (not asked and _is_behind(checked, instant))
    counted = gone if doubtful else {id_: why for id_, why in gone.items() if why != "early"}
    many = len(counted) >= _MANY and len(counted) * 10 > len(before)
    if not counted or not (many or not left):
        return []
    why = ", ".join(_WORDS[kind].format(count) for kind, count in Counter(counted.values()).items())
    message = f"{len(counted)} trong {len(before)} bài đang đăng sẽ không còn: {why} ({_few(counted)}); "
    if early and doubtful:
        zone = checked.column.site.zone if checked.column else "UTC"
        message += f"giờ của máy đang là {_moment(instant, zone)}, hãy xem có đúng không; "
    message += f"nếu đúng là muốn gỡ, {_ANYWAY}"
    return [Problem(path="articles", line=0, field="số bài", message=message, rule="mass-deletion")]


def _reasons(gone: Iterable[str], checked: Checked, instant: datetime) -> dict[str, str]:
    sources = {id_: source for source, id_ in checked.everyone.items()}
    return {id_: _reason(sources.get(id_), checked, instant) for id_ in gone}


def _reason(source: str | None, checked: Checked, instant: datetime) -> str:
    record = checked.record(source) if source else None
    if record is None:
        return "file"
    if record.status != "published":
        return "status"
    return "early" if datetime.fromisoformat(record.date) > instant else "expired"


def _is_behind(checked: Checked, instant: datetime) -> bool:
    """Whether a file of content was saved later than the clock says it is."""
    newest = max(map(time_of, filter(None, checked.sources.files.values())), default=0)  # "": it could not be read
    return newest > (instant + _CLOCK_SLACK).timestamp() * 1e9


# ── addresses ────────────────────────────────────────────────────────────────────────────────────────────────────────


def addresses(state: BuildState | None, column: Column, everyone: Mapping[str, str]) -> Addresses:
    """Every slug an article is known to have had. One that is neither its own nor among its Aliases, nor another
    article's by now, leads nowhere: it is told on every build until it is written down."""
    arrangement = column.index
    aliases = {article.id: article.aliases for article in column.having("aliases")}
    if state and _are_those_of(state, column):
        return _as_before(state, column, aliases)
    known = {**state.resting, **state.addresses} if state else {}
    taken = {*arrangement.slugs, *(slug for slugs in aliases.values() for slug in slugs)}
    shown: dict[str, tuple[str, ...]] = {}
    lines = []
    for id_, slug, source in zip(arrangement.ids, arrangement.slugs, arrangement.sources, strict=True):
        own = aliases.get(id_, ())
        earlier = [name for name in known.get(id_, ()) if name not in taken]
        if earlier:
            lines.append(_unwritten(source, earlier, own))
        shown[id_] = (slug, *own, *earlier) if own or earlier else (slug,)
    resting = {id_: known[id_] for id_ in known.keys() & set(everyone.values()) if id_ not in shown}
    return Addresses(shown, dict(sorted(resting.items())), tuple(lines))


def _are_those_of(state: BuildState, column: Column) -> bool:
    """Whether the last build showed these very articles with these headers."""
    shown = (column.index.sources, column.index.stamps)
    return state.metadata_digest == column.metadata_digest and state.places == shown


def _as_before(state: BuildState, column: Column, aliases: Mapping[str, tuple[str, ...]]) -> Addresses:
    lines = []
    for (id_, names), source in zip(state.addresses.items(), column.index.sources, strict=True):
        if len(names) > 1 and (earlier := names[1 + len(aliases.get(id_, ())) :]):
            lines.append(_unwritten(source, list(earlier), aliases.get(id_, ())))
    return Addresses(state.addresses, state.resting, tuple(lines))


def _unwritten(source: str, earlier: list[str], aliases: tuple[str, ...]) -> str:
    lost = ", ".join(name if is_whole(name) else article_path(name) for name in earlier)
    line = ", ".join((*aliases, *earlier))
    return f"{source}: địa chỉ cũ {lost} không dẫn tới đâu; ghi “Aliases: {line}” vào phần đầu bài để giữ"


# ── identity ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def changed_authority(state: BuildState, checked: Checked) -> list[Problem]:
    """Another authority makes another id of every item in every feed: all subscribers get everything again."""
    column = checked.column
    if column is None or not state.authority or column.site.authority == state.authority:
        return []
    now = f"nay là “{column.site.authority}”" if column.site.authority else "nay không có"
    message = (
        f"lần dựng trước là “{state.authority}”, {now}: mọi bài sẽ mang mã số (guid) khác và người đăng ký RSS nhận "
        f'lại tất cả; ghi authority = "{state.authority}" để giữ, hoặc nếu đúng là muốn đổi, {_ANYWAY}'
    )
    return [Problem(path=SITE_FILE, line=0, field="authority", message=message, rule="authority-kept")]


def changed_ids(state: BuildState, column: Column, everyone: Mapping[str, str]) -> Iterator[str]:
    """A line for each article whose id is gone: because its Id was changed, its file renamed, or for good."""
    ids = set(everyone.values())
    before = zip(state.addresses.items(), *state.places, strict=False)
    lost = {id_: (slugs, source, stamp) for (id_, slugs), source, stamp in before if id_ not in ids}
    if not lost:
        return
    arrangement = column.index
    rows = zip(arrangement.ids, arrangement.slugs, arrangement.sources, arrangement.stamps, strict=True)
    known = set(state.places[0])
    fresh = [row for row in rows if row[0] not in state.addresses]
    here = {source: (id_, slug) for id_, slug, source, _ in fresh}
    moved = [row for row in fresh if row[2] not in known]
    gone = []
    for id_, (slugs, source, stamp) in sorted(lost.items()):
        if source in here:
            yield f"{source}: Id đổi từ “{id_}” thành “{here[source][0]}”: {_AGAIN}; ghi “Id: {id_}” để giữ"
            continue
        new = [row for row in moved if row[3] == stamp]
        new = [row for row in new if row[1] == slugs[0]] or new
        if source not in everyone and len(new) == 1:
            lines = f"“Id: {id_}”" + (f" và “Aliases: {slugs[0]}”" if new[0][1] != slugs[0] else "")
            yield f"{new[0][2]}: có vẻ là {source} đổi tên ({article_path(slugs[0])}): {_AGAIN}; ghi {lines} để giữ"
        elif slugs[0] not in set(arrangement.slugs):
            gone.append(slugs[0])
    for slug in gone[:_FEW]:
        yield f"địa chỉ {article_path(slug)} không còn; nếu bài chỉ đổi tên tệp, ghi “Aliases: {slug}” vào bài"
    if len(gone) > _FEW:
        yield f"… và {len(gone) - _FEW} địa chỉ khác không còn"


_AGAIN = "người đăng ký RSS sẽ nhận lại bài này như bài mới"


# ── articles that wait ───────────────────────────────────────────────────────────────────────────────────────────────


def waiting(scheduled: Mapping[str, float], zone: str) -> Iterator[str]:
    """A line for each article whose hour has not come, the next one first."""
    for source, stamp in sorted(scheduled.items(), key=lambda row: (row[1], row[0])):
        yield f"{source}: chờ đăng lúc {_moment(datetime.fromtimestamp(stamp, UTC), zone)}"


def _moment(instant: datetime, zone: str) -> str:
    local = instant.astimezone(ZoneInfo(zone))
    return f"{local:%H:%M} ngày {short_day(local.date())}"


def _few(ids: Iterable[str]) -> str:
    names = list(ids)
    return ", ".join(names[:_FEW]) + (" …" if len(names) > _FEW else "")
