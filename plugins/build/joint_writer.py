"""The writer while plugins or a theme of others' are there: every file is staged, and told as Pelican tells it.

With the column's own theme Pelican's generators announce articles, pages, topics and tags, and the column's page of
that name is written in the place of a stock one. With a theme of others' the pages are Pelican's, and the column adds
feeds, sitemaps, data and pictures.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from pelican import signals
from pelican.contents import Content
from pelican.urlwrappers import URLWrapper

from ..core.errors import SettingsError
from ..core.site_map import ROWS, RSS
from .writer import ColumnWriter

if TYPE_CHECKING:
    from ..core.output import Output

_PAGE = ".html"
_ASSETS = ROWS["asset"].folder + "/"
_UNTOLD = (ROWS["not_found"].path[1:], ROWS["redirect"].folder + "/")
"""Where pages lie that aren't content: no plugin is told of them unless Pelican announces them."""


_FEEDS_ARE_OWN = (
    "phần mở rộng đổi nguồn tin qua feed_generated: không có tác dụng, nguồn tin là của chuyên mục; "
    "muốn đổi thì sửa tệp ở feed_written"
)


class JointWriter(ColumnWriter):
    """Writes the column's outputs where Pelican's generators write theirs."""

    def __init__(self, output_path: str, settings: dict[str, Any]) -> None:
        super().__init__(output_path, settings)
        self.run.tree.keep_nothing()
        self._pages: dict[str, Output] = {}
        self._files: list[Output] = []
        self._planned = False
        assert self.run.objects
        self._objects = self.run.objects

    def _plan(self) -> None:
        """Ask output modules, before anything is written."""
        if self._planned:
            return
        self._planned = True
        stale: list[Output] = []
        for planned in self._objects.ask():
            self._note_all(planned, stale)
        self.run.made.clear()  # what is staged in the end is what is made
        for output in stale:
            if not output.file.endswith(_PAGE):
                if not (self.run.foreign_theme and output.file.startswith(_ASSETS)):
                    self._files.append(output)
            elif not self.run.foreign_theme:
                self._pages[output.file] = output
        if not self.run.foreign_theme:
            self._write_files()

    def write_file(self, name: str, template: Any, context: dict[str, Any], *args: Any, **values: Any) -> None:
        """As Pelican's, with the column's page where there is one."""
        self._plan()
        page = self._pages.pop(name, None) if name else None
        if page is not None:
            self._write_page(page, {**context, **values}, tell=True)
        elif self.run.foreign_theme or not _stock(values):
            more = {} if self.run.foreign_theme else self._like_own(str(name))
            super().write_file(name, template, context, *args, **{**more, **values})

    def finish(self) -> None:
        """What Pelican's generators did not announce."""
        self._plan()
        if self.run.foreign_theme:
            self._write_files()
        for file, page in self._pages.items():
            self._write_page(page, dict(self._objects.shared), tell=not file.startswith(_UNTOLD))
        self._pages = {}

    def _write_files(self) -> None:
        """All that is no page, but what a plugin has written by now: it was asked for."""
        staging = os.fspath(self.run.tree.staging)
        taken = [output.file for output in self._files if os.path.exists(f"{staging}/{output.file}")]
        self.run.notes += [f"{file}: do phần mở rộng viết, thay cho tệp của chuyên mục" for file in taken]
        self.make([output for output in self._files if output.file not in taken])
        self._files = []
        if signals.feed_generated.receivers or signals.feed_written.receivers:
            self._tell_of_feeds()

    def _write_page(self, page: Output, values: dict[str, Any], *, tell: bool) -> None:
        local = {**values, "output_file": page.file, "localsiteurl": values.get("SITEURL", "")}
        renderer = self.run.renderer
        renderer.pelican = local
        data = page.make()
        renderer.pelican = None
        self.run.tree.put(page.file, data, None)
        if tell:
            signals.content_written.send(os.path.join(self.output_path, page.file), context=local)

    def _like_own(self, name: str) -> dict[str, Any]:
        """What a template that builds on the column's needs, for a page that settings or a plugin add."""
        context = self._objects.context
        title, path = context.column.site.name, "/" + name.removesuffix("index.html")
        head = context.head(title, title, path, "")
        return {"head": head, "frame": context.frame, "chrome": context.renderer.chrome("")}

    def _tell_of_feeds(self) -> None:
        """Pelican's signals of feeds, with feeds of Pelican's own kind; the files are the column's."""
        articles = {"": self._objects.shared["articles"]}
        for wrappers in (self._objects.shared["categories"], self._objects.shared["tags"]):
            articles |= {wrapper.url: listed for wrapper, listed in wrappers}
        for folder, listed in articles.items():
            for kind, file in (("rss", RSS), ("atom", "atom.xml")):
                path = os.path.join(self.output_path, folder + file)
                if os.path.exists(path):
                    self._tell_of_feed(kind, path, folder + file, listed)

    def _tell_of_feed(self, kind: str, path: str, address: str, listed: Iterable[Any]) -> None:
        context = self._objects.shared
        self.site_url = context["SITEURL"]
        self.feed_url = self.urljoiner(context["FEED_DOMAIN"] or "", address)
        feed = self._create_new_feed(kind, None, context)
        for item in list(listed)[: self._objects.shared["column"].site.feed_items]:
            self._add_item_to_the_feed(feed, item)
        before = repr((feed.feed, feed.items))
        signals.feed_generated.send(context, feed=feed)
        if repr((feed.feed, feed.items)) != before and _FEEDS_ARE_OWN not in self.run.notes:
            self.run.notes.append(_FEEDS_ARE_OWN)
        signals.feed_written.send(path, context=context, feed=feed)


def joined(others: Iterable[type]) -> type[JointWriter]:
    """The writer that can do besides what the writers of plugins can. Raises SettingsError where it can't."""
    bases = tuple(dict.fromkeys(others))
    if not bases:
        return JointWriter
    try:
        return type("JointWriter", (JointWriter, *bases), {})
    except TypeError:
        names = ", ".join(f"{base.__module__}.{base.__qualname__}" for base in bases)
        raise SettingsError(f"PLUGINS: không dùng chung được các bộ ghi tệp {names}; hãy bỏ bớt phần mở rộng") from None


def _stock(values: dict[str, Any]) -> bool:
    """Whether Pelican's own generators announce a page that the column has none of: an author's, say."""
    told = (values.get(name) for name in ("article", "page", "category", "tag", "author"))
    return any(isinstance(value, Content | URLWrapper) for value in told)
