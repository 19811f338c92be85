"""One article: its file's headers and text, checked into a record, and the article that the column makes of it.

May import body, text and what lies below.
"""
