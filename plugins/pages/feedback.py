"""The ledger's pages: readers' questions with their state and answer, the newest at /hoi-dap/, all by year below it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..build.context import from_metadata
from ..build.generator import outputs
from ..build.typesetting import set_text
from ..core.addresses import output_file, questions_path
from ..core.body.parser import fill
from ..core.digests import combine, digest_text
from ..core.output import Output, Part
from ..core.registers.questions import STATES
from ..core.site_map import ROWS
from ..core.views.view_models import Crumb, Head, NamedLink, QuestionsPage, QuestionView

if TYPE_CHECKING:
    from ..build.context import BuildContext
    from ..core.registers.questions import AnsweredQuestion

NEWEST = 30
"""How many questions the ledger's own page shows; every one stays on the page of the year it was received in."""
TITLE = ROWS["questions"].title


@from_metadata
def feedback_outputs(context: BuildContext) -> Iterator[Output]:
    """The newest questions, and one page per year."""
    years: dict[int, list[AnsweredQuestion]] = defaultdict(list)
    for entry in context.column.questions:
        years[entry.question.received.year].append(entry)
    newest = tuple(sorted(years, reverse=True))
    yield _page(context, 0, context.column.questions[:NEWEST], newest)
    for year, entries in years.items():
        yield _page(context, year, entries, newest)


def _page(context: BuildContext, year: int, entries: Sequence[AnsweredQuestion], years: tuple[int, ...]) -> Output:
    path = questions_path(year)
    heading = f"{TITLE} năm {year}" if year else TITLE
    announced = str(bool(context.column.answers))
    digest = combine(
        digest_text(str(year), announced, *map(str, years)), *(_digest(context, entry) for entry in entries)
    )

    def view() -> QuestionsPage:
        href = context.present.href
        return QuestionsPage(
            heading=heading,
            year=year,
            questions=tuple(_question(context, entry) for entry in entries),
            years=tuple(NamedLink(name=f"Năm {number}", url=href(questions_path(number))) for number in years),
            newest=href(questions_path(0)),
        )

    def head() -> Head:
        crumbs = [Crumb(name="Trang nhất", url=context.present.href("/"))]
        if year:
            crumbs.append(Crumb(name=TITLE, url=context.present.href(questions_path(0))))
        crumbs.append(Crumb(name=f"Năm {year}" if year else TITLE))
        feeds = context.page_feeds("questions")
        return context.head(heading, ROWS["questions"].about, path, "hoi-dap", crumbs=crumbs, feeds=feeds)

    return context.renderer.page(output_file(path), "feedback.html", head, {"view": Part(digest, view)}, "hoi-dap")


def _digest(context: BuildContext, entry: AnsweredQuestion) -> bytes:
    question = entry.question
    about = context.column.by_id.get(question.article)
    shown = (
        str(question.number),
        question.received.isoformat(),
        question.state,
        question.question,
        str(question.answered or ""),
        str(question.sample),
        question.topic,
        entry.html,
        *(context.present.reference_url(reference) for reference in entry.references),
    )
    return combine(digest_text(*shown), about.card_digest if about else bytes(16))


def _question(context: BuildContext, entry: AnsweredQuestion) -> QuestionView:
    question, present = entry.question, context.present
    about = context.column.by_id.get(question.article)
    html = fill(entry.html, entry.references, present.reference_url, context.pictures.markup) if entry.html else ""
    return QuestionView(
        number=question.number,
        anchor=f"so-{question.number}",
        url=present.href(questions_path(question.received.year)) + f"#so-{question.number}",
        received=question.received,
        state=question.state,
        state_name=STATES[question.state],
        question=question.question,
        answered=question.answered,
        answer=set_text(html),
        article=NamedLink(name=about.title, url=present.url(about)) if about else None,
        topic=present.bare_term("topic", question.topic) if question.topic else None,
        sample=question.sample,
    )


def register() -> None:
    """Connect to the build."""
    outputs.connect(feedback_outputs)
