"""Reports to the editors: coverage of the plan, duties, the month's hand-out, what a correction changed.

May import views and what lies below.
"""
