"""Small .docx files built from parts, with the standard library alone: what a Word document can be made of."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from html import escape

SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}
NAMESPACES = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in SPACES.items())
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
STYLES = "".join(
    f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{shown}"/>{more}</w:style>'
    for kind, name, shown, more in (
        ("paragraph", "Title", "Title", ""),
        ("paragraph", "Heading1", "heading 1", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr>'),
        ("paragraph", "Heading2", "heading 2", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>'),
        ("paragraph", "Caption", "caption", "<w:rPr><w:i/></w:rPr>"),
        ("paragraph", "Quote", "Quote", ""),
        ("paragraph", "TOC1", "toc 1", ""),
        ("paragraph", "Vn", "Vn", '<w:rPr><w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/></w:rPr>'),
        ("character", "Strong", "Strong", "<w:rPr><w:b/></w:rPr>"),
    )
)
NUMBERING = "".join(
    f'<w:abstractNum w:abstractNumId="{k}">'
    + "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for level, (form, text) in enumerate(levels)
    )
    + "</w:abstractNum>"
    for k, levels in enumerate(
        (
            (("bullet", "•"), ("bullet", "o"), ("bullet", "-")),
            (("decimal", "%1."), ("lowerLetter", "%2)"), ("lowerRoman", "%3.")),
            (("decimal", "Điều %1."), ("decimal", "%1.%2."), ("decimal", "%1.%2.%3.")),
        )
    )
) + "".join(
    f'<w:num w:numId="{k + 1}"><w:abstractNumId w:val="{abstract}"/>{override}</w:num>'
    for k, (abstract, override) in enumerate(
        (
            (0, ""),
            (1, ""),
            (2, ""),
            (1, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'),
        )
    )
)


@dataclass
class Word:
    """A document that grows. relations: (id, kind, target, outside); parts: by name."""

    body: str = ""
    relations: list[tuple[str, str, str, bool]] = field(default_factory=list)
    parts: dict[str, bytes] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    def relate(self, kind: str, target: str, *, outside: bool = False) -> str:
        """Add a relation; gives its id."""
        identity = f"rId{len(self.relations) + 10}"
        self.relations.append((identity, kind, target, outside))
        return identity

    def part(self, kind: str, name: str, content: bytes | str) -> str:
        """Add a part under word/; gives its relation's id."""
        data = content.encode() if isinstance(content, str) else content
        self.parts[f"word/{name}"] = data
        return self.relate(kind, name)

    def note(self, content: str) -> str:
        """Add a footnote; gives the run that refers to it."""
        self.notes.append(content)
        return f'<w:r><w:footnoteReference w:id="{len(self.notes) + 1}"/></w:r>'

    def comment(self, content: str) -> str:
        """Add a comment; gives the run that refers to it."""
        self.comments.append(content)
        return f'<w:r><w:commentReference w:id="{len(self.comments) - 1}"/></w:r>'

    def bytes(self, *, doctype: str = "") -> bytes:
        """The packed document, always the same for the same content."""
        parts = dict(self.parts)
        relations = [*self.relations]
        for kind, items, file in (("footnote", self.notes, "footnotes"), ("comment", self.comments, "comments")):
            if items:
                first = 2 if kind == "footnote" else 0
                inner = "".join(f'<w:{kind} w:id="{n + first}">{item}</w:{kind}>' for n, item in enumerate(items))
                parts[f"word/{file}.xml"] = f"<w:{file} {NAMESPACES}>{inner}</w:{file}>".encode()
                relations.append((f"rel{file}", file, f"{file}.xml", False))
        for kind, inner in (("styles", STYLES), ("numbering", NUMBERING)):
            parts[f"word/{kind}.xml"] = f"<w:{kind} {NAMESPACES}>{inner}</w:{kind}>".encode()
            relations.append((f"rel{kind}", kind, f"{kind}.xml", False))
        parts["word/document.xml"] = (
            f"{doctype}<w:document {NAMESPACES}><w:body>{self.body}<w:sectPr/></w:body></w:document>".encode()
        )
        parts["word/_rels/document.xml.rels"] = _relations(relations)
        parts["_rels/.rels"] = _relations([("r1", "officeDocument", "word/document.xml", False)])
        return packed(parts)


def packed(parts: dict[str, bytes]) -> bytes:
    """Parts as a zip archive without a clock."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _relations(rows: list[tuple[str, str, str, bool]]) -> bytes:
    inner = "".join(
        f'<Relationship Id="{identity}" Type="{_TYPES}{kind}" Target="{escape(target)}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if outside else ''}/>"
        for identity, kind, target, outside in rows
    )
    return f'<Relationships xmlns="{_PACKAGE}">{inner}</Relationships>'.encode()


def run(text: str, properties: str = "") -> str:
    """A run of letters."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def deleted(text: str) -> str:
    """A deletion that nobody has accepted."""
    return f'<w:del w:id="1" w:author="A"><w:r><w:delText xml:space="preserve">{escape(text)}</w:delText></w:r></w:del>'


def paragraph(*runs: str, style: str = "", properties: str = "") -> str:
    """A paragraph of runs."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{''.join(runs)}</w:p>"


def listed(text: str, number: int, level: int) -> str:
    """An item of one of the four lists."""
    return paragraph(run(text), properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def field_of(instruction: str, result: str) -> str:
    """A field with its result."""
    marks = {kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")}
    words = f'<w:r><w:instrText xml:space="preserve">{escape(instruction)}</w:instrText></w:r>'
    return f"{marks['begin']}{words}{marks['separate']}{result}{marks['end']}"


def cell(content: str, properties: str = "") -> str:
    """A table's cell."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def table(*rows: str) -> str:
    """A table of rows of cells."""
    return "<w:tbl><w:tblPr/>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def text_box(content: str) -> str:
    """A text box as Word writes it, with the branch for old readers."""
    inner = f"<w:txbxContent>{content}</w:txbxContent>"
    shape = f"<wps:wsp><wps:txbx>{inner}</wps:txbx></wps:wsp>"
    graphic = f'<a:graphic><a:graphicData uri="x">{shape}</a:graphicData></a:graphic>'
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wp:docPr id="9" name="x"/>'
        f"{graphic}</wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
        f"{inner}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def picture(identity: str, alt: str = "", *, crop: str = "", attribute: str = "embed") -> str:
    """A picture by its relation."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="{escape(alt)}"/><a:graphic>'
        '<a:graphicData uri="p"><pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="x"/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:{attribute}="{identity}"/>{crop}</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r>"
    )


def drawing_of(inner: str, alt: str = "") -> str:
    """A chart's or a diagram's place in the text."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="3" name="x" descr="{escape(alt)}"/><a:graphic>'
        f'<a:graphicData uri="x">{inner}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )


def chart_part(*texts: str) -> str:
    """A chart with a title, a series' name and values."""
    values = "".join(f"<c:pt><c:v>{escape(text)}</c:v></c:pt>" for text in texts[1:])
    return (
        f"<c:chartSpace {NAMESPACES}><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>{escape(texts[0])}</a:t></a:r>"
        f"</a:p></c:rich></c:tx></c:title><c:ser><c:cat><c:strRef><c:strCache>{values}</c:strCache></c:strRef></c:cat></c:ser>"
        "</c:chart></c:chartSpace>"
    )


def diagram_part(*texts: str) -> str:
    """A SmartArt's words."""
    points = "".join(f"<dgm:pt><dgm:t><a:p><a:r><a:t>{escape(t)}</a:t></a:r></a:p></dgm:t></dgm:pt>" for t in texts)
    return f"<dgm:dataModel {NAMESPACES}><dgm:ptLst>{points}</dgm:ptLst></dgm:dataModel>"


def running_head(text: str, tag: str = "hdr") -> str:
    """A header's or a footer's part."""
    return f"<w:{tag} {NAMESPACES}>{paragraph(run(text))}</w:{tag}>"
