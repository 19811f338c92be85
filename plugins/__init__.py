"""The column as a chain of Pelican plugins: one way through, no back and forth.

    plan + articles → check → Column (frozen values) → outputs → manifest → release

`core` holds the rules and knows no Pelican, no Jinja, no clock and no writing. Everything else is glue; a module's
first line says what it makes and from what. Imports point one way only, down this list (tests/test_layers.py holds them
to it, and the rooms of core to theirs):

    command     the command line
    options     what each verb takes
    desk/       the editors' desk in a browser
    verbs/      what it offers beside `build`
    publish/    everything that leaves the machine
    pages/      HTML pages and the small files beside them
    search/     the search page and its index
    feeds/      feeds, sitemaps, calendars, open data; WebSub
    build/      the build itself: one run, its state, the output folder
    pictures/   pictures and social cards
    reading/    the way in: files of content/ → checked records in the store
    system/     cache files, file stamps, locks, processes
    core/       the rules

`column` is the one name in PLUGINS of pelicanconf.py: it lists the parts. An output module lists its outputs in one
function, connects it to `build.generator.outputs` in `register()`, and stands among the parts; what of it has an
address is a row of `core/site_map.py`. Where outputs show no text of an article, `build.context.from_metadata` spares
them every edit of one; where they show some, `BuildContext.texts` names these. Outputs that no template makes are
planned from what knows no theme (`build.context.without_theme`).
"""

import sys

from .earlier_names import EarlierNames

sys.meta_path.append(EarlierNames())
