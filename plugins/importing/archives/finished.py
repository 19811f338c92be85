"""Posts of another site → finished articles: places given, links between posts rewritten, pictures and files found."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from html import unescape
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from ...core.addresses import article_path
from ...core.body.parser import BodyParser
from ...core.importing.account import words as words_in
from ...core.importing.addresses import tidy_address
from ...core.importing.captions import split_credit
from ...core.importing.entry import Entry, assemble_entry
from ...core.importing.model import Document, Figure
from ...core.importing.outcome import Imported, ImportRefusedError, PictureFile
from ...core.text.vietnamese import fold, slugify
from ..html import read_html
from ..pictures import shown
from .site import Post, Site, path_key

_LONGEST_SLUG = 80
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".bmp", ".tif", ".tiff", ".svg")
_SIZED = re.compile(r"-\d+x\d+(?=\.\w+$)")
_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>")
_SWITCHES = re.compile(
    r"(?<=\s)(?:(?:webkit|moz)?allowfullscreen|autoplay|loop|muted|controls|playsinline|async|defer|nomodule|hidden|"
    r"reversed|open|checked|disabled|selected|required|readonly|multiple|default|itemscope|download)(?=[\s/>])",
    re.IGNORECASE,
)
"""Attributes that need no value."""
_NOWHERE = "https://localhost"
_PLAYERS = (
    (re.compile(r"(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]+)"), "https://www.youtube.com/watch?v={}"),
    (re.compile(r"player\.vimeo\.com/video/(\d+)"), "https://vimeo.com/{}"),
)


class Placed(NamedTuple):
    """path: the article's file inside content; origin: where it came from, for another run."""

    path: str
    origin: str
    found: Imported


def convert(
    site: Site, topics: Mapping[str, str], known: Mapping[str, str], taken: Collection[str]
) -> Iterator[Placed]:
    """Every post, in the archive's order. topics: folded names of the plan's topics → the name; known: origin → file of
    an earlier import; taken: slugs of articles that were not imported from here."""
    paths = _paths(site, known, taken)
    by_address = {path_key(address): at for at, post in enumerate(site.posts) for address in post.addresses}
    by_source = _by_source(site)
    parser = BodyParser()
    for at, post in enumerate(site.posts):
        links = _Links(site, post, paths, by_address, by_source, paths[at])
        try:
            found = _finish(site, post, paths[at], links, topics, parser)
        except ImportRefusedError as refusal:
            site.told.append(("file", f"{post.source}: {refusal}", "bài không vào"))
            continue
        yield Placed(paths[at], _origin(site, post), found)


def _origin(site: Site, post: Post) -> str:
    return f"{site.program} {' '.join(site.name.split())}: {' '.join(post.source.split())}"


def _paths(site: Site, known: Mapping[str, str], taken: Collection[str]) -> list[str]:
    """A file for each post; no two share a slug, which is the article's address here."""
    kept = [known.get(_origin(site, post), "") for post in site.posts]
    used = {*taken, *(_slug_of(path) for path in kept if path)}
    for at, post in enumerate(site.posts):
        if kept[at]:
            continue
        base = slugify(post.slug)[:_LONGEST_SLUG].strip("-") or slugify(post.title)[:_LONGEST_SLUG].strip("-") or "bai"
        slug, number = base, 2
        while slug in used:
            slug, number = f"{base}-{number}", number + 1
        used.add(slug)
        day = post.date[:10]
        kept[at] = f"pages/{slug}.md" if post.page else f"articles/{day[:4]}/{day}-{slug}.md"
        if not post.page and not day:
            kept[at] = f"articles/{slug}.md"
    return kept


def _slug_of(path: str) -> str:
    return re.sub(r"^\d{4}-\d{2}-\d{2}-", "", posixpath.basename(path).removesuffix(".md"))


def _by_source(site: Site) -> dict[str, int]:
    """Every way in which generators name a post by its file."""
    found: dict[str, int] = {}
    for at, post in enumerate(site.posts):
        parts = post.source.split("/")
        stem = re.sub(r"(?:\.[a-z]{2})?\.\w+$", "", post.source)
        stem = stem.removesuffix("/index")
        for start in range(len(parts)):
            for name in ("/".join(parts[start:]), "/".join(stem.split("/")[start:])):
                if name:
                    found.setdefault(name.lower(), at)
    return found


def _finish(
    site: Site, post: Post, path: str, links: _Links, topics: Mapping[str, str], parser: BodyParser
) -> Imported:
    soup = BeautifulSoup(f"<html><body>{post.html}</body></html>", "lxml")
    _unroll(soup, post)
    files, known = links.look_through(soup)
    document = read_html(b"\xef\xbb\xbf" + str(soup).encode(), files, known)
    document.losses += [told for told in post.told if told[0]]
    document.aside += [text for kind, text, _ in post.told if not kind]
    document.aside += post.aside
    lead = _lead(post, links, document)
    topic = next((topics[fold(name)] for name in post.categories if fold(name) in topics), "")
    others = [name for name in post.categories if fold(name) not in topics or topics[fold(name)] != topic]
    tags, dropped = _tags((*post.tags, *others))
    if dropped:
        document.losses.append(("header", "; ".join(dropped), "thẻ trùng hoặc quá 20 thẻ"))
    entry = Entry(
        origin=_origin(site, post),
        name=posixpath.basename(path).removesuffix(".md"),
        title=post.title or _slug_of(path),
        date=post.date,
        modified=post.modified if _later(post.modified, post.date) else "",
        status=post.status,
        page=post.page,
        lang=post.lang,
        topic=topic,
        summary=post.summary if len(post.summary) <= 600 else "",
        authors=post.authors,
        tags=tags,
        addresses=_old_addresses(post, path),
    )
    if len(post.summary) > 600:
        document.losses.append(("header", post.summary, "tóm tắt dài hơn 600 ký tự"))
    if len(entry.title) > 300:
        document.losses.append(("header", entry.title, "tên bài dài hơn 300 ký tự"))
    if post.page:
        rest = (*post.authors, *tags)
        document.losses += [("header", "; ".join(rest), "trang riêng không có mục này")] if rest else []
    raw = _missing_words(post, soup)
    found = assemble_entry(document, entry, lead, post.texts, parser)
    extra = tuple(PictureFile(name, data) for name, data in links.attached.items())
    unaccounted = tuple(sorted({*found.unaccounted, *raw}))
    return found._replace(pictures=found.pictures + extra, unaccounted=unaccounted)


def _tags(names: tuple[str, ...]) -> tuple[tuple[str, ...], list[str]]:
    """At most 20, no two alike but for accents and capitals, as the gate wants them."""
    kept: dict[str, str] = {}
    dropped = []
    for name in names:
        slug = slugify(name)
        if not slug or slug in kept or len(kept) == 20 or len(name) > 80:
            dropped.append(name)
        else:
            kept[slug] = name.replace(";", ",")
    return tuple(kept.values()), dropped


def _later(changed: str, published: str) -> bool:
    try:
        first, last = datetime.fromisoformat(published), datetime.fromisoformat(changed)
        return last.timestamp() > first.timestamp()
    except ValueError:
        return False


def _old_addresses(post: Post, path: str) -> tuple[str, ...]:
    new = article_path(_slug_of(path)) if not post.page else f"/{_slug_of(path)}/"
    return tuple(
        dict.fromkeys(quote(a, safe="/?=&%.-_~+:@!,'") for a in post.addresses if path_key(a) != path_key(new))
    )


def _missing_words(post: Post, soup: BeautifulSoup) -> set[str]:
    """Words of the body as it was written that neither its HTML nor what was told of it holds."""
    if not post.raw:
        return set()
    shown = words_in(unescape(unquote(text)) for text in (str(soup), *(text for _, text, _ in post.told), *post.aside))
    written = words_in([unescape(unquote(_MARKUP.sub(_values, post.raw)))])
    return {word for word in written if word not in shown and not word.isdigit()}


def _values(tag: re.Match[str]) -> str:
    """A tag's values, without its name and theirs."""
    return re.sub(r"^</?[\w:-]++|(?<![\w:-])[\w:-]++\s*+=", " ", _SWITCHES.sub(" ", tag[0]))


def _unroll(soup: BeautifulSoup, post: Post) -> None:
    """Players become links to what they play."""
    for frame in soup.find_all(["iframe", "embed", "object", "video", "audio", "script"]):
        if frame.name == "script":
            if words := frame.get_text().strip() or str(frame.get("src") or ""):
                post.told.append(("object", words, "mã script"))
            frame.extract()
            continue
        inner = frame.find(["source", "embed"])
        address = str(
            frame.get("src") or frame.get("data") or (inner.get("src") if isinstance(inner, Tag) else "") or ""
        )
        written = address
        address = f"https:{address}" if address.startswith("//") else address
        for pattern, whole in _PLAYERS:
            if match := pattern.search(address):
                address = whole.format(match[1])
        words = " ".join(frame.get_text(" ").split())
        host = (urlsplit(address).hostname or "").removeprefix("www.") if "//" in address else ""
        if not (tidy_address(address).address if host else address):
            continue
        post.told.append(("", _MARKUP.sub(_values, str(frame)), ""))  # how it was to play and to look
        told = "\n".join(dict.fromkeys(filter(None, (written, address, words))))
        post.told.append(("embed", told, "phần nhúng, nay là liên kết"))
        link = soup.new_tag("a", href=address)
        link.string = str(frame.get("title") or "") or (f"Xem trên {host}" if host else posixpath.basename(address))
        holder = soup.new_tag("p")
        holder.append(link)
        frame.replace_with(holder)


def _lead(post: Post, links: _Links, document: Document) -> Figure | None:
    if not post.picture:
        return None
    data = links.picture(post.picture)
    if data is None:
        words = "\n".join(filter(None, (post.picture, post.picture_alt, post.picture_caption)))
        document.losses.append(("picture-linked", words, "ảnh đại diện không có trong bản xuất, không tải về"))
        return None
    picture, told = shown(data)
    if told:
        document.losses.append(("picture-format", f"{post.picture}: {told}", "ảnh đại diện"))
    if picture is None:
        document.losses.append(("picture-format", f"{post.picture_alt}\n{post.picture_caption}", "lời của ảnh bị bỏ"))
        return None
    document.pictures.append(picture)
    caption, credit = split_credit(post.picture_caption)
    return Figure(picture=len(document.pictures) - 1, alt=post.picture_alt, caption=caption, credit=credit)


class _Links:
    """Where addresses of one post lead. attached: files beside the article, by name."""

    def __init__(
        self,
        site: Site,
        post: Post,
        paths: list[str],
        by_address: Mapping[str, int],
        by_source: Mapping[str, int],
        path: str,
    ) -> None:
        self._site, self._post, self._paths, self._path = site, post, paths, path
        self._by_address, self._by_source = by_address, by_source
        self.attached: dict[str, bytes] = {}

    def look_through(self, soup: BeautifulSoup) -> tuple[dict[str, bytes], dict[str, str]]:
        """(pictures by the address the page calls them, links by theirs)."""
        files: dict[str, bytes] = {}
        for image in soup.find_all("img"):
            for name in ("data-src", "data-lazy-src", "data-orig-file"):
                if image.get(name) and not str(image.get("src") or "").startswith("http"):
                    image["src"] = image[name]
            source = str(image.get("src") or "").strip()
            data = self.picture(source)
            if data is not None:
                files[source] = data
        known: dict[str, str] = {}
        for link in soup.find_all("a", href=True):
            written = str(link["href"]).strip()
            if link.find("img") and self._is_picture(written):
                link.unwrap()
            elif written and not written.startswith("#") and written not in known:
                target = self._target(written)
                if target is not None:
                    known[written] = target
                    if not target:
                        self._post.told.append(("link-changed", written, "liên kết tới chỗ không còn, nay là chữ"))
        return files, known

    def picture(self, source: str) -> bytes | None:
        """A picture of the site by its address: the whole one, where the page shows a smaller copy."""
        path = self._path_inside(source)
        if path is None:
            return None
        path = path.partition("?")[0]
        whole = _SIZED.sub("", path)
        for place in (whole, path):
            if (data := self._file(place)) is not None:
                return data
        return None

    def _is_picture(self, address: str) -> bool:
        return urlsplit(address).path.lower().endswith(_PICTURES) and self._path_inside(address) is not None

    def _file(self, path: str) -> bytes | None:
        site, post = self._site, self._post
        names = [path]
        prefix = urlsplit(site.address).path.rstrip("/")
        if prefix and path.startswith(f"{prefix}/"):
            names.append(path[len(prefix) :])
        if match := re.search(r"/(?:wp-content/)?(uploads/.+)$", path):
            names += [f"/wp-content/{match[1]}", f"/{match[1]}", f"/{match[1].removeprefix('uploads/')}"]
        if match := re.search(r"/content/(images/.+)$", path):
            names += [re.sub(r"images/size/w\d+/", "images/", match[0]), f"/{match[1]}"]
        if not path.startswith("/"):
            base = post.addresses[0] if post.addresses else "/"
            names.append(urlsplit(urljoin(base, path)).path)
        return next((data for name in names if (data := site.file(name, post)) is not None), None)

    def _path_inside(self, address: str) -> str | None:
        """Path and query of an address of this site; None for one elsewhere."""
        address = address.replace("__GHOST_URL__", "").replace("%%GHOST_URL%%", "").strip()
        try:
            parts = urlsplit(address)
        except ValueError:
            return None
        if parts.scheme and parts.scheme not in {"http", "https"}:
            return None
        host = (parts.hostname or "").lower().removeprefix("www.")
        if host and host != self._site.host:
            return None
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def _target(self, written: str) -> str | None:
        """A relative file, an outside address, "" for nowhere; None when the reader shall judge it."""
        fragment = urlsplit(written).fragment if "#" in written else ""
        if written.startswith("x-source:"):
            name = unquote(written[9:]).partition("#")[0].strip("/")
            name = posixpath.normpath(posixpath.join(self._post.folder, name)) if name.startswith("..") else name
            at = self._by_source.get(name.lower(), self._by_source.get(posixpath.basename(name).lower()))
            return "" if at is None else self._to(at, fragment)
        inside = self._path_inside(written)
        if inside is None or not inside:
            return None
        base = self._post.addresses[0] if self._post.addresses else "/"
        path = urlsplit(urljoin(_NOWHERE + base, inside))
        whole = path.path + (f"?{path.query}" if path.query else "")
        queries = [f"/?{name}={value}" for name, value in parse_qsl(path.query) if name in {"p", "page_id"}]
        for key in (whole, path.path, *queries, inside, posixpath.join("/", self._post.folder, inside)):
            if (at := self._by_address.get(path_key(key))) is not None and (key in queries or path_key(key) != "/"):
                return self._to(at, fragment)
        name = inside.partition("?")[0].lower()
        if name.endswith((".md", ".markdown", ".rst")) and (at := self._by_source.get(name.lstrip("./"))) is not None:
            return self._to(at, fragment)
        if re.search(r"\.\w{2,4}$", path.path) and (data := self._file(inside.partition("?")[0])) is not None:
            return self._attach(path.path, data)
        if self._site.host:
            self._post.told.append(("link-changed", written, "trang của chỗ cũ không có trong bản xuất"))
            return tidy_address(urljoin(self._site.address + "/", written if "//" in written else whole)).address
        return ""

    def _to(self, at: int, fragment: str) -> str:
        if fragment:
            self._post.told.append(("link-changed", f"#{fragment}", "chỗ trong bài khác; nay dẫn tới đầu bài"))
        target = self._paths[at]
        if target == self._path:
            return posixpath.basename(target)
        return posixpath.relpath(target, posixpath.dirname(self._path))

    def _attach(self, path: str, data: bytes) -> str:
        stem, _, ending = posixpath.basename(unquote(path)).rpartition(".")
        base = slugify(stem) or "tep"
        name, number = f"{base}.{ending.lower()}", 2
        while self.attached.get(name, data) != data:
            name, number = f"{base}-{number}.{ending.lower()}", number + 1
        self.attached[name] = data
        return name
