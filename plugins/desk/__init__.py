"""The editors' desk: a browser's face on gate, preview, importer, git and publishing.

May import everything but the command line. `room` keeps the checked column in memory; `files`, `commits`, `drafts` and
`locks` see that nothing is lost; what talks to a browser is `app` and the modules `*_routes`.
"""
