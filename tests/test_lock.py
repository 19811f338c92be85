"""The lock files match pyproject.toml, each its purpose, and name packages and hashes only."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from plugins.setting_up import purposes

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
BUILD = PROJECT["project"]["dependencies"]
GROUPS = PROJECT["dependency-groups"]
WANTED = {
    purposes.BUILD: BUILD,
    purposes.PUBLISH: [*BUILD, *GROUPS["publish"]],
    purposes.DIGEST: [*BUILD, *GROUPS["digest"]],
    purposes.IMPORT: [*BUILD, *GROUPS["import"]],
    purposes.DESK: [*BUILD, *GROUPS["publish"], *GROUPS["desk"]],
    purposes.SOURCE: GROUPS["source"],
    purposes.DEVELOPMENT: [*BUILD, *(line for group in GROUPS.values() for line in group)],
}
_PIN = re.compile(r"^([a-z0-9._-]+)(?:\[[^]]*\])?==(\S+)", re.MULTILINE | re.IGNORECASE)


def pins(file: str) -> set[tuple[str, str]]:
    """Name and version of everything a lock holds."""
    return set(_PIN.findall((ROOT / file).read_text(encoding="utf-8")))


def test_every_lock_has_a_purpose() -> None:
    assert {path.name for path in ROOT.glob("requirements*.lock")} == set(WANTED)


@pytest.mark.parametrize("file", WANTED)
def test_lock_holds_what_is_asked_for(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    versions: dict[str, list[str]] = {}
    for name, version in pins(file):
        versions.setdefault(canonicalize_name(name), []).append(version)
    for line in WANTED[file]:
        requirement = Requirement(line)
        found = versions.get(canonicalize_name(requirement.name), [])
        assert any(requirement.specifier.contains(version) for version in found), f"run `tasks.py lock`: {line}"
    assert "://" not in text
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert all("--hash=sha256:" in block for block in blocks)


def test_a_package_has_one_version_whatever_it_is_installed_for() -> None:
    everything = pins(purposes.DEVELOPMENT)
    for file in WANTED:
        assert pins(file) <= everything, file


def test_publishing_needs_little_more_than_building() -> None:
    build, publish, source = (pins(file) for file in (purposes.BUILD, purposes.PUBLISH, purposes.SOURCE))
    assert build <= publish
    assert len(publish | source) - len(build) <= 12


def test_every_verb_that_needs_more_names_its_lock() -> None:
    from tests.test_tasks import verbs

    assert set(purposes.LOCK_OF) <= set(verbs())
    assert purposes.lock_of(["build", "--force"]) == purposes.BUILD
    assert purposes.lock_of(["publish", "may-chu"]) == purposes.PUBLISH
    assert purposes.lock_of(["build", "--reuse", "may-chu"]) == purposes.PUBLISH
    assert purposes.lock_of(["build", "--force", "--reuse=may-chu"]) == purposes.PUBLISH
    assert purposes.lock_of([]) == purposes.BUILD
