"""The gate for pictures and attached files: every file that content refers to is looked into, once per version.

What was found is kept by the file's stamp, so that a check in which no picture changed opens none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..core.article.record import sound_of
from ..core.body.references import is_table
from ..core.files.data_table import undrawable
from ..core.files.rules import ATTACHED, PICTURE, TABLE
from ..core.files.sound_length import SOUNDS, unheard
from ..core.problem import Problem
from ..core.text.system_errors import reason
from ..system import workers
from ..system.file_stamps import size_of
from . import file_facts
from .file_facts import FileFacts
from .parse_all import FILE_BYTES, read_whole
from .sources import is_parsed

if TYPE_CHECKING:
    from ..core.article.record import Record
    from ..core.body.references import Reference
    from .sources import Sources

_ALONE = 512 << 10
"""Bytes of files, opening each one counted in, up to which one process is faster than forking."""
_OPENING = 16 << 10
"""Bytes that are decoded in the time in which a file is opened."""
_MOST_PIECES = 2_000
_JPEG = (".jpg", ".jpeg", ".jpe", ".jfif")


class Use(NamedTuple):
    """Where content refers to a file: source, header name or TEXT, and whether it is shown there; line: 1-based, 0 when
    it is looked up only once there is something to say; draws: a chart is drawn from it."""

    source: str
    field: str
    picture: bool
    line: int = 0
    draws: bool = False

    @property
    def rank(self) -> tuple[bool, ...]:
        """Of two uses of a file the higher one asks more of it."""
        return self.picture, self.field == SOUND, self.draws


SOUND = "Audio"
"""The header whose file the article can be heard from."""
TEXT = "nội dung"
"""The field of what a text refers to."""


def find_uses(
    records: Iterable[tuple[str, Record]], others: Iterable[tuple[str, str, Reference]] = ()
) -> dict[str, Use]:
    """File → the first place that refers to it, for every article and page, public or not.

    others: (source, field, reference) of what stands in neither.

    A file that is shown anywhere must be a picture, even when it is offered for download elsewhere.
    """
    uses: dict[str, Use] = {}

    def note(file: str, use: Use) -> None:
        known = uses.get(file)
        if known is None or use.rank > known.rank:
            uses[file] = use

    for source, record in records:
        if record.lead:
            note(record.lead[0], Use(source, "Picture", True))
        for file, _ in record.attachments:
            note(file, Use(source, "Attachment", False))
        for file in sound_of(record):
            note(file, Use(source, SOUND, False))
        for kind, target, form, _ in record.references:
            if kind in {"picture", "static"}:
                shown = kind == "picture"
                note(target, Use(source, TEXT, shown, draws=shown and is_table(target) and form != "bang"))
    for source, field, reference in others:
        if reference.kind in {"picture", "static"}:
            note(reference.target, Use(source, field, reference.kind == "picture", reference.line))
    return uses


Decoded = Callable[[bytes], bool]
"""Whether a picture with this digest is known to decode: by this very code it became a release that is believed."""


def nothing_decoded() -> Decoded:
    """No such release."""
    return lambda digest: False


def examine_files(
    content: Path,
    sources: Sources,
    uses: Mapping[str, Use],
    line: Callable[[str, str], int],
    home: Path,
    decoded: Callable[[], Decoded] = nothing_decoded,
) -> tuple[dict[str, FileFacts], tuple[Problem, ...]]:
    """Facts of every file that content refers to and that exists, and the problems of those that can't be published.

    line: source and file → the line on which its text refers to the file, asked for problems only; home: where facts
    are kept between runs; decoded: asked once, when there are JPEGs that were not looked into before.
    """
    if not uses:
        return {}, ()
    path = home / "files"
    shape = file_facts.shape()
    known = file_facts.load(path, shape)
    facts: dict[str, FileFacts] = {}
    fresh: list[str] = []
    for file, use in uses.items():
        mark = sources.files.get(file)
        if mark is None or is_parsed(file):
            continue  # an article, which is told where it is referred to
        kept = known.get(_key(file, use))
        if kept is not None and kept.file_stamp == mark:
            facts[file] = kept
        else:
            fresh.append(file)
    if fresh:
        ask = decoded if any(file.lower().endswith(_JPEG) for file in fresh) else nothing_decoded
        facts.update(_examine_all(content, sources, uses, fresh, known, ask()))
    if fresh or len(known) != len(facts):
        file_facts.save(path, shape, {_key(file, uses[file]): row for file, row in facts.items()})
    return facts, tuple(_problems(facts, uses, line))


def _key(file: str, use: Use) -> str:
    return f"{file}\0{'p' if use.picture else 'f'}"


def _problems(
    facts: Mapping[str, FileFacts], uses: Mapping[str, Use], line: Callable[[str, str], int]
) -> Iterable[Problem]:
    for file, row in facts.items():
        use = uses[file]
        if use.field == SOUND and not row.fault and (message := unheard(row.seconds)):
            yield Problem(path=use.source, line=0, field=SOUND, message=f"“{file}”: {message}", rule=ATTACHED)
        if use.draws and row.table and (message := undrawable(row.table)):
            place = use.line or line(use.source, file)
            yield Problem(path=use.source, line=place, field=use.field, message=f"“{file}”: {message}", rule=TABLE)
        if row.fault or row.hint:
            yield Problem(
                path=use.source,
                line=use.line or (line(use.source, file) if use.field == TEXT else 0),
                field=use.field,
                message=f"“{file}”: {row.fault or row.hint}",
                rule=row.rule,
                severity="error" if row.fault else "warning",
            )


def _examine_all(
    content: Path,
    sources: Sources,
    uses: Mapping[str, Use],
    fresh: list[str],
    known: Mapping[str, FileFacts],
    decoded: Decoded,
) -> dict[str, FileFacts]:
    little = sum(size_of(sources.files[file]) + _OPENING for file in fresh) <= _ALONE
    size = len(fresh) if little else max(1, len(fresh) // _MOST_PIECES)
    pieces = [fresh[start : start + size] for start in range(0, len(fresh), size)]

    def work(piece: int) -> list[tuple[str, FileFacts]]:
        return [
            (file, _examine(content, sources, file, uses[file], known.get(_key(file, uses[file])), decoded))
            for file in pieces[piece]
        ]

    found: dict[str, FileFacts] = {}
    for _, rows in workers.run(work, len(pieces)):
        for file, row in rows:
            found[file] = row
            sources.files[file] = row.file_stamp
    return found


def _examine(
    content: Path, sources: Sources, file: str, use: Use, before: FileFacts | None, decoded: Decoded
) -> FileFacts:
    """Look into one file; bytes that were looked into before are only read."""
    workers.working_on(file)
    from ..core.files import attached_files, data_table, picture_facts, sound_length
    from ..core.files.file_types import AttachedFileError

    ending = file.rpartition(".")[2].lower() if "." in file.rsplit("/", 1)[-1] else ""
    as_picture = use.picture or ending in picture_facts.PICTURE_ENDINGS
    table = use.picture and ending == "csv"
    mark = sources.files[file]
    size = size_of(mark)
    blank = FileFacts(
        mark, bytes(16), size, 0, 0, False, "", "", TABLE if table else PICTURE if as_picture else ATTACHED
    )
    try:
        if table:
            data, mark = read_whole(content, sources.names.get(file, file), FILE_BYTES)
            attached_files.examine(data, ending)
            digest = blake2b(data, digest_size=16).digest()
            row = blank._replace(file_stamp=mark, digest=digest, size=len(data), rule=TABLE)
            return row._replace(table=data_table.read_table(data))
        if as_picture and size > picture_facts.MOST_BYTES:
            raise picture_facts.too_large(size)
        if not as_picture:
            attached_files.refuse_by_name(ending, size)
        data, mark = read_whole(content, sources.names.get(file, file), FILE_BYTES)
        row = blank._replace(file_stamp=mark, digest=blake2b(data, digest_size=16).digest(), size=len(data))
        if before is not None and before.digest == row.digest and not before.fault:
            return before._replace(file_stamp=mark)
        if not as_picture:
            attached_files.examine(data, ending)
            return row._replace(seconds=sound_length.seconds(data, ending)) if ending in SOUNDS else row
        seen = picture_facts.examine(data, whole=decoded(row.digest))
        hint = ""
        if picture_facts.ENDINGS.get(ending) != seen.form:
            hint = f"đuôi .{ending} nhưng là ảnh {seen.form}; ảnh vẫn được đăng, nên đổi tên cho đúng"
        return row._replace(width=seen.width, height=seen.height, drawing=seen.drawing, hint=hint)
    except (picture_facts.PictureError, AttachedFileError) as error:
        return blank._replace(file_stamp=mark, fault=str(error))
    except OSError as error:
        return blank._replace(fault=f"không đọc được tệp ({reason(error)})")
