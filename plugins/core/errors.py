"""The exception family of the column.

ColumnError                 base: whatever we raise on purpose
├── ContentError            the editors' files are not publishable; carries the Problems
├── SettingsError           a setting, option or target file is wrong
├── BuildError              a page or output could not be made
│   └── LimitError          a bound on size, time or memory was passed
├── SetUpError              the environment or a system program can't be had; one line, Vietnamese and English
├── StoreError              the parsed-article store or the build state is damaged (always rebuilt)
└── PublishError            a release could not be staged, verified, switched or rolled back
    ├── DamagedError        files on the target are not what was published; carries their names
    ├── BusyError           somebody else is publishing there
    ├── HeldError           a rollback holds the target
    ├── LossError           readers would lose something; carries the word that allows it
    └── UnfinishedError     the new release is live, but what follows the switch was not finished
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .problem import Problem


class ColumnError(Exception):
    """Base of every error this project raises on purpose. Its text is for people; `code` is the command's
    exit code."""

    code = 1


class ContentError(ColumnError):
    """Raised by the gate when at least one problem is an error."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problem(s) in content")
        self.problems = tuple(problems)


class SettingsError(ColumnError):
    """Raised when a setting, a command-line value or a target file is wrong."""


class BuildError(ColumnError):
    """Raised when an output can't be made; the earlier release stays."""


class LimitError(BuildError):
    """Raised when an input passes a bound on size, depth, time or memory."""


class SetUpError(ColumnError):
    """Raised when what a verb needs can't be installed; the next run tries again."""


class StoreError(ColumnError):
    """Raised inside the store when its files are damaged or foreign; the caller rebuilds."""


class PublishError(ColumnError):
    """Raised by publishing when a step fails; the live release stays."""


class DamagedError(PublishError):
    """Raised when a release being staged holds files that are not what they should be."""

    def __init__(self, files: Sequence[str]) -> None:
        few = ", ".join(files[:5]) + (" …" if len(files) > 5 else "")
        super().__init__(f"tệp trên đích không đúng bản kê khai (đĩa hỏng hoặc bị sửa): {few}")
        self.files = tuple(files)


class BusyError(PublishError):
    """Raised when another publish of the same target is running."""

    code = 3


class HeldError(PublishError):
    """Raised when a rollback holds the target and the new site still contains what was taken back."""

    code = 4


class LossError(PublishError):
    """Raised when readers would lose something that nobody has allowed to go."""

    code = 5


class UnfinishedError(PublishError):
    """Raised after the switch: readers have the new release, the next run finishes what was left."""

    code = 6
