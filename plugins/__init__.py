"""The column as a chain of Pelican plugins: one way through, no back and forth.

    plan + articles → check → Column (frozen values) → outputs → manifest → release

`core` holds the rules and knows no Pelican, no Jinja, no clock and no writing. Every other module is glue; its first
line says what it makes and from what. Imports point one way only: glue imports core, core imports core.

    the way in      sources, reading, store, reader, check; file_gate, file_facts, ledger, wording_check
    the build       build, inputs, run, generator, work, renderer, writer, workers, tree, state, kept, assets
    pages           article_pages, list_pages, front_page, plan_pages, directory_pages, editor_pages, feedback_pages,
                    event_pages, register_pages, handout_pages, search_page, redirects, published_files, server_files
    feeds and data  feeds (feedgen_bridge, feed_extensions, json_feed, feed_report), opml, sitemaps, open_data,
                    calendars, register_feeds
    pictures        pictures, picture_sizes, darkroom, encoding, picture_cache, social_card, card_drawing
    search          search_index, search_segments
    verbs           command and what it calls: check_command, serve, new_article, coverage_report, corrections,
                    digest (handout_files, epub, typesetting), feed_preview, websub, guide, project, browser,
                    component_page, screens; publish/ for everything that leaves the machine

An output module plans its outputs in one function, connects it to `generator.outputs` in `register()`, and stands in
PLUGINS of pelicanconf.py; nothing else knows it.
"""
