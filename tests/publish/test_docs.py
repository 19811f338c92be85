"""What the documentation says is there is there, and the other way round."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from plugins.publish.target_file import load_targets
from plugins.publish.targets import KINDS

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_example_is_right() -> None:
    targets = load_targets(DOCS / "targets.example.toml")
    assert {target.kind for target in targets.values()} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_is_documented_for_its_kinds(kind: str) -> None:
    rows = re.findall(r"^\| (`.+?) \| (.+?) \|", (DOCS / "publishing.md").read_text(), re.M)
    documented = {
        key for keys, kinds in rows if kind in kinds or kinds == "all" for key in re.findall(r"`(\w+)`", keys)
    }
    known = {field.name for field in fields(KINDS[kind])} - {"name"} | {"kind"}
    assert documented == known


def test_links_lead_somewhere() -> None:
    for page in ("publishing.md", "one-server.md", "object-storage.md", "continuity.md"):
        for link in re.findall(r"\]\(([^)#:]+)\)", (DOCS / page).read_text()):
            assert (DOCS / link).exists(), f"{page}: {link}"
