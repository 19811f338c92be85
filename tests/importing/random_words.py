"""Random Word documents made of every part that can hold words; no word comes twice, so that a lost one is seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from hypothesis import strategies as st

from . import word_parts as wp

_SIGNS = (
    "",
    "",
    "",
    "*",
    "_",
    "[x]",
    "(y)",
    "#",
    "|",
    "`",
    "<b>",
    "&amp;",
    "\\",
    "{.k}",
    "1.",
    "-",
    ":",
    "**",
    "!",
    "$",
    "~~",
)
_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001f61738550000"
    "000049454e44ae426082"
)


@dataclass
class Made:
    """word: the document; shown: words that belong on the page, in order; told: words that belong in the report."""

    word: wp.Word = field(default_factory=wp.Word)
    shown: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    count: int = 0


class Maker:
    """Draws one document."""

    def __init__(self, draw: Callable[..., object]) -> None:
        self.draw = draw
        self.made = Made()
        self._depth = 0

    def number(self, highest: int) -> int:
        found = self.draw(st.integers(0, highest))
        assert isinstance(found, int)
        return found

    def words(self, into: list[str], most: int = 3) -> str:
        """Some new words with signs that Markdown could take for marks between them."""
        out = []
        for _ in range(self.number(most - 1) + 1):
            self.made.count += 1
            word = f"từ{self.made.count}ữ"
            into.append(word)
            sign = _SIGNS[self.number(len(_SIGNS) - 1)]
            out.append((sign + word, word + sign, f"{sign} {word}")[self.number(2)])
        return " ".join(out)

    def runs(self, into: list[str]) -> str:
        """Runs of one paragraph, of any kind."""
        kinds = (Maker._plain, Maker._plain, Maker._look, Maker._split, *Maker._RARE)
        return "".join(kinds[self.number(len(kinds) - 1)](self, into) for _ in range(self.number(4) + 1))

    def _plain(self, into: list[str]) -> str:
        return wp.run(f" {self.words(into)} ")

    def _look(self, into: list[str]) -> str:
        looks = (
            "<w:b/>",
            "<w:i/>",
            "<w:b/><w:i/>",
            "<w:strike/>",
            '<w:vertAlign w:val="superscript"/>',
            '<w:rStyle w:val="Strong"/>',
        )
        gap = " " if self.number(1) else ""
        return wp.run(gap + self.words(into) + gap, looks[self.number(len(looks) - 1)])

    def _split(self, into: list[str]) -> str:
        """One word in two looks."""
        self.made.count += 1
        head, tail = f"đầu{self.made.count}", f"đuôi{self.made.count}"
        into.append(head + tail)
        return wp.run(f" {head}", "<w:b/>" if self.number(1) else "") + wp.run(f"{tail} ", "<w:i/>")

    def _hidden(self, into: list[str]) -> str:
        return wp.run(f" {self.words(self.made.told)} ", "<w:vanish/>")

    def _deleted(self, into: list[str]) -> str:
        return wp.deleted(f" {self.words(self.made.told)} ")

    def _inserted(self, into: list[str]) -> str:
        return f'<w:ins w:id="1" w:author="A">{wp.run(f" {self.words(into)} ")}</w:ins>'

    def _noted(self, into: list[str]) -> str:
        return self.made.word.note(wp.paragraph(wp.run(self.words(self.made.told))))

    def _commented(self, into: list[str]) -> str:
        return self.made.word.comment(wp.paragraph(wp.run(self.words(self.made.told))))

    def _linked(self, into: list[str]) -> str:
        addresses = (
            "https://vi.example.vn/a_(b)?x=1&utm_source=k",
            "javascript:x",
            "file:///c:/x",
            "mailto:a@example.vn",
        )
        identity = self.made.word.relate("hyperlink", addresses[self.number(3)], outside=True)
        return f'<w:hyperlink r:id="{identity}">{wp.run(self.words(into))}</w:hyperlink>'

    def _field(self, into: list[str]) -> str:
        kinds = (' HYPERLINK "https://vi.example.vn/" ', " REF x ", " DATE ", ' INCLUDETEXT "x.doc" ', " IF 1 ")
        return wp.field_of(kinds[self.number(len(kinds) - 1)], wp.run(f" {self.words(into)} "))

    def _control(self, into: list[str]) -> str:
        if self.number(1):
            return f"<w:sdt><w:sdtPr/><w:sdtContent>{wp.run(f' {self.words(into)} ')}</w:sdtContent></w:sdt>"
        hint = wp.run(self.words(self.made.told))
        return f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{hint}</w:sdtContent></w:sdt>"

    def _equation(self, into: list[str]) -> str:
        def part() -> str:
            self.made.count += 1
            into.append(f"x{self.made.count}y")
            return f"<m:r><m:t>x{self.made.count}y</m:t></m:r>"

        power = f"<m:sSup><m:e>{part()}</m:e><m:sup>{part()}</m:sup></m:sSup>"
        return f"<m:oMath><m:f><m:num>{part()}</m:num><m:den>{power}</m:den></m:f></m:oMath>"

    def _gap(self, into: list[str]) -> str:
        return ("<w:r><w:br/></w:r>", "<w:r><w:tab/></w:r>", '<w:r><w:br w:type="page"/></w:r>')[self.number(2)]

    def _boxed(self, into: list[str]) -> str:
        return wp.text_box(wp.paragraph(wp.run(self.words(self.made.told))) + self._row_of_blocks(self.made.told, 1))

    def _pictured(self, into: list[str]) -> str:
        identity = self.made.word.part("image", f"media/{self.made.count}.png", _PNG if self.number(2) else b"x")
        return wp.picture(identity, self.words(self.made.told))

    def _charted(self, into: list[str]) -> str:
        part = wp.chart_part(*(self.words(self.made.told, 1) for _ in range(3)))
        identity = self.made.word.part("chart", f"charts/{self.made.count}.xml", part)
        return wp.drawing_of(f'<c:chart r:id="{identity}"/>', self.words(self.made.told, 1))

    def _diagrammed(self, into: list[str]) -> str:
        part = wp.diagram_part(self.words(self.made.told), self.words(self.made.told))
        identity = self.made.word.part("diagramData", f"diagrams/{self.made.count}.xml", part)
        return wp.drawing_of(f'<dgm:relIds r:dm="{identity}"/>')

    _RARE = (
        _hidden, _deleted, _inserted, _noted, _commented, _linked, _field, _control, _equation, _gap, _boxed, _pictured,
        _charted, _diagrammed,
    )  # fmt: skip

    def _row_of_blocks(self, into: list[str], most: int) -> str:
        return "".join(self.block(into) for _ in range(self.number(most)))

    def block(self, into: list[str]) -> str:
        """A paragraph, list item, heading, quotation or table."""
        self._depth += 1
        kind = self.number(11 if self._depth < 3 else 7)
        made = self._block(kind, into)
        self._depth -= 1
        return made

    def _block(self, kind: int, into: list[str]) -> str:
        if kind == 0:
            return wp.paragraph(self.runs(into), style=f"Heading{self.number(1) + 1}")
        if kind in {1, 2}:
            return wp.listed(self.words(into), self.number(3) + 1, self.number(2))
        if kind == 3:
            return wp.paragraph(self.runs(into), style=("Quote", "Caption", "Title", "TOC1")[self.number(3)])
        if kind == 4:
            align = ("center", "right", "both")[self.number(2)]
            return wp.paragraph(wp.run(self.words(into), "<w:b/>"), properties=f'<w:jc w:val="{align}"/>')
        if kind == 5:
            mark = ('<w:rPr><w:del w:id="1"/></w:rPr>', '<w:framePr w:dropCap="drop"/>')[self.number(1)]
            return wp.paragraph(wp.run(self.words(into)), properties=mark)
        if kind in {8, 9}:
            return self._table(into)
        if kind == 10:
            return f"<w:sdt><w:sdtContent>{self.block(into)}</w:sdtContent></w:sdt>"
        if kind == 11:
            identity = self.made.word.part(
                "aFChunk", f"x{self.made.count}.html", f"<p>{self.words(self.made.told, 1)}</p>"
            )
            return f'<w:altChunk r:id="{identity}"/>'
        return wp.paragraph(self.runs(into))

    def _table(self, into: list[str]) -> str:
        wide = self.number(2) + 1
        rows = []
        for _ in range(self.number(2) + 1):
            cells = []
            column = 0
            while column < wide:
                span = min(1 + (self.number(4) == 0), wide - column)
                merge = ("", "", "", '<w:vMerge w:val="restart"/>', "<w:vMerge/>")[self.number(4)]
                content = self._row_of_blocks(into, 2) or wp.paragraph(wp.run(self.words(into)))
                cells.append(wp.cell(content, (f'<w:gridSpan w:val="{span}"/>' if span > 1 else "") + merge))
                column += span
            rows.append("".join(cells))
        return wp.table(*rows)

    def document(self) -> Made:
        """A whole document."""
        made = self.made
        for _ in range(self.number(6) + 1):
            made.word.body += self.block(made.shown)
        if self.number(2) == 0:
            made.word.part("header", "header1.xml", wp.running_head(self.words(made.told)))
        return made


@st.composite
def documents(draw: Callable[..., object]) -> Made:
    """Random documents."""
    return Maker(draw).document()
