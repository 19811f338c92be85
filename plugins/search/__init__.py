"""The search: its static index and its page."""
