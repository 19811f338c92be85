"""What the build asks of the machine: cache files, file stamps, locks and folders, processes.

May import core.
"""
