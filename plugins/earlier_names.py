"""Modules that moved, under the names that settings and plugins of a newsroom's own may still give them.

`import plugins.run` gives `plugins.build.run` itself. Only whole modules are found so; what was renamed within one is
listed in CHANGELOG under "Upgrading".
"""

from __future__ import annotations

from importlib import import_module
from importlib.machinery import ModuleSpec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

EARLIER: dict[str, str] = {
    "plugins.assets": "plugins.build.assets",
    "plugins.core.additions": "plugins.core.column.additions",
    "plugins.core.agenda": "plugins.core.events.agenda",
    "plugins.core.arrangement": "plugins.core.column.index",
    "plugins.core.article.kept_back": "plugins.core.article.draft_errors",
    "plugins.core.attached_files": "plugins.core.files.attached_files",
    "plugins.core.attribute_lists": "plugins.core.body.attribute_lists",
    "plugins.core.attributes": "plugins.core.body.attributes",
    "plugins.core.body_links": "plugins.core.body.link_checks",
    "plugins.core.chart": "plugins.core.views.chart",
    "plugins.core.collation": "plugins.core.text.collation",
    "plugins.core.compact_css": "plugins.core.views.css",
    "plugins.core.correction_diff": "plugins.core.reports.correction_diff",
    "plugins.core.coverage": "plugins.core.reports.coverage",
    "plugins.core.dates": "plugins.core.text.dates",
    "plugins.core.decoding": "plugins.core.text.decoding",
    "plugins.core.duties": "plugins.core.reports.duties",
    "plugins.core.enrich": "plugins.core.body.enrich",
    "plugins.core.event": "plugins.core.events.event",
    "plugins.core.event_file": "plugins.core.events.event_file",
    "plugins.core.event_headers": "plugins.core.article.event_headers",
    "plugins.core.event_views": "plugins.core.views.event_views",
    "plugins.core.feed": "plugins.core.feeds.feed",
    "plugins.core.feed_body": "plugins.core.feeds.item_body",
    "plugins.core.feed_item": "plugins.core.feeds.item",
    "plugins.core.figures": "plugins.core.body.figures",
    "plugins.core.findings": "plugins.core.body.findings",
    "plugins.core.frontmatter": "plugins.core.article.front_matter",
    "plugins.core.handout": "plugins.core.reports.handout",
    "plugins.core.headers": "plugins.core.article.headers",
    "plugins.core.headings": "plugins.core.body.headings",
    "plugins.core.html_writer": "plugins.core.body.html_writer",
    "plugins.core.jsonld": "plugins.core.views.jsonld",
    "plugins.core.ledger": "plugins.core.registers.questions",
    "plugins.core.ledger_file": "plugins.core.registers.questions_file",
    "plugins.core.legacy_encodings": "plugins.core.text.legacy_encodings",
    "plugins.core.limits": "plugins.core.text.limits",
    "plugins.core.links": "plugins.core.body.links",
    "plugins.core.listed": "plugins.core.column.collections",
    "plugins.core.listing": "plugins.core.column.pagination",
    "plugins.core.loose_marks": "plugins.core.body.loose_marks",
    "plugins.core.manifest": "plugins.core.publishing.manifest",
    "plugins.core.markdown_speed": "plugins.core.body.fast_markdown",
    "plugins.core.open_data": "plugins.core.feeds.open_data",
    "plugins.core.picture_facts": "plugins.core.files.picture_facts",
    "plugins.core.plain_text": "plugins.core.text.plain_text",
    "plugins.core.plan_file": "plugins.core.plan.plan_file",
    "plugins.core.plan_names": "plugins.core.plan.plan_names",
    "plugins.core.present": "plugins.core.views.presenter",
    "plugins.core.raw_html": "plugins.core.body.raw_html",
    "plugins.core.record": "plugins.core.article.record",
    "plugins.core.register_files": "plugins.core.registers.register_files",
    "plugins.core.register_views": "plugins.core.views.register_views",
    "plugins.core.release": "plugins.core.publishing.release",
    "plugins.core.sanitise": "plugins.core.body.sanitise",
    "plugins.core.search_postings": "plugins.core.search.postings",
    "plugins.core.search_text": "plugins.core.search.tokens",
    "plugins.core.search_words": "plugins.core.search.word_list",
    "plugins.core.server_configs": "plugins.core.publishing.server_configs",
    "plugins.core.serving": "plugins.core.publishing.http_headers",
    "plugins.core.site": "plugins.core.plan.site",
    "plugins.core.site_file": "plugins.core.plan.site_file",
    "plugins.core.system_words": "plugins.core.text.system_errors",
    "plugins.core.tables": "plugins.core.body.tables",
    "plugins.core.toml_characters": "plugins.core.toml.characters",
    "plugins.core.toml_lines": "plugins.core.toml.lines",
    "plugins.core.toml_rows": "plugins.core.toml.rows",
    "plugins.core.vietnamese": "plugins.core.text.vietnamese",
    "plugins.core.web_address": "plugins.core.text.web_address",
    "plugins.core.wording": "plugins.core.registers.glossary_check",
    "plugins.core.words": "plugins.core.views.labels",
    "plugins.feeds.feedgen_bridge": "plugins.feeds.rss_atom",
    "plugins.feeds.lists": "plugins.feeds.article_feeds",
    "plugins.feeds.preview": "plugins.verbs.feed_preview",
    "plugins.feeds.registers": "plugins.feeds.register_feeds",
    "plugins.generator": "plugins.build.generator",
    "plugins.inputs": "plugins.system.build_inputs",
    "plugins.kept": "plugins.system.cache_file",
    "plugins.marks": "plugins.system.file_stamps",
    "plugins.pictures.book": "plugins.pictures.published",
    "plugins.pictures.darkroom": "plugins.pictures.encoder",
    "plugins.pictures.encoding": "plugins.pictures.formats",
    "plugins.publish.compressing": "plugins.publish.compress",
    "plugins.publish.configuring": "plugins.publish.server_config",
    "plugins.publish.differing": "plugins.publish.diff",
    "plugins.publish.place": "plugins.publish.backend",
    "plugins.publish.places": "plugins.publish.backends",
    "plugins.publish.shipping": "plugins.publish.stage",
    "plugins.publish.signing": "plugins.publish.sign",
    "plugins.publish.verifying": "plugins.publish.verify",
    "plugins.reading.arranged": "plugins.reading.index_cache",
    "plugins.reading.file_gate": "plugins.reading.file_checks",
    "plugins.reading.files": "plugins.reading.parse_all",
    "plugins.reading.ledger": "plugins.reading.questions",
    "plugins.reading.wording": "plugins.reading.glossary_checks",
    "plugins.renderer": "plugins.build.renderer",
    "plugins.run": "plugins.build.run",
    "plugins.state": "plugins.build.state",
    "plugins.tree": "plugins.build.output_tree",
    "plugins.typesetting": "plugins.build.typesetting",
    "plugins.work": "plugins.build.context",
    "plugins.workers": "plugins.system.workers",
    "plugins.writer": "plugins.build.writer",
}
"""Earlier name → today's."""


class EarlierNames:
    """Finds a module that moved where it is now: a finder and a loader, but for their base classes, whose import would
    take longer than the rest of a build that has nothing to do."""

    def __init__(self) -> None:
        self._own: dict[str, ModuleSpec | None] = {}

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        """A spec for a name of EARLIER, None for any other."""
        return ModuleSpec(name, self) if name in EARLIER else None  # type: ignore[arg-type]  # a loader but for its base

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Today's module."""
        module = import_module(EARLIER[spec.name])
        self._own[spec.name] = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        """It has run already; it keeps its own name, which the import system has just written over."""
        assert module.__spec__ is not None
        module.__spec__ = self._own.pop(module.__spec__.name)
