"""The column: all files together, in order; the rules across files; collections and pagination.

May import article, events, registers, plan and what lies below.
"""
