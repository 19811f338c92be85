"""What articles claim, one row each: an address, an id, the spelling of a name; no two may claim what collides.

Two readers obey this table: `find_collisions` looks at all articles, `claims_of` and `may_collide` tell of new ones
whether they may collide with what all others claim. So a rule is one row here and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..problem import Problem, Severity
from ..rules import declare
from ..short_addresses import short_code
from ..text.vietnamese import fold, slugify

if TYPE_CHECKING:
    from ..article.record import Record
    from .index import ArticleIndex

GROUP = "Liên quan giữa các tệp"
Claims = dict[str, dict[str, str]]
"""Name of a row → what is claimed → its form; but for what the index of all articles holds anyway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One thing that articles claim.

    rule: slug of the rule in the editors' guide; header: where an article says it; claims: what one record claims;
    form: of a claim, and claims of one form collide; shared: the very same claim may stand in many articles, as a tag
    does; beside: another row's name, whose claims are taken as well; problem: (claim, the other one, its file) →
    message, "" where that pair may stand; held: what the index of all articles holds of it.
    """

    name: str
    rule: str
    header: str
    claims: Callable[[Record], Iterable[str]]
    problem: Callable[[str, str, str], str]
    form: Callable[[str], str] = str
    shared: bool = False
    beside: str = ""
    severity: Severity = "error"
    held: Callable[[ArticleIndex], Iterable[str]] = field(default=lambda index: ())


def _taken(header: str) -> Callable[[str, str, str], str]:
    def message(claim: str, _: str, where: str) -> str:
        return f"“{claim}” đã được {where} dùng; mỗi bài cần một {header} riêng (sau khi bỏ dấu)"

    return message


def _author(claim: str, other: str, where: str) -> str:
    if other.casefold() != claim.casefold() and other.isascii() == claim.isascii():
        return ""
    return f"tác giả “{claim}” chỉ khác “{other}” ({where}) ở chữ hoa hoặc dấu; nếu là một người, viết như nhau"


declare(
    "one-address",
    GROUP,
    "Không hai bài nào có cùng Id hoặc cùng Slug (kể cả khi chỉ khác dấu hay chữ hoa); Aliases không trùng Slug của "
    "bài khác.",
)
declare(
    "one-short-address",
    GROUP,
    "Không hai bài nào có cùng địa chỉ ngắn (/n/…), rút từ Id để in lên giấy; hiếm khi trùng, khi trùng thì đổi Id của "
    "bài chưa đăng.",
)
declare("one-tag", GROUP, "Hai thẻ ở hai bài không được chỉ khác nhau ở dấu, cách bỏ dấu hay chữ hoa.")
declare(
    "one-series", GROUP, "Tên một hồ sơ viết như nhau ở mọi bài; hai hồ sơ không được chỉ khác nhau ở dấu hay chữ hoa."
)
declare(
    "one-author",
    GROUP,
    "Tên một tác giả nên viết như nhau ở mọi bài; tên chỉ khác ở chữ hoa hoặc thiếu dấu được nhắc.",
)

CLAIMS: list[Claim] = [
    Claim(
        name="slug",
        rule="one-address",
        header="Slug",
        claims=lambda record: (record.slug,),
        problem=_taken("Slug"),
        held=lambda index: index.slugs,
    ),
    Claim(
        name="id",
        rule="one-address",
        header="Id",
        claims=lambda record: (record.id,),
        problem=_taken("Id"),
        held=lambda index: index.everyone.values(),
    ),
    Claim(
        name="short",
        rule="one-short-address",
        header="Id",
        claims=lambda record: (record.id,),
        problem=lambda claim, other, where: (
            f"địa chỉ ngắn của Id “{claim}” trùng với của “{other}” ({where}): mã {short_code(claim)}; hãy đổi Id của "
            "bài chưa đăng"
        ),
        form=short_code,
        shared=True,  # the very same Id is told of above
        held=lambda index: index.everyone.values(),
    ),
    Claim(
        name="alias",
        rule="one-address",
        header="Aliases",
        claims=lambda record: record.aliases,
        problem=lambda claim, _, where: f"“{claim}” là địa chỉ của {where}; địa chỉ cũ không được trùng bài khác",
        beside="slug",
    ),
    Claim(
        name="tag",
        rule="one-tag",
        header="Tags",
        claims=lambda record: record.tags,
        problem=lambda claim, other, where: (
            f"thẻ “{claim}” chỉ khác “{other}” ({where}) ở dấu hoặc chữ hoa; hãy viết như nhau"
        ),
        form=slugify,
        shared=True,
    ),
    Claim(
        name="series",
        rule="one-series",
        header="Series",
        claims=lambda record: (record.series,) if record.series else (),
        problem=lambda claim, other, where: (
            f"hồ sơ “{claim}” chỉ khác “{other}” ({where}) ở dấu hoặc chữ hoa; hãy viết như nhau"
        ),
        form=slugify,
        shared=True,
    ),
    Claim(
        name="author",
        rule="one-author",
        header="Authors",
        claims=lambda record: record.authors,
        problem=_author,
        form=fold,
        shared=True,
        severity="warning",
    ),
]
"""Every row, in the order their problems are told."""


def find_collisions(records: Mapping[str, Record]) -> Iterator[Problem]:
    """Every pair of claims of all articles that may not stand; what stands is the first by path."""
    first: dict[str, dict[str, tuple[str, str]]] = {}
    for row in CLAIMS:
        taken = first[row.name] = {}
        if not row.beside and _all_differ(row, records):
            if any(other.beside == row.name for other in CLAIMS):
                taken.update((claim, (claim, source)) for source, r in records.items() for claim in row.claims(r))
            continue
        yield from _collisions(row, records, first.get(row.beside, {}), taken)


def _all_differ(row: Claim, records: Mapping[str, Record]) -> bool:
    """Whether no two claims have one form, told without the articles that claim them."""
    claims = [claim for record in records.values() for claim in row.claims(record)]
    every = set(claims)
    return len({row.form(claim) for claim in every}) == (len(every) if row.shared else len(claims))


def _collisions(
    row: Claim,
    records: Mapping[str, Record],
    beside: Mapping[str, tuple[str, str]],
    taken: dict[str, tuple[str, str]],
) -> Iterator[Problem]:
    forms: dict[str, str] = {}
    for source in sorted(records):
        for claim in row.claims(records[source]):
            if row.shared and claim in forms:
                continue
            form = forms[claim] = row.form(claim)
            other, where = beside.get(form) or taken.get(form) or (claim, source)
            apart = other == claim if row.shared else where == source
            message = "" if apart else row.problem(claim, other, where)
            if message:
                yield Problem(
                    path=source, line=0, field=row.header, message=message, rule=row.rule, severity=row.severity
                )
            taken.setdefault(form, (claim, source))


def claims_of(records: Mapping[str, Record], index: ArticleIndex, known: Claims | None = None) -> Claims:
    """What these articles claim, together with what is known of others. index: of them all."""
    found: Claims = {}
    for row in CLAIMS:
        before = (known or {}).get(row.name, {})
        new = {claim for record in records.values() for claim in row.claims(record)} - before.keys()
        new.difference_update(row.held(index))
        found[row.name] = before | {claim: row.form(claim) for claim in new}
    return found


def may_collide(added: Mapping[str, Record], index: ArticleIndex, known: Claims) -> bool:
    """Whether new articles may claim what others, or one another, claim. index, known: of all others."""
    claimed: dict[str, dict[str, str]] = {}  # row → form → claim
    for row in CLAIMS:
        claimed[row.name] = {form: claim for claim, form in known.get(row.name, {}).items()}
        claimed[row.name] |= {row.form(claim): claim for claim in row.held(index)}
    for row in CLAIMS:
        taken = claimed[row.name]
        others = [taken, *(claimed[o] for o in {row.beside, *(r.name for r in CLAIMS if r.beside == row.name)} - {""})]
        for record in added.values():
            for claim in row.claims(record):
                form = row.form(claim)
                if any(form in forms and not (row.shared and forms[form] == claim) for forms in others):
                    return True
                taken[form] = claim
    return False
