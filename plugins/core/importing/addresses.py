"""Where a foreign text's link leads: trackers and wrappers off, what may not stand on a page dropped."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from ..body.links import LinkError, resolve

_TRACKERS = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|mc_[ce]id|_hsenc|_hsmi|mkt_tok|"
    r"vero_id|oly_(?:anon|enc)_id|s_cid|zarsrc|zalo_?id|_ga|_gl|ref_src|ref_url|__twitter_impression|spm|li_fat_id|"
    r"_openstat|wickedid|rb_clickid|epik|srsltid",
    re.IGNORECASE,
)
_WRAPPERS = (
    (re.compile(r"(?:www\.)?google\.[a-z.]+$"), re.compile("/url$"), ("q", "url")),
    (re.compile(r".*\.safelinks\.protection\.outlook\.com$"), re.compile(""), ("url",)),
    (re.compile(r"(?:lm?|www)\.facebook\.com$"), re.compile("/l(?:inkshim)?\\.php$"), ("u",)),
    (re.compile(r"l\.instagram\.com$"), re.compile(""), ("u",)),
    (re.compile(r"(?:www\.)?youtube\.com$"), re.compile("/redirect$"), ("q",)),
    (re.compile(r"(?:www\.)?linkedin\.com$"), re.compile("/(?:redir/redirect|safety/go)$"), ("url",)),
    (re.compile(r"slack-redir\.net$"), re.compile("/link$"), ("url",)),
    (re.compile(r"urldefense\.proofpoint\.com$"), re.compile("/v2/"), ("u",)),
)
_UNSAFE = re.compile(r'[ "<>\\^`{|}]')
_URLDEFENSE = re.compile(r"https?://urldefense\.(?:com|us|proofpoint\.com)/v3/__(.+?)__;")


class Address(NamedTuple):
    """address: what may stand on the page, "" when nothing may; changed: whether it leads elsewhere than was written,
    so that signs written as %20 are no change."""

    address: str
    changed: bool


def tidy_address(written: str) -> Address:
    """Judge the address of a link to another place than the document itself."""
    whole = "".join(written.split("\n")).strip()
    led = _without_trackers(_unwrapped(whole))
    address = led.replace(" ", "") if led.lower().startswith("tel:") else _UNSAFE.sub(lambda m: quote(m[0]), led)
    if address.lower().startswith("www."):
        address = f"https://{address}"
    try:
        target = resolve(address, "articles/bai.md")
    except LinkError:
        return Address("", True)
    if target.kind != "outside":
        return Address("", True)
    return Address(address, led != whole)


def _unwrapped(address: str) -> str:
    for _ in range(4):
        inner = _inner(address)
        if not inner:
            return address
        address = inner
    return address


def _inner(address: str) -> str:
    if match := _URLDEFENSE.match(address):
        return re.sub(r"^(https?:/)(?!/)", r"\1/", match[1])
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    host = (parts.hostname or "").lower()
    for hosts, path, names in _WRAPPERS:
        if hosts.match(host) and path.search(parts.path):
            query = dict(parse_qsl(parts.query))
            for name in names:
                found = query.get(name, "")
                if "proofpoint" in host:
                    found = unquote(found.replace("-", "%").replace("_", "/"))
                if re.match("https?://", found):
                    return found
    return ""


def _without_trackers(address: str) -> str:
    head, mark, rest = address.partition("?")
    if not mark:
        return address
    query, sharp, fragment = rest.partition("#")
    kept = [part for part in query.split("&") if not _TRACKERS.fullmatch(part.partition("=")[0])]
    return head + ("?" + "&".join(kept) if any(kept) else "") + sharp + fragment
