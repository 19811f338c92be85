"""Compiled templates, kept between builds: those of the theme, and those that Pelican loads in any case."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import BytecodeCache

from ..core.errors import StoreError
from ..system import build_inputs
from ..system.cache_file import load_cached, save_cached
from .settings_inputs import jinja_digest

if TYPE_CHECKING:
    from jinja2.bccache import Bucket


class TemplateCache(BytecodeCache):
    """Compiled templates, keyed by Jinja on their source; saves more than half of a small build's rendering. One that
    is damaged or another's is none: code is never taken on trust. made_with: digest of what settings give Jinja."""

    def __init__(self, folder: Path, made_with: str) -> None:
        self._folder = folder
        self._made_with = made_with

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The project's own templates by where they lie in it: a cache that went to another folder serves there."""
        if filename and Path(filename).is_relative_to(build_inputs.ROOT):
            filename = os.path.relpath(filename, build_inputs.ROOT)
        return super().get_cache_key(name, filename)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket when its template is kept."""
        with suppress(OSError, StoreError):
            body = load_cached(self._folder / bucket.key, self._output_stamp(bucket))
            if body is not None:
                bucket.bytecode_from_string(body)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template that was compiled; one that can't be kept costs time alone."""
        with suppress(OSError):
            save_cached(self._folder / bucket.key, self._output_stamp(bucket), bucket.bytecode_to_string())

    def clear(self) -> None:
        """Forget all."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _output_stamp(self, bucket: Bucket) -> bytes:
        return f"column-template-2 {bucket.key} {bucket.checksum} {self._made_with}\n".encode()


def template_cache(settings: dict[str, Any]) -> TemplateCache:
    """Where this machine keeps them."""
    return TemplateCache(build_inputs.cache() / "templates", jinja_digest(settings).hex())
