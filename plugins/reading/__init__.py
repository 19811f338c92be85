"""The way in: files of content/ → checked records in the store, and every problem told.

May import system and core.
"""
