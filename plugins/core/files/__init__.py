"""What can be told of a picture or an attached file from its bytes.

May import text and what lies below.
"""
