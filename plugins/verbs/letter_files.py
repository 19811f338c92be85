"""Letters as MIME messages: text and HTML of the same items, and a mailbox of all of a week's.

The same content makes the same bytes. Nobody is named in `To`, and no way out of a list is in them: the mailer that
knows the list adds both.
"""

from __future__ import annotations

import mailbox
from collections.abc import Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import blake2b
from textwrap import fill
from typing import TYPE_CHECKING, NamedTuple

from ..core.reports.letters import subject_of
from ..core.views.labels import words
from .reports import render

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from ..core.feeds.item import FeedItem
    from ..core.plan.site import Site
    from ..core.reports.letters import Letter

NOWHERE = "chuyen-muc.invalid"
"""Domain of addresses while the agency has given none (RFC 2606)."""
_WIDTH = 72
"""Columns of a text that every mail reader shows as it is."""


class Notice(NamedTuple):
    """A correction, or an article that was taken back: its url is ""."""

    title: str
    url: str
    text: str


class Sources(NamedTuple):
    """What a letter is filled from: its items as feeds have them, each with the line under its title; notices; absolute
    address of its list; its date."""

    items: Sequence[tuple[FeedItem, str]]
    notices: Sequence[Notice]
    page: str
    when: dt.datetime


def sender(site: Site) -> Address:
    """Who the letters are from."""
    address = site.agency.email or site.feedback.email or f"thu@{NOWHERE}"
    return Address(site.name, addr_spec=address)


def message(letter: Letter, site: Site, sources: Sources) -> EmailMessage:
    """The letter."""
    subject = subject_of(letter, site.name)
    domain = site.authority.partition(",")[0] or NOWHERE
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender(site)
    mail["Subject"] = subject
    mail["Date"] = format_datetime(sources.when)
    mail["Message-ID"] = f"<{letter.week.name}.{letter.key}@{domain}>"
    mail["List-Id"] = f"<{letter.key}.{domain}>"
    mail["Content-Language"] = letter.language
    mail.set_content(as_text(letter, site, sources), cte="quoted-printable")
    html = as_html(letter, site, sources, subject)
    mail.add_alternative(html, subtype="html", cte="quoted-printable")
    mail.set_boundary(f"=_{blake2b(html.encode(), digest_size=16).hexdigest()}")
    return mail


def as_html(letter: Letter, site: Site, sources: Sources, subject: str) -> str:
    """One page without anything of ours beside it: mail readers take no style sheets."""
    said = words(letter.language)
    return render(
        "letter.html",
        letter=letter,
        site=site,
        subject=subject,
        said=said,
        items=sources.items,
        notices=sources.notices,
        page=sources.page,
    )


def as_text(letter: Letter, site: Site, sources: Sources) -> str:
    """The same for who reads text; addresses stand on lines of their own, unbroken."""
    said = words(letter.language)
    blocks = ["\n".join(filter(None, (site.name, letter.name, f"{said.letter_week} {letter.week.days}")))]
    for item, facts in sources.items:
        points = [_wrapped(f"- {point}") for point in item.points]
        blocks.append("\n".join([*map(_wrapped, (item.title, facts, item.sapo)), *points, item.url]))
    if sources.notices:
        blocks.append(said.corrections.upper())
        for notice in sources.notices:
            title = notice.title if notice.url else f"{said.letter_withdrawn}: {notice.title}"
            blocks.append("\n".join(filter(None, (_wrapped(title), _wrapped(notice.text), notice.url))))
    blocks.append("\n".join(filter(None, (f"{said.letter_more}:", sources.page, site.agency.name))))
    return "\n\n".join(blocks) + "\n"


def _wrapped(text: str) -> str:
    return fill(text, _WIDTH, break_long_words=False, break_on_hyphens=False)


def write_mailbox(path: Path, mails: Sequence[EmailMessage], when: dt.datetime) -> None:
    """All of a week's letters in one file (mbox), in place of an earlier one."""
    path.unlink(missing_ok=True)
    box = mailbox.mbox(path)
    for mail in mails:
        entry = mailbox.mboxMessage(mail)
        entry.set_from("chuyen-muc", when.utctimetuple())
        box.add(entry)
    box.close()
