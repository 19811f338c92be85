"""The search index: words of a text, posting lists, the list of words.

May import text.
"""
