"""What the command line offers beside `build`; each verb is imported only when it is asked for.

May import everything but the command line.
"""
