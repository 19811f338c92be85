"""The lock files match pyproject.toml and name packages and hashes only."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
BUILD = PROJECT["project"]["dependencies"]
EVERYTHING = [*BUILD, *(line for group in PROJECT["dependency-groups"].values() for line in group)]
_PIN = re.compile(r"^([a-z0-9._-]+)(?:\[[^]]*\])?==(\S+)", re.MULTILINE | re.IGNORECASE)


@pytest.mark.parametrize(("file", "wanted"), [("requirements.lock", BUILD), ("requirements-dev.lock", EVERYTHING)])
def test_lock_holds_what_is_asked_for(file: str, wanted: list[str]) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    pins: dict[str, list[str]] = {}
    for name, version in _PIN.findall(text):
        pins.setdefault(canonicalize_name(name), []).append(version)
    for line in wanted:
        requirement = Requirement(line)
        versions = pins.get(canonicalize_name(requirement.name), [])
        assert any(requirement.specifier.contains(version) for version in versions), f"run `tasks.py lock`: {line}"
    assert "://" not in text
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert all("--hash=sha256:" in block for block in blocks)


def test_the_smaller_lock_is_part_of_the_larger() -> None:
    small, large = (
        (ROOT / file).read_text(encoding="utf-8") for file in ("requirements.lock", "requirements-dev.lock")
    )
    assert set(_PIN.findall(small)) <= set(_PIN.findall(large))
