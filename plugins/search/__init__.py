"""The search: its static index and its page.

May import build and what lies below.
"""
