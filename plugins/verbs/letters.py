"""`letters`: the week's letter for the whole column, each topic and each unit, as files for the agency's mailer."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ..core.errors import SettingsError
from ..core.reports.letters import Letter, make_letters, week_before, week_named
from ..core.text.dates import short_day
from ..core.views.labels import words
from ..system import build_inputs
from .feed_book import open_book
from .letter_files import NOWHERE, Notice, Sources, message, sender, write_mailbox

if TYPE_CHECKING:
    from ..core.article.article import Article
    from ..feeds.article_feeds import FeedBook


def run(content: Path, week: str, to: Path | None, site_url: str, at: dt.datetime | None) -> int:
    """Write the letters and say where they are. week: "" for the last whole one."""
    instant = at or dt.datetime.now(dt.UTC)
    named = week_named(week) if week else None
    book = open_book(content, site_url, instant)
    site, zone = book.column.site, ZoneInfo(book.column.site.zone)
    if not book.present.base_url:
        raise SettingsError("thư cần địa chỉ của trang: đặt url trong site.toml hoặc dùng --site-url")
    chosen = named or week_before(instant.astimezone(zone).date())
    end = dt.datetime.combine(chosen.last + dt.timedelta(days=1), dt.time(), zone)
    when = min(end, instant.astimezone(zone).replace(microsecond=0))
    folder = (to or build_inputs.shelf("thu")) / chosen.name
    letters = list(make_letters(book.column, chosen))
    mails = {letter.key: message(letter, site, _sources(book, letter, when)) for letter in letters}
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.eml"):  # of an earlier run: a letter that is no longer to be sent
        path.unlink()
    for key, mail in mails.items():
        (folder / f"{key}.eml").write_bytes(mail.as_bytes())
    write_mailbox(folder / f"{chosen.name}.mbox", list(mails.values()), when)
    sys.stdout.write(f"{os.path.relpath(folder)}: {len(mails)} thư của tuần {chosen.days}\n")
    if str(sender(site).addr_spec).endswith(f"@{NOWHERE}"):
        sys.stdout.write("• site.toml chưa có agency.email: dòng From của thư là chỗ để điền\n")
    return 0


def _sources(book: FeedBook, letter: Letter, when: dt.datetime) -> Sources:
    said = words(letter.language)
    notices = [
        Notice(
            article.title,
            book.origin + book.present.url(article),
            f"{said.corrected_on} {correction.date:%d/%m/%Y}: {correction.text}",
        )
        for article in (*letter.articles, *letter.corrected)
        for correction in article.corrections
        if letter.week.holds(correction.date)
    ]
    notices += [Notice(entry.title, "", entry.reason) for entry in letter.withdrawn]
    items = [(book.item(article, full=False), _facts(book, article)) for article in letter.articles]
    page = letter.path if letter.language == book.column.site.language else "/"
    return Sources(items, notices, book.absolute(page), when)


def _facts(book: FeedBook, article: Article) -> str:
    """The line under a title: day, topic, and that the article is a sample."""
    topic = book.present.bare_term("topic", article.topic).name
    mark = words(article.lang).sample if article.sample else ""
    return " · ".join(filter(None, (short_day(article.date.date()), topic, mark)))
