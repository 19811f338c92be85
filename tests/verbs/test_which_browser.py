"""Which of the programs called Chromium is one."""

from pathlib import Path

import pytest

from plugins.verbs import browser


def test_a_stub_that_only_says_what_to_install_is_no_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHROME_PATH", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    for name, code in (("chromium-browser", 1), ("google-chrome", 0)):
        (tmp_path / name).write_text(f"#!/bin/sh\necho snap install chromium\nexit {code}\n")
        (tmp_path / name).chmod(0o755)
    assert browser.find() == str(tmp_path / "google-chrome")
    (tmp_path / "google-chrome").unlink()
    assert browser.find() == ""
