"""The rules of the column: pure values and functions.

Nothing here imports Pelican or Jinja, reads the clock or the environment, or writes a file.
What comes in is text and values; what goes out is frozen values, problems and bytes.
Its rooms and their order are in tests/test_layers.py. May import nothing else of plugins.
"""
