"""The build itself: one run of Pelican from the first look to the exchange of the output folder.

`attempt` answers whether anything changed and starts the run; `run` holds one build; `context`, `renderer`, `writer`
and `assets` make what differs; `generator` hands the frozen values to the output modules; `state` and `output_tree`
know what stands. May import core, system, reading and pictures.
"""

from .attempt import Attempt, Options, attempt, build

__all__ = ["Attempt", "Options", "attempt", "build"]
