"""Text before anything is known of it: Vietnamese letters, encodings, days, web addresses, limits.

May import errors, problem and rules.
"""
