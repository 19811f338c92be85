"""The inside of a Word paragraph → spans, with the blocks that hang on it before and after."""

from __future__ import annotations

from lxml import etree

from ..core.importing.addresses import tidy_address
from ..core.importing.model import BREAK, Block, Span
from ..core.importing.symbols import sign
from .context import Context
from .drawing import Drawings
from .equations import linear
from .fields import AWAITED, Field, arguments, chosen, link_of
from .ooxml import W, q, value
from .prepare import HIDDEN, style_of
from .source_words import source_texts

_SKIPPED = frozenset(
    map(
        q,
        (
            *("w:pPr", "w:rPr", "w:delInstrText", "w:lastRenderedPageBreak", "w:annotationRef", "w:footnoteRef"),
            *("w:endnoteRef", "w:separator", "w:continuationSeparator", "w:commentReference", "w:proofErr"),
            *("w:permStart", "w:permEnd"),
        ),
    )
)
_EMPHASIS_OF_STYLE = frozenset({"heading", "title", "quote", "caption", "subtitle"})


class Inline:
    """Reads one paragraph after the other; fields may reach over several."""

    def __init__(self, context: Context, drawings: Drawings) -> None:
        self._context = context
        self._drawings = drawings
        self._fields: list[Field] = []
        self.trust_fields = True
        self.contents: list[str] = []
        self._reset("", "")

    def _reset(self, style: str, role: str) -> None:
        self._style = style
        self._role = role
        self.spans: list[Span] = []
        self.before: list[Block] = []
        self.after: list[Block] = []
        self.anchors: list[str] = []
        self.size = 0
        self._hidden: list[str] = []
        self._gone: list[tuple[str, list[str]]] = []
        self._in_contents = False

    def read(self, paragraph: etree._Element, role: str) -> None:
        """Read one paragraph; what it gives stands in spans, before, after, anchors and size."""
        self._reset(style_of(paragraph), role)
        self._children(paragraph, "")
        self._end_hidden()
        for where, texts in self._gone:
            if text := "".join(texts).strip():
                self._context.tell("tracked-change", text, where)
        if self._in_contents:
            self.contents.append("\n")

    def _children(self, element: etree._Element, link: str) -> None:
        for child in element:
            self._one(child, link)

    def _one(self, element: etree._Element, link: str) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in _SKIPPED:
            return
        handler = _HANDLERS.get(tag)
        if handler is not None:
            handler(self, element, link)
        elif tag not in {W + "sdtPr", W + "sdtEndPr"}:
            self._children(element, link)

    def _run(self, element: etree._Element, link: str) -> None:
        if element.get(HIDDEN) is not None and self._gone_open is None:
            self._hidden.append("".join(e.text or "" for e in element if e.tag in {W + "t", W + "delText"}))
            for child in element:
                if child.tag not in {W + "t", W + "delText", W + "tab", W + "br"}:
                    self._one(child, link)
            return
        self._end_hidden()
        self._properties = element.find(W + "rPr")
        self._children(element, link)

    _gone_open: list[str] | None = None
    _properties: etree._Element | None = None

    def _end_hidden(self) -> None:
        if text := "".join(self._hidden).strip():
            self._context.tell("hidden-text", text)
        self._hidden = []

    def _text(self, element: etree._Element, link: str) -> None:
        text = element.text or ""
        if self._gone_open is not None:
            self._gone_open.append(text)
        elif any(field.is_contents for field in self._fields) and self.trust_fields:
            self.contents.append(text)
            self._in_contents = True
        elif self._in_instruction:
            self._context.document.aside.append(text)
        elif text:
            self.spans.append(self._look(text, link))

    @property
    def _in_instruction(self) -> bool:
        """Whether words are those of a field's instruction, as values and branches of an IF are: Word shows none."""
        return self.trust_fields and any(field.awaited and not field.shown for field in self._fields)

    def _look(self, text: str, link: str) -> Span:
        look = self._context.styles.look(self._properties, self._style)
        usual = self._context.styles.base(self._style, "")
        designed = self._role in _EMPHASIS_OF_STYLE
        if look.size and not self.size and text.strip():
            self.size = look.size
        inner = next((field.link for field in reversed(self._fields) if field.link and field.shown), "")
        return Span(
            text=text,
            bold=bool(look.bold) and not (designed and usual.bold),
            italic=bool(look.italic) and not (designed and usual.italic),
            struck=bool(look.struck),
            script=look.script or "",
            link=link or inner,
        )

    def _tab(self, element: etree._Element, link: str) -> None:
        if self._gone_open is not None:
            self._gone_open.append(" ")
        elif self._in_contents:
            self.contents.append(" ")
        elif not self._in_instruction:
            self.spans.append(self._look("\t", link))

    def _break(self, element: etree._Element, link: str) -> None:
        if self._gone_open is not None:
            self._gone_open.append(" ")
        elif self._in_contents:
            self.contents.append(" ")
        elif not self._in_instruction:
            self.spans.append(BREAK)

    def _field_mark(self, element: etree._Element, link: str) -> None:
        kind = value(element, "fldCharType")
        if kind == "begin":
            self._fields.append(Field(form=element.find(W + "ffData"), awaited=element.get(AWAITED) is not None))
        elif kind == "separate" and self._fields:
            field = self._fields[-1]
            field.shown = True
            self._begin_result(field)
        elif kind == "end" and self._fields:
            field = self._fields.pop()
            if not field.shown:
                self._begin_result(field)
                self._without_result(field, link)

    def _begin_result(self, field: Field) -> None:
        if field.kind == "HYPERLINK":
            field.link = self._address(link_of(field.instruction))
        elif field.kind in {"INCLUDETEXT", "RD"}:
            self._context.tell("inserted-file", " ".join(arguments(field.instruction)[:1]), "phần Word lấy từ tệp khác")
        elif field.kind == "INCLUDEPICTURE":
            self._context.tell("picture-linked", " ".join(arguments(field.instruction)[:1]), "ảnh lấy từ nơi khác")
        elif field.kind in {"LINK", "DDE", "DDEAUTO"}:
            self._context.tell("object", field.instruction.strip(), "phần nối với tệp khác")

    def _without_result(self, field: Field, link: str) -> None:
        """Fields that show something although nothing stands between their marks."""
        words = arguments(field.instruction)
        text = ""
        if field.kind == "SYMBOL" and words and words[0].isdigit():
            font = words[words.index("\\f") + 1] if "\\f" in words[:-1] else ""
            text = sign(int(words[0]), font)
        elif field.kind == "EQ":
            text = field.instruction.split(None, 1)[-1].strip()
            self._context.tell("equation", text, "công thức kiểu cũ (EQ)")
        elif field.kind == "MACROBUTTON" and len(words) > 1:
            text = " ".join(words[1:])
        elif field.form is not None:
            text = chosen(field.form)
        if text:
            self.spans.append(self._look(text, link))

    def _instruction(self, element: etree._Element, link: str) -> None:
        if self._fields and not self._fields[-1].shown:
            self._fields[-1].instruction += element.text or ""

    def _simple_field(self, element: etree._Element, link: str) -> None:
        field = Field(value(element, "instr"), shown=True)
        self._begin_result(field)
        self._fields.append(field)
        self._children(element, link)
        self._fields.pop()
        if not len(element):
            self._without_result(field, link)

    def _hyperlink(self, element: etree._Element, link: str) -> None:
        relation = self._context.relation(element.get(q("r:id")))
        place = value(element, "anchor") or value(element, "docLocation")
        target = relation.target if relation is not None else ""
        self._children(element, self._address(target + (f"#{place}" if place else "")) or link)

    def _address(self, written: str) -> str:
        if not written or written.startswith("#"):
            return written
        tidy = tidy_address(written)
        if tidy.changed and not self._in_contents:
            self._context.tell("link-changed", written, f"thành {tidy.address}" if tidy.address else "liên kết bị bỏ")
        return tidy.address

    def _deleted(self, element: etree._Element, link: str) -> None:
        outer = self._gone_open
        moved = element.tag == W + "moveFrom"
        where = "chữ được chuyển đi nơi khác, chưa duyệt" if moved else "chữ bị xóa, chưa duyệt"
        if outer is None:
            previous = element.getprevious()
            joined = previous is not None and previous.tag == element.tag and self._gone and self._gone[-1][0] == where
            if not joined:
                self._gone.append((where, []))
            self._gone_open = self._gone[-1][1]
        self._children(element, link)
        self._gone_open = outer

    def _inserted(self, element: etree._Element, link: str) -> None:
        count, pictures = len(self.spans), len(self.before) + len(self.after)
        self._children(element, link)
        text = "".join(span.text for span in self.spans[count:])
        if len(self.before) + len(self.after) > pictures:
            text += " [hình]"
        if text.strip() and self._gone_open is None:
            self._gone.append(("chữ được thêm, chưa duyệt", [text]))

    def _note(self, element: etree._Element, link: str) -> None:
        prefix = "f" if element.tag == W + "footnoteReference" else "e"
        if self._gone_open is None and element.getparent().get(HIDDEN) is None:
            self.spans.append(Span(note=prefix + value(element, "id")))

    def _equation(self, element: etree._Element, link: str) -> None:
        text = linear(element).strip()
        if not text:
            return
        self._context.tell("equation", text, "công thức, viết thành một dòng chữ")
        if self._gone_open is None:
            self.spans.append(self._look(f" {text} ", link))

    def _drawing(self, element: etree._Element, link: str) -> None:
        if self._gone_open is not None:
            blocks: list[Block] = []
            texts = " ".join(source_texts(element))
            self._gone_open.append(f" {texts} [hình] ")
        else:
            blocks = self._drawings.object(element) if element.tag == W + "object" else self._drawings.read(element)
        started = any(span.text.strip() or span.note for span in self.spans)
        (self.after if started else self.before).extend(blocks)

    def _content_control(self, element: etree._Element, link: str) -> None:
        properties, content = element.find(W + "sdtPr"), element.find(W + "sdtContent")
        if content is None:
            return
        if properties is not None and properties.find(W + "showingPlcHdr") is not None:
            text = "".join(e.text or "" for e in content.iter(W + "t"))
            if text.strip():
                self._context.tell("hidden-text", text, "lời nhắc trong ô chưa điền")
            return
        self._children(content, link)

    def _ruby(self, element: etree._Element, link: str) -> None:
        base, above = element.find(W + "rubyBase"), element.find(W + "rt")
        if base is not None:
            self._children(base, link)
        if above is not None:
            text = "".join(e.text or "" for e in above.iter(W + "t"))
            self.spans.append(self._look(f" ({text})", link))

    def _anchor(self, element: etree._Element, link: str) -> None:
        self.anchors.append(value(element, "name"))


_HANDLERS = {
    W + "r": Inline._run,
    W + "t": Inline._text,
    W + "delText": Inline._text,
    W + "tab": Inline._tab,
    W + "ptab": Inline._tab,
    W + "br": Inline._break,
    W + "cr": Inline._break,
    W + "fldChar": Inline._field_mark,
    W + "instrText": Inline._instruction,
    W + "fldSimple": Inline._simple_field,
    W + "hyperlink": Inline._hyperlink,
    W + "del": Inline._deleted,
    W + "moveFrom": Inline._deleted,
    W + "ins": Inline._inserted,
    W + "moveTo": Inline._inserted,
    W + "footnoteReference": Inline._note,
    W + "endnoteReference": Inline._note,
    W + "drawing": Inline._drawing,
    W + "pict": Inline._drawing,
    W + "object": Inline._drawing,
    W + "sdt": Inline._content_control,
    W + "ruby": Inline._ruby,
    W + "bookmarkStart": Inline._anchor,
    q("m:oMath"): Inline._equation,
    q("m:oMathPara"): Inline._equation,
}
