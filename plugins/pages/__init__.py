"""HTML pages and the small files beside them: one kind, one module.

May import build and what lies below.
"""
