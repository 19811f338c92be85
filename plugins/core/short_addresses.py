"""An article's short address, for paper: `/n/` and seven letters and digits made from its Id, which never changes.

No vowels, so that no word comes out; none of 0 o, 1 i l, u, y, which paper and ear confuse with others. Of 10,000
articles two share a code in one column of 200; the gate refuses the second (`one-short-address`).
"""

from __future__ import annotations

import re
from functools import cache
from hashlib import blake2b

from .site_map import ROWS

LETTERS = "23456789bcdfghjkmnpqrstvwxz"
LENGTH = 7
_PAIRS = [one + other for one in LETTERS for other in LETTERS]
_FOLDER = ROWS["short"].path.partition("{")[0]
_ADDRESS = re.compile(f"(?:/.*)?{_FOLDER}[{LETTERS}]{{{LENGTH}}}")


@cache
def short_code(identity: str) -> str:
    """The code of an Id: part of the contract, like the Id itself. Kept, as a build asks several times for each."""
    number = int.from_bytes(blake2b(identity.encode(), digest_size=8).digest(), "big")
    number, one = divmod(number, len(_PAIRS))
    number, two = divmod(number, len(_PAIRS))
    number, three = divmod(number, len(_PAIRS))
    return _PAIRS[one] + _PAIRS[two] + _PAIRS[three] + LETTERS[number % len(LETTERS)]


def short_path(identity: str) -> str:
    """Site path of the short address of the article with an Id."""
    return _FOLDER + short_code(identity)


def table_path(address: str) -> str:
    """Site path of the table in which a short address stands, for hosts that know no redirects: one per first sign."""
    return f"{address[: len(_FOLDER) + 1]}.txt"


def is_short(address: str) -> bool:
    """Whether an address, of a site in a folder too, is an article's short one."""
    return _ADDRESS.fullmatch(address) is not None
