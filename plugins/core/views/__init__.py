"""What templates are handed: the column's values joined, named and labelled, each with its digest.

May import column and what lies below.
"""
