"""`coverage`: what of the plan is written, as a table on the screen and as a private report (HTML, CSV, JSON).

The report names what editors owe and is theirs alone: it is never written where readers read.
"""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.errors import SettingsError
from ..core.plan.plan_names import PlanNames
from ..core.reports.coverage import FLAG_NAMES, STALE_DAYS, Count, Coverage, CoverageCell, Line, measure
from ..core.reports.duties import Duty, Return, find_duties, find_returns
from ..core.text.dates import short_day
from ..core.text.spreadsheet_rows import as_csv
from ..system import build_inputs
from .check import look_whole

if TYPE_CHECKING:
    from ..core.column.column import Column
    from ..core.plan.plan import Plan, Term

_WIDE = 46
_MOST_COLUMNS = 16
"""More columns than this don't fit on a sheet."""
_NAMES = ("do-phu.html", "do-phu.csv", "do-phu.json")


def run(content: Path, at: datetime | None, to: Path | None, plan: str = "") -> int:
    """Print the table of each plan asked for, write its three files, say where they are. plan: slug or number of one,
    "" for those that run (the one that ended last, while none does)."""
    folder = _folder(to)
    _, column = look_whole(content, at)
    day = column.today
    duties, returns = find_duties(column, day), find_returns(column, day)
    folder.mkdir(parents=True, exist_ok=True)
    asked = _asked(column, plan)
    for one in asked:
        coverage = measure(column, day, one)
        sys.stdout.write(as_text(coverage, duties, returns))
        pages = (
            as_html(column, coverage, duties, returns),
            as_table(column, coverage),
            as_json(coverage, duties, returns),
        )
        names = [name.replace(".", f"-{one.slug}.") if len(asked) > 1 else name for name in _NAMES]
        for name, text in zip(names, pages, strict=True):
            (folder / name).write_text(text, encoding="utf-8")
        sys.stdout.write(f"\nBáo cáo (chỉ dùng nội bộ): {os.path.relpath(folder / names[0])}, cùng .csv và .json\n\n")
    return 0


def _asked(column: Column, wanted: str) -> tuple[Plan, ...]:
    """The plans to report on."""
    if not wanted:
        return column.current_plans
    slug = PlanNames(column.plans).plan(wanted)
    plan = column.plans.plan(slug)
    if plan is None:
        known = ", ".join(plan.slug for plan in column.plans.plans)
        raise SettingsError(f"không có kế hoạch “{wanted}”; có: {known}")
    return (plan,)


def _folder(to: Path | None) -> Path:
    """Where the report goes; an output folder is refused, for what lies there is published."""
    if to is None:
        return build_inputs.shelf("bao-cao")
    target = Path(os.path.realpath(to))
    output = Path(os.path.realpath(build_inputs.ROOT / "output"))
    built = [folder for folder in (target, *target.parents) if (folder / "bai-viet").is_dir()]
    if built or target == output or output in target.parents:
        raise SettingsError(f"{to}: là thư mục của trang đã dựng; báo cáo này chỉ dùng nội bộ, hãy chọn nơi khác")
    return target


def as_text(coverage: Coverage, duties: tuple[Duty, ...], returns: tuple[Return, ...]) -> str:
    """The report for a terminal, priorities first."""
    out = io.StringIO()
    beside = f"{coverage.samples} bài mẫu, {coverage.translations} bản dịch"
    about = f", {coverage.about} bài về chuyên mục" if coverage.about else ""
    left = f" (không tính {beside}{about})"
    out.write(f"Độ phủ kế hoạch ngày {short_day(coverage.day)}: {coverage.articles} bài{left}\n")
    over = f", đã kết thúc ngày {short_day(coverage.plan.last)}" if coverage.over and coverage.plan.last else ""
    out.write(f"Kế hoạch số {coverage.plan.number}{over}\n")
    out.write(f"Điểm chính (Key_point) cho báo cáo viên: {coverage.marked} trong {coverage.articles} bài\n")
    out.write("\nƯu tiên của kế hoạch\n")
    for line in coverage.priorities:
        out.write(f"  {line.term.name:<{_WIDE}} {_cell(line.total):>5}  {_age(line.total, coverage.day)}\n")
    if coverage.missing:
        later = f"; chưa tính {coverage.later} việc của giai đoạn sau" if coverage.later else ""
        counts = f"{len(coverage.missing)} trong {len(coverage.items)} việc{later}"
        out.write(f"\nKế hoạch yêu cầu mà chưa có bài ({counts})\n")
        for item in coverage.missing:
            out.write(f"  • {item.name}\n")
    heads = [f"GĐ{n}" for n in range(1, len(coverage.phases) + 1)]
    heads += [f"HT{n}" for n in range(1, len(coverage.forms) + 1)] + ["KQ", "KK", "BH"]
    out.write(f"\n{'Chủ đề':<{_WIDE}}   Bài  {' '.join(f'{head:>4}' for head in heads)}  Bài mới nhất\n")
    for line in coverage.topics:
        cells = [*map(_cell, line.phases), *map(_cell, line.forms), *map(str, line.flags)]
        row = " ".join(f"{cell:>4}" for cell in cells)
        name = line.term.name if len(line.term.name) <= _WIDE else line.term.name[: _WIDE - 1] + "…"
        out.write(f"{name:<{_WIDE}} {line.total.number:>5}  {row}  {_age(line.total, coverage.day)}\n")
    legend = [f"{head} {term.name}" for head, term in zip(heads, coverage.phases, strict=False)]
    legend += [f"HT{n} {line.term.name}" for n, line in enumerate(coverage.forms, 1)]
    out.write(f"\n{'; '.join(legend)}; KQ kết quả, KK khó khăn, BH bài học; ○ kế hoạch yêu cầu mà trống; · trống\n")
    out.write("\nĐơn vị\n")
    for line in coverage.units:
        out.write(f"  {line.term.name:<{_WIDE}} {_cell(line.total):>5}  {_age(line.total, coverage.day)}\n")
    kind = ""
    for duty in duties:
        if duty.kind != kind:
            kind = duty.kind
            out.write(f"\n{kind.capitalize()}\n")
        out.write(f"  • {duty.name}: {duty.why}\n")
    due = [entry for entry in returns if entry.due]
    if due:
        out.write("\nNgày kỷ niệm cần chuẩn bị\n")
    for entry in due:
        years = f", {entry.years} năm{' (năm chẵn)' if entry.round else ''}" if entry.years else ""
        out.write(f"  • {short_day(entry.date)} {entry.anniversary.name}{years}: còn {entry.days_left} ngày\n")
        for article in entry.again:
            out.write(f"      bài cũ có thể dùng lại: {article.title} ({short_day(article.date.date())})\n")
    return out.getvalue()


def _cell(count: Count) -> str:
    return "○" if count.empty else str(count.number) if count.number or count.asked else "·"


def _age(count: Count, day: date) -> str:
    age = count.age(day)
    if age is None or count.newest is None:
        return "chưa có bài"
    return f"{short_day(count.newest)} ({age} ngày trước)" if age else f"{short_day(count.newest)} (hôm nay)"


def as_table(column: Column, coverage: Coverage) -> str:
    """Topic × phase × unit × form, a row per cell, for spreadsheets."""
    header = ("Chủ đề", "Giai đoạn", "Đơn vị", "Hình thức", "Số bài", "Bài mới nhất", "Số ngày", "Kế hoạch yêu cầu")
    terms = column.plans.terms

    def name(kind: str, slug: str) -> str:
        return terms[kind][slug].name if slug else ""

    def row(cell: CoverageCell) -> tuple[str | int, ...]:
        count, age = cell.count, cell.count.age(coverage.day)
        names = (name("topic", cell.topic), name("phase", cell.phase), name("unit", cell.unit), name("form", cell.form))
        newest = count.newest.isoformat() if count.newest else ""
        return (*names, count.number, newest, "" if age is None else age, "có" if count.asked else "không")

    return as_csv([header, *map(row, coverage.cells)])


def as_json(coverage: Coverage, duties: tuple[Duty, ...], returns: tuple[Return, ...]) -> str:
    """Everything the report shows, for other tools."""

    def number(count: Count) -> dict[str, object]:
        newest = count.newest.isoformat() if count.newest else None
        return {"so_bai": count.number, "moi_nhat": newest, "so_ngay": count.age(coverage.day), "yeu_cau": count.asked}

    def lines(rows: Sequence[Line]) -> list[dict[str, object]]:
        return [{"ma": row.term.slug, "ten": row.term.name, **number(row.total)} for row in rows]

    data = {
        "ngay": coverage.day.isoformat(),
        "ke_hoach": {"ma": coverage.plan.slug, "so": coverage.plan.number, "da_ket_thuc": coverage.over},
        "so_bai": coverage.articles,
        "bai_mau": coverage.samples,
        "ban_dich": coverage.translations,
        "ve_chuyen_muc": coverage.about,
        "co_diem_chinh": coverage.marked,
        "uu_tien": lines(coverage.priorities),
        "chua_co_bai": [{"ma": i.slug, "ten": i.name, "trich": i.quote} for i in coverage.missing],
        "chu_de": [
            {**row, "co": dict(zip(FLAG_NAMES, line.flags, strict=True)), "bai_uu_tien": line.priority}
            for row, line in zip(lines(coverage.topics), coverage.topics, strict=True)
        ],
        "hinh_thuc": lines(coverage.forms),
        "don_vi": lines(coverage.units),
        "thang": dict(coverage.months),
        "o": [
            {"chu_de": c.topic, "giai_doan": c.phase, "don_vi": c.unit, "hinh_thuc": c.form, **number(c.count)}
            for c in coverage.cells
        ],
        "viec_can_lam": [{"loai": d.kind, "ten": d.name, "vi_sao": d.why, "qua_han": d.overdue} for d in duties],
        "ky_niem": [
            {
                "ten": r.anniversary.name,
                "ngay": r.date.isoformat(),
                "nam": r.years,
                "con_ngay": r.days_left,
                "can_chuan_bi": r.due,
                "bai_cu": [article.id for article in r.again],
            }
            for r in returns
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def as_html(column: Column, coverage: Coverage, duties: tuple[Duty, ...], returns: tuple[Return, ...]) -> str:
    """One self-contained page, made to be printed on A4 and read at a meeting."""
    from .reports import render

    most = max((count for _, count in coverage.months), default=0)
    return render(
        "coverage.html",
        site=column.site,
        coverage=coverage,
        duties=duties,
        returns=returns,
        flag_names=tuple(FLAG_NAMES.values()),
        stale_days=STALE_DAYS,
        most=most,
        grid=_grid(column, coverage),
        grid_phase=_grid_phase(coverage),
    )


def _grid_phase(coverage: Coverage) -> Term | None:
    """The running phase; between phases and after the last one, the newest that has begun; None without phases."""
    begun = [phase for phase in coverage.phases if phase.first is None or phase.first <= coverage.day]
    running = [phase for phase in coverage.phases if phase.slug == coverage.phase]
    return next(iter(running), next(reversed(begun or coverage.phases), None))


def _grid(column: Column, coverage: Coverage) -> tuple[tuple[Term, tuple[Count, ...]], ...]:
    """Topics asked for in that phase, each with a Count per unit and form; () where there are too many to print."""
    phase = _grid_phase(coverage)
    if phase is None or not 0 < len(coverage.units) * len(coverage.forms) <= _MOST_COLUMNS:
        return ()
    rows: dict[str, list[Count]] = {}
    for cell in coverage.cells:
        if cell.phase == phase.slug and cell.unit and cell.form and cell.count.asked:
            rows.setdefault(cell.topic, []).append(cell.count)
    return tuple((column.plans.terms["topic"][topic], tuple(counts)) for topic, counts in rows.items())
