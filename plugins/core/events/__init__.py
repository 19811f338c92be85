"""Events of the plan: their files, checked, and the agenda made of them.

May import article, plan and what lies below.
"""
