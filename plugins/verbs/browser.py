"""A Chromium for the browser tests: an installed one, else Playwright's, else the system package when root."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from ..setting_up import programs
from ..system import build_inputs

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""How tests start it: no screen, no traffic of its own."""
_SHELL = "chromium-headless-shell"
"""The same browser without windows: a new tab costs a fifth of what it does in one that only hides them."""
_NAMES = (_SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find() -> str:
    """Path of an installed Chromium or Chrome, "" when there is none."""
    asked = os.environ.get("CHROME_PATH", "")
    if asked and os.access(asked, os.X_OK):
        return asked
    return next((path for name in _NAMES if (path := shutil.which(name)) and _starts(path)), "")


def _starts(path: str) -> bool:
    """Ubuntu's `chromium-browser` is a line that says which snap to install."""
    return subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False).returncode == 0


def find_or_install() -> str:
    """An installed browser, or one set up now; "" with a line that says so when neither works."""
    return find() or _playwright() or _system_package() or _none()


def _playwright() -> str:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return ""
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    if subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=600):
        return ""
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.access(path, os.X_OK) else ""


def _system_package() -> str:
    programs.have(build_inputs.ROOT, frozenset({f"{_SHELL} | chromium", "fonts-noto-core"}))
    return find()


def _none() -> str:
    print("Không có trình duyệt Chromium: các phép thử bằng trình duyệt sẽ bị bỏ qua.", flush=True)
    return ""
