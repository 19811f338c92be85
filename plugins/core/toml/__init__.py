"""TOML files as editors write them: their rows with lines, faults told in Vietnamese.

May import text and what lies below.
"""
