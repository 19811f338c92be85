"""The text of an article: Markdown to clean HTML in one pass, with references, headings and every problem.

May import text and what lies below.
"""
