"""Pelican's settings as a build completes them, without a build."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from pelican import Pelican

from .. import column
from ..build.settings_inputs import read_settings_file


def complete_settings(content: Path, output: Path, settings: Path, site_url: str) -> dict[str, Any]:
    """The settings that a build of the same folders works with; plugins are loaded as it loads them."""
    logging.getLogger("pelican.plugins._utils").setLevel(logging.CRITICAL + 1)
    override: dict[str, Any] = {"PATH": str(content.resolve()), "OUTPUT_PATH": str(output)}
    if site_url:
        override["SITEURL"] = site_url.rstrip("/")
    read = read_settings_file(settings, override)
    if column.NAME in map(str, read["PLUGINS"]):
        column.load()
    made: dict[str, Any] = Pelican(read).settings
    return made
