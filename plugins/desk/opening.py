"""Pelican's settings as a build completes them, without a build."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from pelican import Pelican
from pelican.settings import read_settings

from .. import column


def complete_settings(content: Path, output: Path, settings: Path, site_url: str) -> dict[str, Any]:
    """The settings that a build of the same folders works with; plugins are loaded as it loads them."""
    logging.getLogger("pelican.plugins._utils").setLevel(logging.CRITICAL + 1)
    override: dict[str, Any] = {"PATH": str(content.resolve()), "OUTPUT_PATH": str(output)}
    if site_url:
        override["SITEURL"] = site_url.rstrip("/")
    read = read_settings(str(settings), override=override)
    if column.NAME in map(str, read["PLUGINS"]):
        column.load()
    made: dict[str, Any] = Pelican(read).settings
    return made
