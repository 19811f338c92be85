"""HTML pages and the small files beside them: one kind, one module."""
