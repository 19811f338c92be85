"""The names people know: verbs, options, documents."""

from __future__ import annotations

import importlib.util
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from invoke import Collection, Context

from plugins.command import main, verbs

ROOT = Path(__file__).resolve().parent.parent


def load_tasks() -> dict[str, Any]:
    """What `invoke` finds in tasks.py."""
    spec = importlib.util.spec_from_file_location("tasks", ROOT / "tasks.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return dict(Collection.from_module(module).tasks)


def test_every_verb_and_option_is_a_task_of_invoke() -> None:
    tasks = load_tasks()
    for verb, declared in verbs().items():
        options = {action.dest for action in declared._actions} - {"help"}
        options |= {"more" for action in declared._actions if action.nargs == "+"}
        assert {argument.name for argument in tasks[verb].get_arguments()} == options, verb
        assert tasks[verb].__doc__ == declared.description


@pytest.mark.parametrize(
    ("verb", "values", "expected"),
    [
        ("build", {"site_url": "https://a.example", "force": True}, ["--site-url", "https://a.example", "--force"]),
        ("check", {"format": "json", "at": "2026-01-01"}, ["--at", "2026-01-01", "--format", "json"]),
        ("new", {"title": "Bài mới"}, ["Bài mới"]),
        ("serve", {"port": 8001}, ["--port", "8001"]),
        ("rollback", {"target": "nha", "release": "12"}, ["nha", "12"]),
        ("rollback", {"target": "nha"}, ["nha"]),
        ("bench", {"without": ["Hugo", "stock Pelican"]}, ["--without", "Hugo", "--without", "stock Pelican"]),
        ("import", {"files": "a.docx", "into": "x"}, ["a.docx", "--into", "x"]),
        ("import", {"files": "a.docx", "more": ["b c.docx", "trang/"]}, ["a.docx", "b c.docx", "trang/"]),
        ("verify", {"what": "nha", "rate": 5.0}, ["nha", "--rate", "5.0"]),
    ],
)
def test_a_task_hands_on_what_was_asked(
    monkeypatch: pytest.MonkeyPatch, verb: str, values: dict[str, Any], expected: list[str]
) -> None:
    asked: list[list[str]] = []
    made = load_tasks()[verb]
    monkeypatch.setitem(made.body.__globals__, "main", lambda arguments: asked.append(arguments) or 0)
    defaults = {argument.name: argument.default for argument in made.get_arguments() if argument.default is not None}
    with pytest.raises(SystemExit):
        made(Context(), **{name: "" for name in made.body.__signature__.parameters if name != "_"} | defaults | values)
    assert asked[0][0] == verb
    assert sorted(asked[0][1:]) == sorted(expected)
    verbs()[verb].parse_args(asked[0][1:])


@pytest.mark.parametrize("verb", sorted(verbs()))
def test_a_verb_alone_takes_what_it_takes_among_all(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([verb, "--help"])
    assert capsys.readouterr().out == verbs()[verb].format_help()


def test_the_table_of_the_readme_is_of_these_verbs_and_options() -> None:
    rows = re.findall(r"^\| (`[^|]*) \| (.*) \|$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    named: set[str] = set()
    for cell, about in rows:
        own = {name for name in re.findall(r"`([a-z-]+)", cell) if name in verbs()}
        named |= own
        known = {option for verb in own for action in verbs()[verb]._actions for option in action.option_strings}
        assert not own or set(re.findall(r"--[a-z][a-z-]+", about)) <= known, cell
    assert named == verbs().keys()


def test_links_of_the_documents_lead_somewhere() -> None:
    for path in (ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")):
        text = re.sub(
            r"```.*?```|^- `[^\n]*$|`[^`\n]+`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE
        )
        for target in re.findall(r"\]\((?!#|https?:|mailto:)([^)#\s]+)", text):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_nothing_says_where_it_was_made() -> None:
    words = re.compile(r"/work/|/root/|files\.pythonhosted|registry\.npmjs|pypi\.org/simple", re.IGNORECASE)
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in filter(None, listed.decode().split("\0")):
        path = ROOT / name
        if (
            path.is_file()
            and path.name != "test_tasks.py"
            and path.suffix in {".py", ".md", ".toml", ".lock", ".html", ".css", ".js", ".json", ""}
        ):
            assert not words.search(path.read_text(encoding="utf-8", errors="replace")), name
