"""What a build depends on beside content: code, theme, settings, libraries; and where its caches lie.

Imported before Pelican, by the answer to "has anything changed?", so it stays small and stdlib-only.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import lru_cache, partial
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.errors import BuildError
from .cache_places import clear_place, ensure_folder
from .file_lock import held
from .file_stamps import FileStamp, file_stamp

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent.parent
"""The project's own folder."""
CACHE = ROOT / ".cache"
"""Everything that may be deleted at any time; `COLUMN_CACHE` puts it elsewhere."""
_TOOL_FOLDERS = ("plugins", "theme")
_TOOL_FILES = ("pelicanconf.py", "requirements.lock")


_passing: list[TemporaryDirectory[str]] = []


def cache() -> Path:
    """The cache folder."""
    return Path(os.environ.get("COLUMN_CACHE") or CACHE)


def name_of(path: Path) -> str:
    """What the workspaces of a folder are called."""
    return blake2b(os.path.realpath(path).encode(), digest_size=8).hexdigest()


def home(output: Path) -> Path:
    """The workspace of one output folder: state, lock, spare tree; whatever content it is built from."""
    return cache() / "outputs" / name_of(output)


def store_home(content: Path) -> Path:
    """The store of one content folder's parsed articles."""
    return cache() / "articles" / name_of(content)


def search_home(content: Path) -> Path:
    """The kept segments of one content folder's search index."""
    return cache() / "search" / name_of(content)


def import_home(content: Path) -> Path:
    """What imports into one content folder report."""
    return cache() / "import" / name_of(content)


def pictures_home() -> Path:
    """Encoded pictures; named after their content, so all content folders share them."""
    return cache() / "pictures"


@contextmanager
def locked(folder: Path, seconds: float = 600) -> Iterator[None]:
    """Hold the lock of a workspace; whoever else works there is waited for, not disturbed."""
    ensure_folder(folder, cache())
    if (folder / "lock").is_dir():
        clear_place(folder / "lock")
    waiting = partial(sys.stderr.write, "một lần dựng khác đang chạy; chờ…\n")
    with ExitStack() as holding:
        try:
            holding.enter_context(held(folder / "lock", seconds, waiting))
        except TimeoutError:
            raise BuildError("một lần dựng khác vẫn đang chạy; hãy thử lại sau") from None
        yield


@contextmanager
def reading_store(content: Path) -> Iterator[Path]:
    """The store of a content folder, held, for verbs that only read; where the cache can't be written, an empty one
    that lasts until `forget_passing`."""
    home = store_home(content)
    with ExitStack() as holding:
        try:
            holding.enter_context(locked(home))
            passing = not os.access(home, os.W_OK)
        except OSError:
            passing = True
        if passing:
            from tempfile import TemporaryDirectory

            _passing.append(TemporaryDirectory(prefix="column-"))
            home = Path(_passing[-1].name)
        yield home


def forget_passing() -> None:
    """Delete what was kept for this run alone."""
    while _passing:
        _passing.pop().cleanup()


def shelf(name: str) -> Path:
    """A folder for what a verb makes for people to look at: in the cache, or where that can't be written, in a private
    one for temporary files. It stays."""
    folder = cache() / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            return folder
    except OSError:
        pass
    from tempfile import mkdtemp

    return Path(mkdtemp(prefix=f"column-{name}-"))


def tools() -> dict[str, FileStamp]:
    """Signatures of every file of code, theme and settings."""
    found: dict[str, FileStamp] = {}
    for folder in _TOOL_FOLDERS:
        _collect(str(ROOT / folder), folder, found)
    for name in _TOOL_FILES:
        try:
            status = os.stat(ROOT / name)
        except OSError:
            continue
        found[name] = file_stamp(status)
    return found


def elsewhere(paths: Iterable[str]) -> dict[str, FileStamp]:
    """Signatures of files and of whole folders that lie outside what `tools` looks at, by absolute path; folders have
    one themselves, so that a new file in one is seen."""
    found: dict[str, FileStamp] = {}
    own = tuple(f"{ROOT / folder}{os.sep}" for folder in _TOOL_FOLDERS)
    for path in paths:
        if f"{path}{os.sep}".startswith(own):
            continue
        try:
            found[path] = file_stamp(os.stat(path))
        except OSError:
            continue
        for parent, folders, files in os.walk(path):
            folders[:] = [name for name in folders if name[0] != "." and name != "__pycache__"]
            found.update((inside, file_stamp(os.stat(inside))) for name in folders if (inside := f"{parent}/{name}"))
            found.update((inside, file_stamp(os.stat(inside))) for name in files if (inside := f"{parent}/{name}"))
    return found


def elsewhere_again(known: Iterable[str]) -> dict[str, FileStamp]:
    """The signatures that absolute paths among `known` have now; OSError when one is gone."""
    return {path: file_stamp(os.stat(path)) for path in known if os.path.isabs(path)}


def _collect(folder: str, prefix: str, found: dict[str, FileStamp]) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name[0] == "." or entry.name == "__pycache__":
                continue
            path = f"{prefix}/{entry.name}"
            if entry.is_dir():
                _collect(entry.path, path, found)
            else:
                found[path] = file_stamp(entry.stat())


def libraries() -> bytes:
    """The interpreter and every installed distribution with its version, as one line of bytes."""
    names: set[str] = set()
    for folder in sys.path:
        if folder.endswith("site-packages"):
            try:
                names.update(name for name in os.listdir(folder) if name.endswith(".dist-info"))
            except OSError:
                continue
    return "\n".join([sys.version, *sorted(names)]).encode()


def distribution(name: str) -> bytes:
    """An installed distribution with its version ("pillow-13.0.0.dist-info"), known without importing it."""
    start = f"{name}-".encode()
    return b"\n".join(line for line in libraries().split(b"\n") if line.lower().startswith(start))


def shape(settings: dict[str, Any]) -> bytes:
    """Digest of everything that shapes parsed articles: all our code, libraries, and settings of how to read them."""
    digest = blake2b(libraries(), digest_size=16)
    digest.update(code())
    digest.update(repr([settings.get(key) or None for key in _OF_READING]).encode())
    return digest.digest()


@lru_cache(maxsize=1)
def code() -> bytes:
    """Digest of all our code as this process found it: who builds again and again runs what it has loaded."""
    digest, files = blake2b(digest_size=16), dict[str, FileStamp]()
    _collect(str(ROOT / "plugins"), "plugins", files)
    for path in sorted(files):
        if path.endswith(".py"):
            with open(f"{ROOT}/{path}", "rb", buffering=0) as file:
                digest.update(path.encode() + b"\0" + file.read())
    return digest.digest()


_OF_READING = ("MARKDOWN", "TIMEZONE", "DEFAULT_LANG", "AUTHOR", "DEFAULT_METADATA", "COLUMN_HEADERS")
"""Settings that say how articles are read."""


def foreign_plugins(settings: dict[str, Any]) -> list[str]:
    """Active plugins that are not this project's: their inputs are unknown."""
    return [str(name) for name in settings.get("PLUGINS", ()) if not str(name).startswith("plugins.")]


def options(content: Path, output: Path, settings: Path, site_url: str, at: str) -> bytes:
    """Digest of what the command line asked for, and of the settings file's bytes."""
    text = "\0".join([*map(os.path.realpath, (content, output, settings)), site_url, at])
    try:
        asked = settings.read_bytes()
    except OSError:
        asked = b""  # told by the caller
    return blake2b(text.encode() + libraries() + asked, digest_size=16).digest()
