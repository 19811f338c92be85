"""Feeds, sitemaps, calendars and open data: what machines read.

May import build and what lies below.
"""
