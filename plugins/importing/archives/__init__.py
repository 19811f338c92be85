"""Whole sites of other programs: a folder or an export file → entries → articles with their pictures.

    Hugo, Jekyll, Pelican folders ─► front ─► shortcodes ─► markdown ─┐
    WordPress WXR, Ghost JSON ──────────────► shortcodes ─────────────┴► Site of Posts ─► finished ─► Imported

A reader gives posts whose bodies are HTML; `finished` rewrites their links to one another, finds their pictures beside
the export, and hands the HTML to the importer's own reader. Nothing is fetched and nothing of the site is run.
"""
