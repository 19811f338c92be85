"""The project's verbs. `python3 tasks.py build` works on a bare Python ≥ 3.11: it makes `.venv` from the hash-pinned
lock of the verb's purpose and goes on inside it; `invoke build` does the same where the environment stands."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
if sys.version_info < (3, 11):  # noqa: UP036 — the file must say so where it can't run
    raise SystemExit(f"Cần Python 3.11 trở lên · Python 3.11 or newer is needed; this is {sys.version.split()[0]}")
sys.path.insert(0, str(ROOT))

from plugins.core.errors import SetUpError  # noqa: E402 — after the check of the version
from plugins.setting_up import programs  # noqa: E402
from plugins.setting_up.environment import Environment  # noqa: E402
from plugins.setting_up.purposes import lock_of  # noqa: E402


def main(arguments: list[str]) -> int:
    """Set up what the verb needs, then run it inside the environment."""
    made = Environment(ROOT)
    try:
        made.bring_up_to(lock_of(arguments))
        if arguments[:1] == ["test"]:
            programs.have(ROOT)
    except SetUpError as error:
        sys.stderr.write(f"LỖI: {error}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    command = [str(made.python), "-m", "plugins.command", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "COLUMN_CWD": os.getcwd()}
    if os.name != "nt":
        os.execve(made.python, command, environment)  # does not come back
    return subprocess.call(command, env=environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))


import argparse  # noqa: E402
import inspect  # noqa: E402
from collections.abc import Sequence  # noqa: E402
from typing import Any  # noqa: E402

from invoke import Context, task  # noqa: E402 — only where the environment stands

from plugins.command import verbs  # noqa: E402


def _as_task(verb: str, declared: argparse.ArgumentParser) -> Any:
    """A verb as invoke knows it: the same words, the same options."""
    taken = [action for action in declared._actions if action.dest != "help"]
    several = [action.metavar for action in taken if action.nargs == "+"]  # invoke takes one of them by its place
    lists = [action.dest for action in taken if isinstance(action.default, list)] + ["more"] * len(several)

    def run(_: Context, more: Sequence[str] = (), **values: object) -> None:
        arguments = [verb]
        for action in taken:
            value = values[action.dest]
            if not action.option_strings:
                arguments += [str(value)] if value != "" else []
                arguments += more if action.nargs == "+" else []
            elif value is True:
                arguments.append(action.option_strings[0])
            elif value is not False and value != _default(action):
                for one in value if isinstance(value, list) else [value]:
                    arguments += [action.option_strings[0], str(one)]
        raise SystemExit(main(arguments))

    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    needed = [inspect.Parameter(action.dest, kind) for action in taken if action.required]
    others = [inspect.Parameter(a.dest, kind, default=_default(a)) for a in taken if not a.required]
    others += [inspect.Parameter("more", kind, default=[]) for _ in several]
    run.__signature__ = inspect.Signature([inspect.Parameter("_", kind), *needed, *others])  # type: ignore[attr-defined]
    run.__doc__ = declared.description
    about = {action.dest: action.help for action in taken if action.help}
    if several:
        about["more"] = f"another {several[0]}; may be given again"
    return task(name=verb, help=about, iterable=lists)(run)


def _default(action: argparse.Action) -> object:
    """What invoke tells an option's kind from: no value, and paths, are text."""
    if isinstance(action.default, list):
        return []
    return action.default if isinstance(action.default, bool | int | float) else ""


globals().update({f"verb_{name}": _as_task(name, declared) for name, declared in verbs().items()})
