"""What template languages put into texts → HTML that the reader knows, or out and told."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape
from urllib.parse import quote

from ...core.text.decoding import line_ends
from .site import Told

_ATTRIBUTE = re.compile(
    r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|“([^”]*)”|`([^`]*)`|([^\s"'\]]+))|"([^"]*)"|`([^`]*)`|(\S+)"""
)
_VIDEO = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "youtubepl": "https://www.youtube.com/playlist?list={}",
    "vimeo": "https://vimeo.com/{}",
    "instagram": "https://www.instagram.com/p/{}/",
    "tweet": "https://twitter.com/i/status/{}",
    "x": "https://twitter.com/i/status/{}",
    "twitter": "https://twitter.com/i/status/{}",
    "gist": "https://gist.github.com/{}",
    "dailymotion": "https://www.dailymotion.com/video/{}",
}
_LAYOUT = frozenset(
    (
        "id",
        "ids",
        "align",
        "width",
        "height",
        "class",
        "size",
        "columns",
        "order",
        "orderby",
        "style",
        "loading",
        "include",
    )
)
"""Values that say how a thing was laid out, and no word of it."""
Expand = Callable[[str, dict[str, str], list[str], str], str | None]
"""(name, named values, bare values, inner text) → HTML, None for one that isn't known."""


def attributes(text: str) -> tuple[dict[str, str], list[str]]:
    """Named and bare values of a tag."""
    named: dict[str, str] = {}
    bare: list[str] = []
    for match in _ATTRIBUTE.finditer(text):
        name, *values = match.groups()
        value = next((v for v in values if v is not None), "")
        if name:
            named[name.lower()] = unescape(value)
        else:
            bare.append(value)
    return named, bare


def link(address: str, words: str = "") -> str:
    """A paragraph that leads to what was embedded."""
    host = re.sub(r"^(?:https?:)?//(?:www\.)?([^/?#]+).*$", r"\1", address)
    return f'\n\n<p><a href="{escape(address)}">{escape(words or f"Xem trên {host}")}</a></p>\n\n'


def figure(named: dict[str, str]) -> str:
    """A picture with its caption and credit, from the names that themes give them."""
    source = named.get("src") or named.get("link") or named.get("url") or named.get("file") or ""
    alt = named.get("alt") or ""
    lines = [named.get("title") or "", named.get("caption") or ""]
    caption = ". ".join(line.strip().rstrip(".") for line in lines if line.strip())
    caption = " ".join(dict.fromkeys(filter(None, (caption, named.get("attr") or named.get("credit") or ""))))
    label = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'\n\n<figure><img src="{escape(source)}" alt="{escape(alt)}">{label}</figure>\n\n'


def common(name: str, named: dict[str, str], bare: list[str], inner: str) -> str | None:
    """What most programs call by the same name."""
    if name in {"figure", "image", "img", "picture"} and any(named.get(n) for n in ("src", "link", "url", "file")):
        return figure(named)
    if name in _VIDEO:
        what = named.get("id") or named.get("code") or (bare[-1] if bare else "") or inner.strip()
        if what.startswith("http"):
            return link(what)
        if name == "gist" and len(bare) > 1:
            what = "/".join(bare[:2])
        return link(_VIDEO[name].format(quote(what, safe="/-_"))) if what else None
    if name in {"video", "audio", "embed", "media", "iframe"}:
        kinds = ("src", "url", "mp4", "mp3", "webm", "ogg", "m4a", "m4v", "wav")
        what = next((named[n] for n in kinds if named.get(n)), "") or inner.strip() or (bare[0] if bare else "")
        return link(what) if re.match(r"(?:https?:)?//|/", what) else None
    return None


# ── WordPress ────────────────────────────────────────────────────────────────────────────────────────────────────────

_WP = re.compile(
    r"\[(?P<escaped>\[)?(?P<name>[A-Za-z][\w-]*+)(?P<values>(?:\s[^\[\]/]*+(?>(?:/(?!\])[^\[\]/]*+)*))?)(?P<alone>/)?\]"
    r"(?:(?P<inner>(?:(?!\[(?P=name)\b).)*?)\[/(?P=name)\])?(?(escaped)\])?",
    re.DOTALL,
)


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WP_NAMES = _names(
    "caption wp_caption gallery embed video audio playlist youtube vimeo contact-form-7 contact-form more nextpage "
    "su_button button soundcloud googlemaps archives polldaddy wpforms tweet instagram gist"
)


def wordpress(text: str, expand: Expand, told: list[Told]) -> str:
    """Expand what stands in square brackets; words in brackets that are no shortcode stay."""

    def replace(match: re.Match[str]) -> str:
        name, inner = match["name"].lower(), match["inner"]
        if match["escaped"]:
            return match[0][1:-1]
        known = (
            name in _WP_NAMES or (inner is not None) or re.search(r'[\w-]=["“\']', match["values"]) or match["alone"]
        )
        if not known:
            return match[0]
        named, bare = attributes(unescape(match["values"]))
        made = expand(name, named, bare, inner or "")
        if made is None:
            opening = match[0] if inner is None else match[0][: match.start("inner") - match.start()]
            told.append(("shortcode", opening, "mã ngắn của WordPress" + (", chữ bên trong được giữ" if inner else "")))
            return wordpress(inner, expand, told) if inner else ""
        told_values(name, match["values"], made, told)
        return made

    return _WP.sub(replace, text)


def told_values(name: str, written: str, made: str, told: list[Told]) -> None:
    """Values of a tag that what was made of it does not hold are told; how it was laid out goes aside."""
    shown = set(re.findall(r"[^\W_]+", unescape(made)))
    named, bare = attributes(unescape(written))
    names = re.findall(
        r"(?<![\w-])([\w-]++)\s*+=", written
    )  # as they were written: attributes() has them in small letters
    told.append(("", " ".join((name, *names, *(named[n] for n in named if n in _LAYOUT))), ""))
    for value in (*(text for key, text in named.items() if key not in _LAYOUT), *bare):
        if any(word not in shown for word in re.findall(r"[^\W_]+", value)):
            told.append(("shortcode", value, f"giá trị của mã {name}"))


_BLOCKS = (
    "table thead tfoot caption col colgroup tbody tr td th div dl dd dt ul ol li pre form map area blockquote address "
    "style p h1 h2 h3 h4 h5 h6 hr fieldset section article aside header footer nav figure figcaption details summary"
).replace(" ", "|")


def paragraphs(text: str) -> str:
    """WordPress' own rule for classic texts: blank lines part paragraphs, a line's end is a break."""
    text = line_ends(text)
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f"\n\n\x00{len(kept) - 1}\x00\n\n"

    text = re.sub(r"<(pre|script|style)\b.*?</\1>", keep, text, flags=re.DOTALL | re.IGNORECASE)
    text = re.sub(rf"(<(?:{_BLOCKS})\b[^>]*>)", r"\n\n\1", text, flags=re.IGNORECASE)
    text = re.sub(rf"(</(?:{_BLOCKS})>)", r"\1\n\n", text, flags=re.IGNORECASE)
    parts = []
    for part in re.split(r"\n\s*\n", text):
        part = part.strip()
        if not part:
            continue
        if re.match(rf"</?(?:{_BLOCKS})\b|\x00", part, re.IGNORECASE):
            parts.append(part)
        else:
            closing = re.search(rf"</(?:{_BLOCKS})>$", part, re.IGNORECASE)
            words = part.replace("\n", "<br>\n")
            parts.append(words if closing else f"<p>{words}</p>")
    return re.sub("\x00(\\d+)\x00", lambda m: kept[int(m[1])], "\n".join(parts))


# ── Hugo ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

_HUGO = re.compile(
    r"\{\{(?P<mark>[<%])\s*+(?P<close>/)?\s*+(?P<name>[\w./-]++)"
    r"(?P<values>(?>(?:[^\s/>%{]|\s++(?!/?\s*+[>%]\}\})|/(?!\s*+[>%]\}\})|[>%](?!\}\})|\{(?!\{[<%]))*))"
    r"\s*+(?P<alone>/)?\s*+[>%]\}\}"
)
_HUGO_QUOTED = re.compile(r"\{\{([<%])/\*((?:(?!\{\{[<%]/\*).)*?)\*/([>%])\}\}", re.DOTALL)


def hugo(text: str, expand: Expand, told: list[Told]) -> str:
    """Expand Hugo's shortcodes; those with a closing tag have inner text, found by their nesting."""
    tags = list(_HUGO.finditer(text))
    closings: dict[int, int] = {}
    waiting: list[int] = []
    for at, tag in enumerate(tags):
        if not tag["close"]:
            waiting.append(at)
        else:
            opening = next((o for o in reversed(waiting) if tags[o]["name"] == tag["name"]), None)
            if opening is not None:
                closings[opening] = at
                del waiting[waiting.index(opening) :]
    made, _ = _hugo_range(text, tags, closings, 0, 0, len(text), expand, told)
    return _HUGO_QUOTED.sub(r"{{\1\2\3}}", made)


def _hugo_range(
    text: str,
    tags: list[re.Match[str]],
    closings: dict[int, int],
    at: int,
    start: int,
    end: int,
    expand: Expand,
    told: list[Told],
) -> tuple[str, int]:
    out: list[str] = []
    while at < len(tags) and tags[at].start() < end:
        tag = tags[at]
        out.append(text[start : tag.start()])
        start, inner = tag.end(), ""
        if tag["close"]:
            told.append(("shortcode", tag[0], "mã ngắn của Hugo"))
            at += 1
            continue
        if at in closings:
            last = tags[closings[at]]
            inner, _ = _hugo_range(text, tags, closings, at + 1, start, last.start(), expand, told)
            start = last.end()
        named, bare = attributes(tag["values"])
        found = expand(tag["name"].lower(), named, bare, inner)
        if found is None:
            told.append(("shortcode", tag[0], "mã ngắn của Hugo" + (", chữ bên trong được giữ" if inner else "")))
            found = inner
        else:
            told_values(tag["name"], tag["values"], found, told)
        out.append(found)
        at = closings[at] + 1 if at in closings else at + 1
    out.append(text[start:end])
    return "".join(out), at


# ── Liquid (Jekyll, and Pelican with its plugin) ─────────────────────────────────────────────────────────────────────

_LIQUID_BLOCK = re.compile(
    r"\{%-?\s*(comment|raw|highlight)\b([^%]*?)-?%\}((?:(?!\{%-?\s*\1\b).)*?)\{%-?\s*end\1\s*-?%\}", re.DOTALL
)
_LIQUID_TAG = re.compile(r"\{%-?\s*+([\w-]++)((?>(?:(?!\{%|-?%\}).)*))-?%\}", re.DOTALL)
_LIQUID_VALUE = re.compile(r"\{\{-?((?>(?:(?!\{\{|-?\}\}).)*))-?\}\}", re.DOTALL)


def liquid(text: str, expand: Expand, value: Callable[[str], str | None], told: list[Told]) -> str:
    """Expand Liquid. value: what an expression stands for, None for one that isn't known."""
    kept: list[str] = []

    def keep(words: str) -> str:
        kept.append(words)
        return f"\x01{len(kept) - 1}\x01"

    def block(match: re.Match[str]) -> str:
        kind, options, inner = match.groups()
        if kind == "comment":
            told.append(("comment", inner.strip(), "chú thích của mẫu Liquid"))
            told.append(("", f"{kind} end{kind}", ""))
            return ""
        if kind == "raw":
            told.append(("", "raw endraw", ""))
            return keep(inner)
        told.append(("", f"{kind} end{kind} {options}", ""))
        return keep(f"\n\n<pre>{escape(inner.strip(chr(10)), quote=False)}</pre>\n\n")

    def tag(match: re.Match[str]) -> str:
        name, values = match[1].lower(), match[2].strip()
        if name in {"include", "include_relative", "img"}:
            first, _, rest = values.partition(" ")
            name, values = re.sub(r"\.\w+$", "", first.rpartition("/")[2]).lower(), rest
            named, bare = attributes(values)
            if "url" in named and "src" not in named:
                named["src"] = named["url"]
            named = {key.removeprefix("image_").removeprefix("image-"): v for key, v in named.items()}
            named.setdefault(
                "src", named.get("path") or named.get("file") or named.get("image") or named.get("url") or ""
            )
            found = figure(named) if re.search(r"fig|image|img|pic|photo", name) and named["src"] else None
            found = found or common(name, named, bare, "")
        else:
            named, bare = attributes(values)
            found = expand(name, named, bare, "")
        if found is None:
            told.append(("shortcode", match[0], "mã Liquid"))
            return ""
        told_values(name, values, found, told)
        return found

    def expression(match: re.Match[str]) -> str:
        found = value(match[1].strip())
        if found is None:
            told.append(("shortcode", match[0], "giá trị Liquid"))
            return ""
        told.append(("", match[1], ""))
        return found

    text = _LIQUID_BLOCK.sub(block, text)
    text = _LIQUID_TAG.sub(tag, _LIQUID_VALUE.sub(expression, text))
    return re.sub("\x01(\\d+)\x01", lambda m: kept[int(m[1])], text)
