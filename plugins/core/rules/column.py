"""Rules about all files together: what a record names exists, and no two claim one address."""

from __future__ import annotations

import datetime as dt
import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..addresses import KIND_FOLDERS, RESERVED
from ..plan_names import PLAN_FIELDS, PlanNames, named, written
from ..problem import Problem, Severity
from ..vietnamese import closest, fold, slugify
from .registry import rule
from .unknown import may_exist

if TYPE_CHECKING:
    from ..arrangement import Parts
    from ..plan import Plans
    from ..record import Record

GROUP = "Liên quan giữa các tệp"


def find_column_problems(parts: Parts) -> Iterator[Problem]:
    """Every problem that shows only when all files are known."""
    records, pages = parts.records, parts.pages
    yield from one_address(records, pages)
    yield from one_tag(records)
    yield from one_author(records)
    yield from pages_free(pages)
    yield from translations(records, parts.instant)
    yield from changes_done(pages, parts.instant)
    shown = _beside_articles(parts)
    yield from references(shown, parts.plans, records, shown, parts.files, parts.instant, parts.flawed)
    yield from find_own_problems(records, parts)


def find_own_problems(articles: Mapping[str, Record], parts: Parts) -> Iterator[Problem]:
    """Every problem of some articles that shows once one knows where they lead, whatever all others say. The records of
    `parts` are asked one by one, but for links to addresses instead of files."""
    yield from plan_terms(parts.names, articles)
    yield from changes_done(articles, parts.instant)
    beside = _beside_articles(parts)
    yield from references(articles, parts.plans, parts.records, beside, parts.files, parts.instant, parts.flawed)


def _beside_articles(parts: Parts) -> dict[str, Any]:
    return {**parts.pages, **parts.events}


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
        known[key] = all(
            names.find(kind, value) for field, (kind, _) in PLAN_FIELDS.items() for value in written(record, field)
        )
        for field, (kind, header) in PLAN_FIELDS.items():
            for value in written(record, field):
                if names.find(kind, value):
                    continue
                allowed = names.labels[kind]
                near = closest(value, allowed)
                hint = f"; có phải ý bạn là {near}?" if near else ""
                listed = ", ".join(allowed[:30]) + (" …" if len(allowed) > 30 else "")
                listed = listed or "(kế hoạch chưa có mục nào)"
                yield _problem(
                    source, header, f"“{value}” không có trong kế hoạch{hint} Được dùng: {listed}", "plan-terms"
                )


@rule("one-address", GROUP)
def one_address(records: Mapping[str, Record], pages: Mapping[str, Record]) -> Iterator[Problem]:
    """Không hai bài nào có cùng Id hoặc cùng Slug (kể cả khi chỉ khác dấu hay chữ hoa); Aliases không trùng Slug của
    bài khác."""
    slugs = {record.slug: source for source, record in records.items()}
    if len(slugs) < len(records) or len({record.id for record in records.values()}) < len(records):
        slugs = {}
        ids: dict[str, str] = {}
        for source in sorted(records):
            record = records[source]
            for value, table, header in ((record.slug, slugs, "Slug"), (record.id, ids, "Id")):
                if value in table:
                    yield _problem(
                        source,
                        header,
                        f"“{value}” đã được {table[value]} dùng; mỗi bài cần một {header} riêng (sau khi bỏ dấu)",
                        "one-address",
                    )
                table.setdefault(value, source)
    aliases: dict[str, str] = {}
    for source in sorted(source for source, record in records.items() if record.aliases):
        for alias in records[source].aliases:
            owner = slugs.get(alias) or aliases.get(alias)
            if owner and owner != source:
                message = f"“{alias}” là địa chỉ của {owner}; địa chỉ cũ không được trùng bài khác"
                yield _problem(source, "Aliases", message, "one-address")
            aliases.setdefault(alias, source)


@rule("one-tag", GROUP)
def one_tag(records: Mapping[str, Record]) -> Iterator[Problem]:
    """Hai thẻ ở hai bài không được chỉ khác nhau ở dấu, cách bỏ dấu hay chữ hoa."""
    names = {name for record in records.values() for name in record.tags}
    slugs = {name: slugify(name) for name in names}
    if len(set(slugs.values())) == len(names):
        return
    spelled: dict[str, tuple[str, str]] = {}
    seen: set[str] = set()
    for source in sorted(records):
        for name in records[source].tags:
            if name in seen:
                continue
            seen.add(name)
            slug = slugs[name]
            if not slug:
                continue  # told where it stands
            if slug in spelled:
                other, where = spelled[slug]
                message = f"thẻ “{name}” chỉ khác “{other}” ({where}) ở dấu hoặc chữ hoa; hãy viết như nhau"
                yield _problem(source, "Tags", message, "one-tag")
            spelled.setdefault(slug, (name, source))


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


@rule("one-author", GROUP)
def one_author(records: Mapping[str, Record]) -> Iterator[Problem]:
    """Tên một tác giả nên viết như nhau ở mọi bài; tên chỉ khác ở chữ hoa hoặc thiếu dấu được nhắc."""
    names = {name for record in records.values() for name in record.authors}
    if len({fold(name) for name in names}) == len(names):
        return
    spelled: dict[str, tuple[str, str]] = {}
    seen: set[str] = set()
    for source in sorted(records):
        for name in records[source].authors:
            if name in seen:
                continue
            seen.add(name)
            other, where = spelled.setdefault(fold(name), (name, source))
            if other != name and (other.casefold() == name.casefold() or other.isascii() != name.isascii()):
                message = (
                    f"tác giả “{name}” chỉ khác “{other}” ({where}) ở chữ hoa hoặc dấu; nếu là một người, viết như nhau"
                )
                yield _problem(source, "Authors", message, "one-author", "warning")


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
            near = closest(record.translation_of, list(by_id))
            hint = f"; có phải ý bạn là {near}?" if near else ""
            yield _problem(
                source, "Translation_of", f"không có bài nào có Id “{record.translation_of}”{hint}", "translation"
            )
        elif original.lang == record.lang != "":
            yield _problem(
                source, "Translation_of", f"bài gốc cũng là “{record.lang}”; hãy ghi Lang của bản dịch", "translation"
            )


@rule("references", GROUP)
def references(
    texts: Mapping[str, Record],
    plans: Plans,
    records: Mapping[str, Record],
    pages: Mapping[str, Record],
    files: frozenset[str],
    instant: dt.datetime,
    flawed: Collection[str] = (),
) -> Iterator[Problem]:
    """Mọi liên kết nội bộ, ảnh, tệp kèm và điểm neo phải dẫn tới nơi có thật và đã được đăng."""
    for source, record in texts.items():
        if record.lead and record.lead[0] not in files:
            yield _problem(source, "Picture", _missing(record.lead[0], files), "references")
        for file, _ in record.attachments:
            if file in records or file in pages:
                message = f"“{file}” là một bài, không phải tệp để tải về; hãy đặt liên kết tới bài trong nội dung"
                yield _problem(source, "Attachment", message, "references")
            elif file not in files:
                yield _problem(source, "Attachment", _missing(file, files), "references")
        if record.references:
            unseen = source not in flawed and hidden(record, instant)
            yield from inner_references(
                source, "nội dung", record.references, unseen, plans, records, pages, files, instant, flawed
            )


def inner_references(
    source: str,
    field: str,
    links: Iterable[tuple[str, str, str, int]],
    unseen: bool,
    plans: Plans,
    records: Mapping[str, Record],
    pages: Mapping[str, Record],
    files: frozenset[str],
    instant: dt.datetime,
    flawed: Collection[str] = (),
) -> Iterator[Problem]:
    """Links of one text that lead nowhere. links: (kind, target, fragment, line); unseen: the text is not public;
    flawed: files with an error of their own, of which it is not known what they will be."""
    for kind, target, fragment, line in links:
        if kind in {"picture", "static"}:
            if target not in files:
                yield _problem(source, field, _missing(target, files), "references", line=line)
        elif kind == "file":
            if target in flawed:
                continue
            other = records.get(target) or pages.get(target)
            if other is None:
                near = closest(target, [*pages, *records])
                hint = f"; có phải ý bạn là {near}?" if near else ""
                message = f"liên kết tới “{target}” không có bài nào ở đó{hint}"
                yield _problem(source, field, message, "references", line=line)
                continue
            if hidden(other, instant) and not unseen:
                message = f"liên kết tới “{target}”, bài này chưa (hoặc không còn) được đăng"
                yield _problem(source, field, message, "references", line=line)
            if fragment and fragment not in {heading[1] for heading in other.headings}:
                ids = ", ".join(heading[1] for heading in other.headings) or "(bài không có tiêu đề mục)"
                message = f"điểm neo “#{fragment}” không có trong “{target}”; có: {ids}"
                yield _problem(source, field, message, "references", line=line)
        elif kind == "path" and not _path_exists(target, plans, records, pages, None if unseen else instant):
            if may_exist(target, plans, records, pages, flawed):
                continue
            message = f"địa chỉ “{target}” không có trên trang; dùng đường dẫn tới tệp .md để không bao giờ sai"
            yield _problem(source, field, message, "references", line=line)


def _seen(records: Mapping[str, Record], instant: dt.datetime | None) -> Iterator[Record]:
    """The records that readers may see."""
    return (record for record in records.values() if instant is None or not hidden(record, instant))


def _missing(target: str, files: frozenset[str]) -> str:
    stem = posixpath.splitext(target)[0]
    ending = posixpath.splitext(target)[1]
    alike = [file for file in files if file.endswith(ending) or posixpath.splitext(file)[0] == stem]
    same = [file for file in files if file.casefold() == target.casefold()]  # but for capitals: Windows sees one file
    near = same[0] if same else closest(target, sorted(alike)[:2000])
    hint = f"; có phải ý bạn là {near}?" if near else ""
    return f"không tìm thấy tệp “{target}” trong content{hint}"


def hidden(record: Record, instant: dt.datetime) -> bool:
    """Whether readers may not see the record's article or page at this instant."""
    if record.status != "published":
        return True
    if record.date and dt.datetime.fromisoformat(record.date) > instant:
        return True
    return bool(record.expires) and dt.datetime.fromisoformat(record.expires) <= instant


_FIXED = {
    "/",
    "/rss/",
    "/ke-hoach/",
    "/chu-de/",
    "/the/",
    "/don-vi/",
    "/van-kien/",
    "/luu-tru/",
    "/tim-kiem/",
    "/du-lieu/",
    "/hoi-dap/",
    "/su-kien/",
    "/so-theo-doi/",
    "/so-theo-doi/mo-hinh/",
    "/so-theo-doi/muc-tieu/",
    "/so-theo-doi/thuat-ngu/",
    "/dinh-chinh/",
    "/tai-lieu/",
}
_FIXED_FILES = {"/rss.xml", "/atom.xml", "/feed.json", "/feeds.opml", "/sitemap.xml", "/du-lieu/bai-viet.json"}


def always_there(path: str) -> bool:
    """Whether a site path exists whatever articles, pages and plans say."""
    return path in _FIXED or path in _FIXED_FILES


def _path_exists(
    path: str,
    plans: Plans,
    records: Mapping[str, Record],
    pages: Mapping[str, Record],
    instant: dt.datetime | None,
) -> bool:
    """Whether a site path will be built at this instant (None: when everything is public); tags and months are checked
    by their slugs."""
    if always_there(path):
        return True
    parts = path.strip("/").split("/")
    kinds = {folder: kind for kind, folder in KIND_FOLDERS.items()}
    if parts[-1] in {"rss.xml", "atom.xml", "feed.json"} and len(parts) > 1 and not path.endswith("/"):
        parts = parts[:-1]
    elif not path.endswith("/"):
        return False
    if len(parts) == 1:
        editors = {source: page for source, page in pages.items() if not source.startswith("su-kien/")}
        return any(page.slug == parts[0] for page in _seen(editors, instant))
    if parts[0] == "su-kien" and len(parts) == 2:
        return any(page.slug == parts[1] for source, page in pages.items() if source.startswith("su-kien/"))
    if parts[0] == "bai-viet" and len(parts) == 2:
        return any(record.slug == parts[1] for record in _seen(records, instant))
    if parts[0] == "ke-hoach":
        plan = next((p for p in plans.plans if p.slug == parts[1]), None)
        return plan is not None and (len(parts) == 2 or parts[2] in {item.slug for item in plan.items})
    kind = kinds.get(parts[0])
    if kind == "tag" and len(parts) == 2:
        return any(slugify(tag) == parts[1] for record in _seen(records, instant) for tag in record.tags)
    if kind == "month" and len(parts) == 3:
        return any(record.date.startswith(f"{parts[1]}-{parts[2]}") for record in _seen(records, instant))
    return kind in plans.terms and len(parts) == 2 and parts[1] in plans.terms[kind]
