"""The column as a chain of Pelican plugins: one way through, no back and forth.

    plan + articles → check → Column (frozen values) → outputs → manifest → release

`core` holds the rules and knows no Pelican, no Jinja, no clock and no writing. Every other module is glue; its first
line says what it makes and from what. Imports point one way only: glue imports core, core imports core.

    core/       the rules
    reading/    the way in: files of content/ → checked records in the store
    .           the build itself: build and run drive it; inputs, state, kept, marks and tree know what stands; work,
                renderer, writer, workers and assets make what differs; generator hands the frozen values to the outputs
    pages/      HTML pages and the small files beside them
    feeds/      feeds, sitemaps, calendars, open data; WebSub
    pictures/   pictures and social cards
    search/     the search page and its index
    publish/    everything that leaves the machine
    verbs/      what `command` offers beside `build`

An output module plans its outputs in one function, connects it to `generator.outputs` in `register()`, and stands in
PLUGINS of pelicanconf.py; nothing else knows it. Where outputs show no text of an article, `work.from_headers` spares
them every edit of one; where they show some, `work.texts` names these.
"""
