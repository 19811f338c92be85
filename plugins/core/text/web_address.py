"""Whether a text is the full address of a web page that may be linked to, and its origin as servers write it.

One rule for every address of headers, texts, data files, targets and command lines: what passes can neither lead
elsewhere than it seems to nor say anything more in a Content-Security-Policy or a server's configuration.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from ..errors import SettingsError

_LABEL = "[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_PORT = "(?::[0-9]{1,5})?"
_REST = r"(?:[/?#][^\s<>\"'\\^`{|}\x00-\x20\x7f-\x9f]*)?"
_PLAIN = re.compile(rf"https?://(?P<host>(?:{_LABEL}\.)*{_LABEL})(?P<port>{_PORT}){_REST}", re.IGNORECASE)
_OTHER = re.compile(
    rf"https?://(?P<host>\[[0-9A-Fa-f:.]+\]|[^\s/?#@:\[\]<>\"'\\^`{{|}}]+)(?P<port>{_PORT}){_REST}", re.IGNORECASE
)
_NAME = re.compile(rf"(?:{_LABEL}\.)*{_LABEL}")
_ROOT = re.compile(r"[^/]*//[^/?#]*(?:/[A-Za-z0-9._~%-]+)*/?")
_NUMBER = re.compile("[0-9]+|0x[0-9a-f]*", re.IGNORECASE)
_BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_DOTTED = re.compile(rf"(?:{_BYTE}\.){{3}}{_BYTE}")
_ALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"})
"""Alphabets with letters that the eye takes for those of another."""
_OTHER_DOTS = frozenset("\u3002\uff0e\uff61")
_LONGEST_NAME = 253
_LAST_PORT = 65_535


def is_web_address(text: str) -> bool:
    """http(s), a host of letters, digits, hyphens and dots, perhaps a port, and no user's name before it:
    `https://chinhphu.vn@example.org/` leads to example.org. Letters of other alphabets count by their ASCII form."""
    if match := _PLAIN.fullmatch(text):
        name = match["host"]
        return _is_port(match["port"]) and _is_short(name) and not _is_odd_number(name)
    match = _OTHER.fullmatch(text)
    return match is not None and _is_port(match["port"]) and ascii_host(match["host"]) != ""


def is_site_root(text: str) -> bool:
    """Whether a site's pages can live under this address: no query, no fragment, folders of plain characters."""
    return is_web_address(text) and _ROOT.fullmatch(text) is not None


def require_site_root(name: str, text: str) -> None:
    """Raise SettingsError unless pages can live under this address. name: of the option or setting that says so."""
    if not is_site_root(text):
        raise SettingsError(f"{name} {text}: phải là địa chỉ http(s) đầy đủ, ví dụ https://example.vn")


def origin(address: str) -> str:
    """Scheme, host and port as servers and policies write them, "" for what is no web address."""
    if not is_web_address(address):
        return ""
    parts = urlsplit(address)
    host = ascii_host(parts.netloc.removesuffix(f":{parts.port}") if parts.port is not None else parts.netloc)
    return f"{parts.scheme.lower()}://{host}" + (f":{parts.port}" if parts.port is not None else "")


def ascii_host(host: str) -> str:
    """The name in lower case, letters beyond ASCII in their ASCII form (xn--…); "" for what is no host's name."""
    if host.startswith("["):
        import ipaddress  # a millisecond that nearly no run needs

        try:
            return f"[{ipaddress.IPv6Address(host[1:-1])}]"
        except ValueError:
            return ""
    name = unicodedata.normalize("NFC", host).lower()
    if not name.isascii():
        if len(name) > _LONGEST_NAME or unicodedata.normalize("NFKC", name) != name or not _OTHER_DOTS.isdisjoint(name):
            return ""  # "ｃhinhphu.vn", "chinhphu。vn": another name than it looks like
        if not name.isprintable() or any(map(_is_mixed, name.split("."))):
            return ""
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    return name if _NAME.fullmatch(name) and _is_short(name) and not _is_odd_number(name) else ""


def _is_mixed(label: str) -> bool:
    """Whether letters of one alphabet stand among those of another that looks alike: "сhinhphu" with a Cyrillic c."""
    scripts = {unicodedata.name(letter, "").partition(" ")[0] for letter in label if letter.isalpha()}
    return len(scripts & _ALIKE) > 1


def _is_odd_number(name: str) -> bool:
    """Whether a browser takes the name for a number, and leads to another than is written: "0x7f.1", "127.1"."""
    last = name.rpartition(".")[2]
    return bool(_NUMBER.fullmatch(last)) and not _DOTTED.fullmatch(name)


def _is_short(name: str) -> bool:
    return len(name) <= _LONGEST_NAME


def _is_port(text: str) -> bool:
    return not text or 0 < int(text[1:]) <= _LAST_PORT
