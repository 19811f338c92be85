"""What the readers of a Word document's parts share: package, styles, numbers, the document that grows."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from ..core.importing.model import Document, RawPicture
from .container import Package, Relation
from .numbering import Numbering
from .pictures import AS_IT_IS, Placing, Shown, drawing_form, shown, shown_drawing, unpacked
from .prepare import prepare
from .source_words import source_texts
from .styles import Styles


@dataclass(slots=True)
class Context:
    """part: the name of the part that is being read; letters: the old encoding of a document whose fonts are gone;
    office: whether LibreOffice may draw what no browser shows."""

    package: Package
    styles: Styles
    numbering: Numbering
    document: Document
    part: str = ""
    letters: str = ""
    office: bool = False
    trees: dict[str, etree._Element] = field(default_factory=dict)
    converted: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    paragraphs: int = 0
    _pictures: dict[tuple[str, Placing], tuple[int | None, str]] = field(default_factory=dict)
    _drawn: dict[str, bytes] | None = None

    def load(self, name: str) -> etree._Element | None:
        """A part with text, prepared once."""
        if name not in self.trees:
            tree = self.package.tree(name)
            if tree is None:
                return None
            converted, unknown = prepare(tree, self.styles)
            self.converted += converted
            self.unknown += unknown
            self.trees[name] = tree
        return self.trees[name]

    def close_account(self) -> None:
        """Note the words of every part that was loaded."""
        for tree in self.trees.values():
            self.document.source += source_texts(tree)

    def relation(self, identity: str | None) -> Relation | None:
        """What an id of the present part refers to."""
        return self.package.relations(self.part).get(identity or "")

    def tell(self, kind: str, text: str, where: str = "") -> None:
        """Add a loss."""
        self.document.losses.append((kind, text, where or self.where()))

    def where(self) -> str:
        """The present place, for people."""
        return f"đoạn {self.paragraphs}" if self.paragraphs else "đầu văn bản"

    def picture(self, name: str, placing: Placing = AS_IT_IS) -> int | None:
        """The place of a picture part among the document's pictures; None when it can't be shown, which is told."""
        key = (name, placing)
        if key not in self._pictures:
            data = self._bytes(name)
            picture, told = self._shown(name, data, placing) if data is not None else (None, "không có trong tệp")
            self._pictures[key] = (None if picture is None else self._add(picture), told)
        place, told = self._pictures[key]
        if told:
            self.tell("picture-format", f"{name.rpartition('/')[2]}: {told}")
        return place

    def _bytes(self, name: str) -> bytes | None:
        data = self.package.get(name)
        return None if data is None else unpacked(data)

    def _shown(self, name: str, data: bytes, placing: Placing) -> Shown:
        form = drawing_form(data)
        drawn = self._drawings().get(name) if form else None
        return shown_drawing(drawn, form, placing) if drawn else shown(data, placing)

    def _drawings(self) -> dict[str, bytes]:
        """Every drawing of the document as LibreOffice draws it, all at once when the first is asked for."""
        if self._drawn is None:
            from .office import draw

            parts = {name: self._bytes(name) or b"" for name in self.package.names() if "/media/" in name}
            found = {name: data for name, data in parts.items() if drawing_form(data)}
            self._drawn = draw(found) if self.office else {}
        return self._drawn

    def _add(self, picture: RawPicture) -> int:
        self.document.pictures.append(picture)
        return len(self.document.pictures) - 1
