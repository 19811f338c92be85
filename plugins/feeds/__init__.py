"""Feeds, sitemaps, calendars and open data: what machines read."""
