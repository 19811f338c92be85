"""A document as its reader found it → the finished import: headers, body, pictures, report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from ..body.parser import BodyParser
from ..text.vietnamese import slugify
from .account import unaccounted
from .characters import clean, cleaned
from .columns import without_tabs
from .frame import Draft, draft_of, piece_of
from .model import Block, Document, Figure, Table, words_of
from .outcome import Imported, Loss, PictureFile
from .write import Writer

_LONGEST_SLUG = 80
_SHOWN_FORMS = {"jpeg": "jpg"}


def assemble(document: Document, name: str, digest: str, parser: BodyParser | None = None) -> Imported:
    """name: the file's, as the editor knows it; digest: of its bytes."""
    source = tuple(document.source)
    prepare(document)
    stem = clean(name.rpartition(".")[0] or name).replace("\t", " ").strip() or "bai"
    draft = draft_of(document, stem)
    slug = slugify(draft.title)[:_LONGEST_SLUG].strip("-") or slugify(stem)[:_LONGEST_SLUG].strip("-") or "bai"

    def head(names: Mapping[int, str]) -> str:
        return _headers(draft, names, f"nhập từ {clean(name)}, sha256 {digest}")

    return finish(document, draft, slug, head, source, parser or BodyParser())


def assemble_piece(document: Document, parser: BodyParser | None = None) -> Imported:
    """A piece of a text, as it is pasted into another: nothing of it is taken for title, sapo, author or frame. Its
    pictures stay out, which is told: what stands on a clipboard is no file yet."""
    source = tuple(document.source)
    prepare(document)
    draft = piece_of(document)
    return finish(document, draft, "dan", lambda names: "", source, parser or BodyParser())


def prepare(document: Document) -> None:
    """Clean the letters of a document as its reader left it."""
    cleaned(document)
    document.notes = {key: tuple(without_tabs(block) for block in blocks) for key, blocks in document.notes.items()}


def finish(
    document: Document,
    draft: Draft,
    slug: str,
    head: Callable[[Mapping[int, str]], str],
    source: Iterable[str],
    parser: BodyParser,
) -> Imported:
    """Write a draft and close its account. slug: names the article and its pictures; head: the headers, given the
    pictures' files; source: every text that came in."""
    files, names = _files(document, draft, slug)
    writer = Writer(document.notes, names)
    body = writer.body(draft.blocks, tuple(dict.fromkeys(draft.loose_notes)))
    for key, blocks in document.notes.items():
        if key not in writer.numbers:  # what referred to it was left out
            words = "\n".join(filter(None, map(words_of, blocks)))
            draft.losses.append(Loss("hidden-text", words, "chú thích mà chỗ dẫn tới không vào bài"))
    text = head(names) + f"\n{body}\n"
    told = [
        *(loss.text for loss in draft.losses),
        *(guess.text for guess in draft.guesses),
        *document.aside,
    ]
    return Imported(
        slug=slug,
        text=text,
        pictures=files,
        losses=tuple(_ordered(draft.losses)),
        guesses=tuple(draft.guesses),
        unaccounted=unaccounted(map(clean, source), text, told, parser),
        aside=tuple(document.aside),
    )


def _ordered(losses: Sequence[Loss]) -> list[Loss]:
    return sorted(dict.fromkeys(losses), key=lambda loss: loss.kind)


def figures_in(blocks: Sequence[Block]) -> list[Figure]:
    found: list[Figure] = []
    for block in blocks:
        if isinstance(block, Figure):
            found.append(block)
        elif isinstance(block, Table):
            found += figures_in([inner for row in block.rows for cell in row for inner in cell.blocks])
    return found


def _files(document: Document, draft: Draft, slug: str) -> tuple[tuple[PictureFile, ...], dict[int, str]]:
    """The pictures that the article shows, named after it in their order; the same bytes are one file."""
    notes = [block for blocks in document.notes.values() for block in blocks]
    shown = [*([draft.lead] if draft.lead else []), *figures_in([*draft.blocks, *notes])]
    names: dict[int, str] = {}
    by_bytes: dict[bytes, str] = {}
    files: list[PictureFile] = []
    for figure in shown:
        picture = document.pictures[figure.picture]
        if picture.data not in by_bytes:
            by_bytes[picture.data] = f"{slug}-{len(files) + 1}.{_SHOWN_FORMS.get(picture.form, picture.form)}"
            files.append(PictureFile(by_bytes[picture.data], picture.data))
        names[figure.picture] = by_bytes[picture.data]
    return tuple(files), names


def _headers(draft: Draft, names: Mapping[int, str], note: str) -> str:
    lead = draft.lead
    rows = [
        ("Title", draft.title),
        ("Date", draft.date),
        ("Category", ""),
        ("Summary", draft.summary),
        ("Status", "draft"),
        ("Authors", draft.authors),
        ("Source", draft.source),
        ("Tags", draft.tags),
        ("Picture", names[lead.picture] if lead else ""),
        ("Picture_alt", lead.alt if lead else ""),
        ("Picture_caption", lead.caption if lead else ""),
        ("Picture_credit", lead.credit if lead else ""),
        *(("Note", words) for words in draft.frame),
        ("Note", note),
    ]
    asked = {"Title", "Category", "Summary", *({"Picture_alt", "Picture_credit"} if lead else ())}
    lines = [f"{name}: {' '.join(text.split())}".rstrip() for name, text in rows if text or name in asked]
    return "\n".join(lines) + "\n"
