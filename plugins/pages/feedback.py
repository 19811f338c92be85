"""The ledger's pages: readers' questions with their state and answer, the newest at /hoi-dap/, all by year below it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from ..build.context import from_headers
from ..build.generator import outputs
from ..core.addresses import ledger_path, output_file
from ..core.body.parser import fill
from ..core.output import Output, Part, combine, digest_text
from ..core.registers.questions import STATES
from ..core.views.view_models import Crumb, Head, LedgerView, NamedLink, QuestionView
from ..feeds.sitemaps import listed_pages

if TYPE_CHECKING:
    from ..build.context import Work
    from ..core.registers.questions import Entry

NEWEST = 30
"""How many questions the ledger's own page shows; every one stays on the page of the year it was received in."""
TITLE = "Hỏi đáp"


@from_headers
def plan_feedback(work: Work) -> Iterator[Output]:
    """The newest questions, and one page per year."""
    years: dict[int, list[Entry]] = defaultdict(list)
    for entry in work.column.ledger:
        years[entry.question.received.year].append(entry)
    newest = tuple(sorted(years, reverse=True))
    yield _page(work, 0, work.column.ledger[:NEWEST], newest)
    for year, entries in years.items():
        yield _page(work, year, entries, newest)


def _page(work: Work, year: int, entries: Sequence[Entry], years: tuple[int, ...]) -> Output:
    path = ledger_path(year)
    heading = f"{TITLE} năm {year}" if year else TITLE
    digest = combine(digest_text(str(year), *map(str, years)), *(_digest(work, entry) for entry in entries))

    def view() -> LedgerView:
        href = work.present.href
        return LedgerView(
            heading=heading,
            year=year,
            questions=tuple(_question(work, entry) for entry in entries),
            years=tuple(NamedLink(name=f"Năm {number}", url=href(ledger_path(number))) for number in years),
            newest=href(ledger_path(0)),
        )

    def head() -> Head:
        crumbs = [Crumb(name="Trang nhất", url=work.present.href("/"))]
        if year:
            crumbs.append(Crumb(name=TITLE, url=work.present.href(ledger_path(0))))
        crumbs.append(Crumb(name=f"Năm {year}" if year else TITLE))
        description = "Phản hồi của bạn đọc: số, ngày nhận, trạng thái và câu trả lời của chuyên mục."
        return work.head(heading, description, path, "hoi-dap", crumbs=crumbs)

    return work.renderer.page(output_file(path), "feedback.html", head, {"view": Part(digest, view)}, "hoi-dap")


def _digest(work: Work, entry: Entry) -> bytes:
    question = entry.question
    about = work.column.by_id.get(question.article)
    shown = (
        str(question.number),
        question.received.isoformat(),
        question.state,
        question.question,
        str(question.answered or ""),
        str(question.sample),
        question.topic,
        entry.html,
        *(work.present.reference_url(reference) for reference in entry.references),
    )
    return combine(digest_text(*shown), about.card_digest if about else bytes(16))


def _question(work: Work, entry: Entry) -> QuestionView:
    question, present = entry.question, work.present
    about = work.column.by_id.get(question.article)
    html = fill(entry.html, entry.references, present.reference_url, work.pictures.markup) if entry.html else ""
    return QuestionView(
        number=question.number,
        anchor=f"so-{question.number}",
        url=present.href(ledger_path(question.received.year)) + f"#so-{question.number}",
        received=question.received,
        state=question.state,
        state_name=STATES[question.state],
        question=question.question,
        answered=question.answered,
        answer=Markup(html),  # noqa: S704 — cleaned by the reader
        article=NamedLink(name=about.title, url=present.url(about)) if about else None,
        topic=present.bare_term("topic", question.topic) if question.topic else None,
        sample=question.sample,
    )


def list_pages(work: Work) -> list[str]:
    """Site paths for the sitemap."""
    years = sorted({entry.question.received.year for entry in work.column.ledger})
    return [ledger_path(0), *map(ledger_path, years)]


def register() -> None:
    """Connect to the build."""
    outputs.connect(plan_feedback)
    listed_pages.connect(list_pages)
