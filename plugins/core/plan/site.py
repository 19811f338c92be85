"""What the agency says of itself: `content/site.toml` → a frozen Site. Every field has a default."""

from __future__ import annotations

from dataclasses import dataclass

PAGE_SIZE = 20
FEED_ITEMS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """An address that pages once had and where it leads now: site paths; line: of site.toml."""

    old: str
    new: str
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link with its words; note: a short remark for readers."""

    name: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """The body that answers for the column; empty strings are simply not shown."""

    name: str = ""
    name_en: str = ""
    address: str = ""
    address_en: str = ""
    phone: str = ""
    email: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """How readers write to the column. form_url: the agency's own form; consent: the text shown beside it."""

    email: str = ""
    form_url: str = ""
    consent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Security:
    """Whom to tell of a weakness (RFC 9116). contact: e-mail or address; expires: ISO day of expiry."""

    contact: str = ""
    expires: str = ""
    policy: str = ""

    @property
    def complete(self) -> bool:
        """Whether there can be a security.txt, which must not be without contact and expiry."""
        return bool(self.contact and self.expires)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Everything about the site that is not the plan and not an article.

    url: scheme and host, perhaps a folder, without a trailing "/"; "" builds links that start at "/".
    authority: `domain,date` of the feeds' `tag:` ids; must never change once the column is public.
    hub: WebSub hub address or "". zone: IANA time zone of all printed times. social_cards: draw a picture of every
    article's title for social networks (about 30 ms per article when it is new; needs url).
    page_size: entries on a page of a list; feed_items: articles in a feed; feed_domain: address under which the feeds
    themselves lie, "" for url; relative_urls: links between pages lead from the page and not from the site's root;
    menu: further links of the menu.
    """

    name: str = "Đưa Nghị quyết vào cuộc sống"
    tagline: str = ""
    description: str = ""
    url: str = ""
    language: str = "vi"
    zone: str = "Asia/Ho_Chi_Minh"
    authority: str = ""
    copyright: str = ""
    hub: str = ""
    social_cards: bool = False
    agency: Agency = Agency()
    feedback: Feedback = Feedback()
    security: Security = Security()
    related: tuple[Link, ...] = ()
    moved: tuple[Moved, ...] = ()
    page_size: int = PAGE_SIZE
    feed_items: int = FEED_ITEMS
    feed_domain: str = ""
    relative_urls: bool = False
    menu: tuple[Link, ...] = ()
