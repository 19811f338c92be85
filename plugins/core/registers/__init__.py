"""The registers beside the articles: readers' questions, models, targets, terms, corrections, hand-outs.

May import body, toml and what lies below.
"""
