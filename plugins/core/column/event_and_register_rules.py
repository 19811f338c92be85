"""Rules about events and registers together with everything else: what they name exists, no two claim one address."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from ..events.agenda import report_ids
from ..problem import Problem, Severity
from ..registers import register_files
from ..rules import declare, rule
from ..text.vietnamese import suggest

if TYPE_CHECKING:
    from ..article.record import Record
    from ..events.event import EventRecord
    from ..plan.plan_names import PlanNames
    from ..registers.registers import CorrectionText, GoodModel, Mention, Registers

GROUP = "Sự kiện và sổ theo dõi"
MOST_EVENTS = 5000

declare("register-readable", GROUP, "Sổ theo dõi là tệp TOML đọc được.")
declare(
    "register-values",
    GROUP,
    "Mỗi mục của sổ có đủ các khoá bắt buộc, đúng kiểu (chữ, ngày, số, danh sách), không khoá lạ; mã và tên không "
    "trùng; số liệu nào cũng có nguồn và ngày; ngày của việc đã xảy ra (ngày ghi, ngày số liệu, ngày đính chính, lúc "
    "đăng tài liệu) không ở tương lai; ngày xem lại không sớm hơn ngày ghi; địa chỉ là http(s) đầy đủ, không có tên "
    "người dùng trước tên miền; không giá trị nào có ký tự điều khiển, đảo chiều hoặc hỏng, kể cả khi viết bằng \\u….",
)


def find_agenda_problems(
    names: PlanNames,
    records: Mapping[str, Record],
    events: Mapping[str, EventRecord],
    registers: Registers,
    files: frozenset[str],
    flawed: Collection[str] = (),
) -> Iterator[Problem]:
    """Every problem of events and registers that shows only when all files are known."""
    yield from event_terms(names, events)
    yield from event_address(events)
    yield from event_report(records, events)
    yield from register_links(names, records, registers, files, flawed)


def _problem(path: str, field: str, message: str, slug: str, severity: Severity = "error", line: int = 0) -> Problem:
    return Problem(path=path, line=line, field=field, message=message, rule=slug, severity=severity)


@rule("event-terms", GROUP)
def event_terms(names: PlanNames, events: Mapping[str, EventRecord]) -> Iterator[Problem]:
    """Form, Units và Plan_items của sự kiện phải có trong plan.toml (mã hoặc tên)."""
    for source, event in events.items():
        written = (
            ("form", "Form", (event.form,) if event.form else ()),
            ("unit", "Units", event.units),
            ("item", "Plan_items", event.items),
        )
        for kind, header, values in written:
            for value in names.entries(kind, values):
                if not names.candidates(kind, value):
                    allowed = names.labels[kind]
                    message = (
                        f"“{value}” không có trong kế hoạch{suggest(value, allowed)} Được dùng: {', '.join(allowed)}"
                    )
                    yield _problem(source, header, message, "event-terms")


@rule("event-address", GROUP)
def event_address(events: Mapping[str, EventRecord]) -> Iterator[Problem]:
    """Không hai sự kiện nào có cùng Id hoặc cùng Slug; tối đa 5000 sự kiện; “hinh-thuc”, “don-vi” và “trang” là địa chỉ
    dành riêng của lịch."""
    if len(events) > MOST_EVENTS:
        yield _problem("su-kien/", "số sự kiện", f"có {len(events)} sự kiện; tối đa {MOST_EVENTS}", "event-address")
    seen: dict[tuple[str, str], str] = {}
    for source in sorted(events):
        event = events[source]
        if event.slug in {"hinh-thuc", "don-vi", "trang"}:
            message = f"“{event.slug}” là địa chỉ dành riêng của lịch; hãy chọn tên khác"
            yield _problem(source, "Slug", message, "event-address")
        for header, value in (("Slug", event.slug), ("Id", event.id)):
            other = seen.setdefault((header, value), source)
            if other != source:
                message = f"“{value}” đã được {other} dùng; mỗi sự kiện cần một {header} riêng"
                yield _problem(source, header, message, "event-address")


@rule("event-report", GROUP)
def event_report(records: Mapping[str, Record], events: Mapping[str, EventRecord]) -> Iterator[Problem]:
    """Report của sự kiện là Id hoặc đường dẫn của một bài có thật."""
    known = report_ids(events, {source: record.id for source, record in records.items()}) if events else {}
    for source, event in events.items():
        if event.report and event.report not in known:
            near = suggest(event.report, list(known))
            message = f"không có bài nào là “{event.report}”{near}; ghi Id của bài tường thuật"
            yield _problem(source, "Report", message, "event-report")


@rule("register-links", GROUP)
def register_links(
    names: PlanNames,
    records: Mapping[str, Record],
    registers: Registers,
    files: frozenset[str],
    flawed: Collection[str] = (),
) -> Iterator[Problem]:
    """Chủ đề, đơn vị, bài viết và tệp mà sổ theo dõi nêu phải có thật; lời trước và sau đính chính thuộc một dòng
    Correction của bài."""
    rows = (
        *((register_files.MODELS, "models", model.slug, model) for model in registers.models),
        *((register_files.TARGETS, "targets", target.slug, target) for target in registers.targets),
        *((register_files.ANNIVERSARIES, "anniversaries", day.slug, day) for day in registers.anniversaries),
        *((mention.file, mention.table, mention.slug, mention) for mention in registers.incomplete),
    )
    incomplete = registers.incomplete
    models: list[GoodModel | Mention] = [*registers.models]
    models += [row for row in incomplete if row.file == register_files.MODELS]
    texts: list[CorrectionText | Mention] = [*registers.corrections]
    texts += [row for row in incomplete if row.file == register_files.CORRECTIONS]
    for file, table, slug, row in rows:
        for kind in ("topic", "unit"):
            value = getattr(row, kind, "")
            if value and not names.find(kind, value):
                message = f"mục “{slug}”: “{value}” không có trong kế hoạch{suggest(value, names.labels[kind])}"
                yield _problem(file, f"{table}.{kind}", message, "register-links", line=row.at(kind))
    asked = models or texts
    by_id = {record.id: source for source, record in records.items()} if asked else {}
    for model in models:
        if model.article and model.article not in by_id:
            message = (
                f"mục “{model.slug}”: không có bài nào có Id “{model.article}”{suggest(model.article, list(by_id))}"
            )
            yield _problem(register_files.MODELS, "models.article", message, "register-links", line=model.at("article"))
    for text in (text for text in texts if text.article):
        source = by_id.get(text.article, "")
        if source in flawed and not records[source].corrections:
            continue  # a line that can't be read may be meant
        if not source:
            message = f"không có bài nào có Id “{text.article}”{suggest(text.article, list(by_id))}"
            yield _problem(
                register_files.CORRECTIONS, "corrections.article", message, "register-links", line=text.at("article")
            )
        elif text.date and text.date.isoformat() not in {day for day, _ in records[source].corrections}:
            message = f"bài “{text.article}” không có dòng Correction ngày {text.date.isoformat()}"
            yield _problem(
                register_files.CORRECTIONS, "corrections.date", message, "register-links", line=text.at("date")
            )
    for key, file, _, line in registers.handout_files():
        if file not in files:
            message = f"không có tệp “{file}” trong content; chạy lại lệnh digest --publish"
            yield _problem(register_files.HANDOUTS, f"handouts.{key}", message, "register-links", line=line)
