"""Where plans are written; apart, so that whoever only looks for the files need not be able to read them."""

FILE = "plan.toml"
FOLDER = "plans/"
"""Where the plans lie that have a file of their own."""
