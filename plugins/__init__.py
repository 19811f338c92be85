"""The column as a chain of Pelican plugins: one way through, no back and forth.

    plan + articles → check → Column (frozen values) → outputs → manifest → release

`core` holds the rules and knows no Pelican, no Jinja, no clock and no writing.
Every other module is glue: it makes one output from the Column and ends with `register()`.
Imports point one way only: glue imports core, core imports core.
"""
