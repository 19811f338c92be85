"""The plan and what the agency says of itself: plan.toml and site.toml as frozen values.

May import toml, text and what lies below.
"""
