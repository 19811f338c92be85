"""The Nu HTML checker on finished pages; its jar comes from npm into the cache folder when it isn't there yet."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.helpers.building import ROOT
from tests.helpers.programs import java, program
from tests.helpers.sharing import one_at_a_time

VERSION = "26.9.27"


def jar() -> Path:
    """Where the checker lies: `VNU_JAR`, or the project's cache."""
    if given := os.environ.get("VNU_JAR"):
        return Path(given)
    home = ROOT / ".cache" / "node"
    path = home / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    home.mkdir(parents=True, exist_ok=True)
    with one_at_a_time(home / "lock"):
        if not path.is_file():
            command = [program("npm"), "install", "--prefix", str(home), "--ignore-scripts"]
            command += ["--no-save", "--no-audit", "--no-fund", f"vnu-jar@{VERSION}"]
            done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
            assert done.returncode == 0, done.stderr
    return path


def complaints(*places: Path) -> str:
    """What the checker says of these files and folders, warnings included; "" when it has nothing to say."""
    command = java("-Xss4m", "-jar", str(jar()), "--Werror", "--skip-non-html", *map(str, places))
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    return done.stderr or ("" if done.returncode == 0 else f"exit code {done.returncode}")
