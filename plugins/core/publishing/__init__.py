"""A built site as it leaves the machine: manifest, what to send, headers and server configurations.

May import plan, text and what lies below.
"""
