"""A folder or an export file → the Site it holds, by what is in it."""

from __future__ import annotations

from pathlib import Path

from ...core.importing.outcome import ImportRefusedError
from .site import Site

MOST_EXPORT = 500 << 20
_WHAT = (
    "Thư mục này không phải trang Hugo (hugo.toml, content/), Jekyll (_config.yml, _posts/), Pelican (pelicanconf.py) "
    "hay bản xuất của WordPress (.xml) hoặc Ghost (.json), cũng không phải những thứ ấy nén thành .zip."
)


def is_archive(path: Path) -> bool:
    """Whether a path is a folder or the export of a whole site."""
    if path.is_dir():
        return True
    from .ghost import is_ghost
    from .unpacked import is_packed_site
    from .wordpress import is_wxr

    try:
        with path.open("rb") as stream:
            head = stream.read(20_000)
    except OSError:
        return False
    if head.startswith(b"PK"):
        return is_packed_site(path)
    return is_wxr(head) or (path.suffix.lower() == ".json" and is_ghost(head))


def read_site(path: Path, room: Path) -> Site:
    """room: an empty folder in which a packed site may be unpacked. Raises ImportRefusedError."""
    if path.is_file() and path.suffix.lower() == ".zip":
        from .unpacked import unpack

        return _folder(unpack(path, room))
    return _file(path) if path.is_file() else _folder(path)


def _folder(path: Path) -> Site:
    from . import hugo, jekyll, pelican

    if pelican.is_pelican(path):
        return pelican.read_site(path)
    if hugo.is_hugo(path):
        return hugo.read_site(path)
    if jekyll.is_jekyll(path):
        return jekyll.read_site(path)
    exports = [file for file in sorted(path.iterdir()) if file.is_file() and file.suffix in {".xml", ".json"}]
    found = [file for file in exports if is_archive(file)]
    if len(found) == 1:
        return _file(found[0])
    if len(found) > 1:
        raise ImportRefusedError("several", f"Thư mục có {len(found)} bản xuất; hãy nhập từng tệp một.")
    raise ImportRefusedError("not-word", _WHAT)


def _file(path: Path) -> Site:
    from . import ghost, wordpress

    try:
        if path.stat().st_size > MOST_EXPORT:
            raise ImportRefusedError("too-large", f"Bản xuất lớn quá {MOST_EXPORT >> 20} MB; hãy xuất từng phần.")
        data = path.read_bytes()
    except OSError as error:
        raise ImportRefusedError("unreadable", f"Không mở được tệp này ({error.strerror}).") from None
    if wordpress.is_wxr(data):
        return wordpress.read_site(data, path.name, path.parent)
    return ghost.read_site(data, path.name, path.parent)
