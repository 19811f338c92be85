"""Rules about all files together: what a record names exists, and no two claim one address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from ..article.record import sound_of
from ..article.visibility import hidden
from ..plan.file_names import FILE
from ..plan.plan import Document
from ..plan.plan_names import PLAN_FIELDS, PlanNames, named, written
from ..plan.site_file import FILE as SITE_FILE
from ..problem import Problem, Severity
from ..rules import rule
from ..site_map import RESERVED
from ..text.vietnamese import suggest
from .claims import GROUP, find_collisions
from .near_paths import missing_file, suggest_path
from .series import series_alone
from .site_paths import SitePaths
from .unknown import may_exist

if TYPE_CHECKING:
    from ..article.record import Record
    from .index import Parts


def find_column_problems(parts: Parts) -> Iterator[Problem]:
    """Every problem that shows only when all files are known."""
    yield from find_collisions(parts.records)
    for row in across():
        yield from row.find(parts)
    yield from find_own_problems(parts.records, parts)


class Across(NamedTuple):
    """A rule about all files together that is no row of claims.

    find: what it tells; spares: whether a new article that says this can bring no problem by it, whatever all others
    say. A rule that does not tell is asked again of all files for every new article.
    """

    find: Callable[[Parts], Iterator[Problem]]
    spares: Callable[[Record], bool] = lambda record: False


def across() -> tuple[Across, ...]:
    """Each such rule. Of pages, events, plans and site.toml a new article changes nothing: it only adds addresses."""
    return (
        Across(lambda parts: pages_free(parts.pages), _always),
        Across(
            lambda parts: translations(parts.records, parts.instant),
            lambda record: not record.translation_of,  # which changes the original's page and must be one of few
        ),
        Across(
            lambda parts: series_alone(parts.records),
            lambda record: not record.series,  # which may be the first of its series, or the second
        ),
        Across(lambda parts: changes_done(parts.pages, parts.instant), _always),
        Across(documents_whole, _always),
        Across(lambda parts: references({**parts.pages, **parts.events}, LinkTargets.of(parts)), _always),  # type: ignore[dict-item]
        Across(lambda parts: moved_pages(LinkTargets.of(parts)), _always),
    )


def _always(record: Record) -> bool:
    return True


def find_own_problems(
    articles: Mapping[str, Record], parts: Parts, targets: LinkTargets | None = None
) -> Iterator[Problem]:
    """Every problem of some articles that shows once one knows where they lead, whatever all others say. The records of
    `parts` are asked one by one, but for links to addresses instead of files. targets: of `parts`, when at hand."""
    yield from plan_terms(parts.names, articles)
    yield from plans_agree(parts, articles)
    yield from units_of_the_day(parts, articles)
    yield from changes_done(articles, parts.instant)
    yield from references(articles, targets or LinkTargets.of(parts))


def _problem(
    source: str, field: str, message: str, rule_slug: str, severity: Severity = "error", line: int = 0
) -> Problem:
    return Problem(path=source, line=line, field=field, message=message, rule=rule_slug, severity=severity)


@rule("plan-terms", GROUP)
def plan_terms(names: PlanNames, records: Mapping[str, Record]) -> Iterator[Problem]:
    """Category, Form, Units, Documents, Plan_items và Priorities phải có trong plan.toml (mã hoặc tên)."""
    known: dict[tuple[object, ...], bool] = {}
    for source, record in records.items():
        key = named(record)
        if known.get(key):
            continue
        unknown = [
            (kind, header, value)
            for field, (kind, header) in PLAN_FIELDS.items()
            for value in names.entries(kind, written(record, field))
            if not names.candidates(kind, value)
        ]
        known[key] = not unknown and not (record.plan and not names.plan(record.plan))
        if record.plan and not names.plan(record.plan):
            message = f"“{record.plan}” không phải mã hay số của kế hoạch nào; được dùng: {', '.join(names.plans)}"
            yield _problem(source, "Plan", message, "plan-terms")
        for kind, header, value in unknown:
            allowed = names.labels[kind]
            hint = suggest(value, allowed)
            listed = ", ".join(allowed[:30]) + (" …" if len(allowed) > 30 else "")
            listed = listed or "(kế hoạch chưa có mục nào)"
            yield _problem(source, header, f"“{value}” không có trong kế hoạch{hint} Được dùng: {listed}", "plan-terms")


@rule("plan-agrees", GROUP)
def plans_agree(parts: Parts, records: Mapping[str, Record]) -> Iterator[Problem]:
    """Chủ đề, mục kế hoạch, Plan và ngày đăng của một bài nên cùng nói về một kế hoạch và một giai đoạn; khi khác nhau,
    chủ đề được tin trước, rồi mục, rồi ngày."""
    for source, record in records.items():
        if hidden(record, parts.instant):
            continue
        for header, message in parts.names.disagreements(record):
            yield _problem(source, header, message, "plan-agrees", "warning")


@rule("unit-over", GROUP)
def units_of_the_day(parts: Parts, records: Mapping[str, Record]) -> Iterator[Problem]:
    """Bài không nên ghi một đơn vị sau ngày cuối cùng (last) của đơn vị ấy; hãy ghi đơn vị kế tục."""
    ending = {slug: unit for slug, unit in parts.plans.terms["unit"].items() if getattr(unit, "last", None)}
    if not ending:
        return
    for source, record in records.items():
        for slug in parts.names.resolve(record).get("unit", ()):
            unit = ending.get(slug)
            day = dt.datetime.fromisoformat(record.date).date() if record.date else None
            if unit is not None and day and unit.over(day) and not hidden(record, parts.instant):  # type: ignore[attr-defined]  # a Unit
                after = ", ".join(unit.successors)  # type: ignore[attr-defined]
                instead = f"; đơn vị kế tục: {after}" if after else ""
                message = f"“{slug}” hoạt động đến hết {unit.last:%d/%m/%Y}{instead}"  # type: ignore[attr-defined]
                yield _problem(source, "Units", message, "unit-over", "warning")


@rule("plan-documents", GROUP)
def documents_whole(parts: Parts) -> Iterator[Problem]:
    """Tệp (file) của một văn kiện nằm trong content; trang toàn văn (page) của nó là một trang trong content/pages."""
    pages = {page.slug for page in parts.pages.values() if page.status == "published"}
    for term in parts.plans.terms["document"].values():
        assert isinstance(term, Document)
        if term.file and term.file not in parts.files:
            source, line = parts.plans.written_at(term, "file")
            message = f"“{term.written}”: {missing_file(term.file, parts.files)}"
            yield _problem(source or FILE, "documents.file", message, "plan-documents", line=line)
        if term.page and term.page not in pages and not may_exist(f"/{term.page}/", parts):
            hint = suggest(term.page, sorted(pages))
            source, line = parts.plans.written_at(term, "page")
            message = f"“{term.written}”: không có trang “{term.page}” trong content/pages{hint}"
            yield _problem(source or FILE, "documents.page", message, "plan-documents", line=line)


@rule("moved", GROUP)
def moved_pages(targets: LinkTargets) -> Iterator[Problem]:
    """Địa chỉ mới (to) của [[moved]] trong site.toml phải có thật; địa chỉ cũ (from) mà đang có
    trang thì trang ấy được giữ."""
    for row in targets.parts.site.moved:
        if row.new not in targets.public and not may_exist(row.new, targets.parts):
            yield _problem(SITE_FILE, "moved.to", f"“{row.new}” không có trên trang", "moved", line=row.line)


@rule("future-change", GROUP)
def changes_done(records: Mapping[str, Record], instant: dt.datetime) -> Iterator[Problem]:
    """Modified và ngày của Correction không nên ở tương lai: người đọc và nguồn tin sẽ thấy một lần sửa chưa có."""
    day = (instant + dt.timedelta(days=1)).date().isoformat()
    for source, record in records.items():
        if not record.modified and not record.corrections:
            continue
        if hidden(record, instant):
            continue
        if record.modified and dt.datetime.fromisoformat(record.modified) > instant:
            yield _problem(source, "Modified", "ở tương lai; hãy ghi thời điểm đã sửa", "future-change", "warning")
        for when, _ in record.corrections:
            if when > day:
                message = f"“{when}” ở tương lai; hãy ghi ngày đã đính chính"
                yield _problem(source, "Correction", message, "future-change", "warning")


@rule("page-address", GROUP)
def pages_free(pages: Mapping[str, Record]) -> Iterator[Problem]:
    """Trang trong content/pages không dùng địa chỉ dành riêng của chuyên mục và không trùng nhau."""
    seen: dict[str, str] = {}
    for source in sorted(pages):
        slug = pages[source].slug
        if slug in RESERVED:
            yield _problem(
                source, "Slug", f"“{slug}” là địa chỉ dành riêng của chuyên mục; hãy chọn tên khác", "page-address"
            )
        if slug in seen:
            yield _problem(source, "Slug", f"“{slug}” đã được {seen[slug]} dùng", "page-address")
        seen.setdefault(slug, source)


@rule("translation", GROUP)
def translations(records: Mapping[str, Record], instant: dt.datetime) -> Iterator[Problem]:
    """Translation_of là Id của một bài có thật, khác ngôn ngữ; mỗi bài có một bản dịch ở mỗi ngôn ngữ, hai bản cùng
    ngôn ngữ được nhắc."""
    by_id = {record.id: record for record in records.values()}
    first: dict[tuple[str, str], str] = {}
    for source in sorted(source for source, record in records.items() if record.translation_of):
        record = records[source]
        if not hidden(record, instant):
            other = first.setdefault((record.translation_of, record.lang.lower()), source)
            if other != source:
                message = f"{other} đã là bản “{record.lang}” của bài ấy; máy tìm kiếm cần mỗi ngôn ngữ một bản"
                yield _problem(source, "Translation_of", message, "translation", "warning")
        original = by_id.get(record.translation_of)
        if original is None:
            hint = suggest(record.translation_of, list(by_id))
            yield _problem(
                source, "Translation_of", f"không có bài nào có Id “{record.translation_of}”{hint}", "translation"
            )
        elif original.lang == record.lang != "":
            yield _problem(
                source, "Translation_of", f"bài gốc cũng là “{record.lang}”; hãy ghi Lang của bản dịch", "translation"
            )


class LinkTargets(NamedTuple):
    """Where links may lead. public: the site paths readers see; all: those of drafts and what is to come as well."""

    parts: Parts
    public: SitePaths
    all: SitePaths

    @classmethod
    def of(cls, parts: Parts) -> LinkTargets:
        """Those of the site that is made of some parts."""
        return cls(parts, SitePaths(parts, parts.instant), SitePaths(parts, None))


@rule("references", GROUP)
def references(texts: Mapping[str, Record], targets: LinkTargets) -> Iterator[Problem]:
    """Mọi liên kết nội bộ, ảnh, tệp kèm và điểm neo phải dẫn tới nơi có thật và đã được đăng."""
    files = targets.parts.files
    for source, record in texts.items():
        if record.lead and record.lead[0] not in files:
            yield _problem(source, "Picture", _not_there(record.lead[0], "ảnh", targets.parts), "references")
        for file, _ in record.attachments:
            if file not in files:
                yield _problem(source, "Attachment", _not_there(file, _DOWNLOAD, targets.parts), "references")
        for file in sound_of(record):
            if file not in files:
                yield _problem(source, "Audio", _not_there(file, "bản nghe", targets.parts), "references")
        if record.references:
            unseen = source not in targets.parts.flawed and hidden(record, targets.parts.instant)
            yield from inner_references(source, "nội dung", record.references, unseen, targets)


def inner_references(
    source: str, field: str, links: Iterable[tuple[str, str, str, int]], unseen: bool, targets: LinkTargets
) -> Iterator[Problem]:
    """Links of one text that lead nowhere. links: (kind, target, fragment, line); unseen: the text is not public. A
    file with an error of its own may turn out to be anything, so nothing is said of links to it."""
    parts = targets.parts
    for kind, target, fragment, line in links:
        if kind in {"picture", "static"}:
            if target not in parts.files:
                what = "ảnh" if kind == "picture" else _DOWNLOAD
                yield _problem(source, field, _not_there(target, what, parts), "references", line=line)
        elif kind == "file":
            if target in parts.flawed:
                continue
            other = parts.records.get(target) or parts.pages.get(target) or parts.events.get(target)
            if other is None:
                others = (path for path in (*parts.pages, *parts.events, *parts.records) if path != source)
                message = f"liên kết tới “{target}” không có bài nào ở đó{suggest_path(target, others)}"
                yield _problem(source, field, message, "references", line=line)
                continue
            if hidden(other, parts.instant) and not unseen:
                message = f"liên kết tới “{target}”, bài này chưa (hoặc không còn) được đăng"
                yield _problem(source, field, message, "references", line=line)
            if fragment and fragment not in {heading[1] for heading in other.headings}:
                ids = ", ".join(heading[1] for heading in other.headings) or "(bài không có tiêu đề mục)"
                message = f"điểm neo “#{fragment}” không có trong “{target}”; có: {ids}"
                yield _problem(source, field, message, "references", line=line)
        elif kind == "path":
            paths = targets.all if unseen else targets.public
            if target not in paths and not may_exist(target, parts):
                instead = "dùng đường dẫn tới tệp .md để không bao giờ sai"
                if f"{target}/" in paths:
                    instead = f"có phải ý bạn là {target}/?"
                message = f"địa chỉ “{target}” không có trên trang; {instead}"
                yield _problem(source, field, message, "references", line=line)


_DOWNLOAD = "tệp để tải về"


def _not_there(file: str, what: str, parts: Parts) -> str:
    """Why no file of content/ can be shown. what: it was to be."""
    if file in parts.records or file in parts.pages or file in parts.events:
        return f"“{file}” là một bài, không phải {what}; hãy đặt liên kết tới bài trong nội dung"
    return missing_file(file, parts.files)
