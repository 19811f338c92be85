"""Pictures: decoded, re-encoded in sensible sizes, kept between builds; social cards drawn.

May import reading, system and core.
"""
