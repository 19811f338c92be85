"""The rules of the column: pure values and functions.

Nothing here imports Pelican or Jinja, reads the clock or the environment, or writes a file.
What comes in is text and values; what goes out is frozen values, problems and bytes.
"""
