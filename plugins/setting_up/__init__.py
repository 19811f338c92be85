"""What a verb needs before it runs: Python packages in `.venv`, and for the tests the system's programs.

Everything here runs on a bare Python: standard library only, and of this project only what keeps to that too. It speaks
on stderr, one line a matter, in Vietnamese and English: nobody knows yet who is reading.

May import system and core.
"""
