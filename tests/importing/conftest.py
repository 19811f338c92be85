"""LibreOffice is given the time that a busy machine takes: what is tested is what it reads, not how fast."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from plugins.importing import office


@pytest.fixture(autouse=True, scope="module")
def _patience() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(office, "SECONDS", 300)
        yield
