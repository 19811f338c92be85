"""What feeds and open data say of an article, before any format.

May import views and what lies below.
"""
