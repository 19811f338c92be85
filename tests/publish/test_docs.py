"""What the documentation says is there is there, and the other way round."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from plugins.publish.target_file import load_targets
from plugins.publish.targets import KINDS

from .operating import steps

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


@pytest.mark.parametrize("page", ["publishing.md", "one-server.md", "object-storage.md"])
def test_every_block_says_who_types_it(page: str) -> None:
    found = list(steps(page))
    assert len([step for step in found if step.who]) >= 2
    blocks = (DOCS / page).read_text().count("\n```sh\n")
    assert len([step for step in found if step.who]) == blocks, "a block that the test doesn't see"


def test_a_target_has_one_name_everywhere() -> None:
    """Pages, units and pipelines name targets of the example, and each page its own."""
    example = load_targets(DOCS / "targets.example.toml")
    used: dict[str, set[str]] = {}
    for file in [*DOCS.glob("*.md"), *(DOCS / "serving").iterdir()]:
        named = re.findall(
            r"tasks\.py (?:publish|rollback|releases|serving|diff|verify) ([a-z][a-z0-9-]*)\b", file.read_text()
        )
        used[file.name] = {name for name in named if name not in {"https", "http"}}
    assert set().union(*used.values()) <= set(example)
    assert used["one-server.md"] == used["continuity.md"] == used["column-publish.service"] == {"may-nay"}
    assert used["object-storage.md"] == used["publish.ci.yml"] == {"kho"}


def test_units_fit_what_the_page_sets_up() -> None:
    """The unit's user, folders and the page's are the same."""
    unit = (DOCS / "serving/column-publish.service").read_text()
    commands = "".join(step.text for step in steps("one-server.md"))
    user = re.search(r"^User=(.+)$", unit, re.M)[1]  # type: ignore[index]
    assert f"useradd --create-home --shell /bin/bash {user}\n" in commands
    for folder in re.search(r"^ReadWritePaths=(.+)$", unit, re.M)[1].split():  # type: ignore[index]
        assert re.search(rf"^install --directory --owner {user} .*{folder}\b", commands, re.M), folder


def test_no_pipeline_for_strangers_has_a_cache_or_secrets() -> None:
    """What a pull request starts runs the code of whoever wrote it; a cache is believed like code."""
    seen = set()
    for file in (DOCS / "serving").glob("*.ci.yml"):
        text = file.read_text()
        values = yaml.safe_load(text)
        triggers, jobs = values[True], values["jobs"].values()  # "on", as YAML 1.1 reads it
        done = [step for job in jobs for step in job["steps"]]
        trusted = not {name for name in triggers if name.startswith("pull_request")}
        caches = [step for step in done if "cache" in step.get("uses", "")]
        seen.add(trusted)
        assert trusted or not (caches or "secrets." in text), file.name
        assert "pull_request_target" not in text
        assert not caches or all(job["if"].startswith("github.ref == 'refs/heads/main'") for job in jobs)
    assert seen == {True, False}
