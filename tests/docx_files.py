# ruff: noqa: E501 - XML is easier to compare with Word's own where it is not wrapped.
"""Word files for the tests, made from nothing: `python tests/docx_files.py` writes the sample."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

SAMPLE = Path(__file__).parent / "samples" / "pomegranate-harvest.docx"

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{OFFICE}"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" mc:Ignorable="w14"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
_KINDS = {
    "document": "document.main",
    "styles": "styles",
    "settings": "settings",
    "numbering": "numbering",
    "header": "header",
    "footer": "footer",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "comments": "comments",
}
_ROOTS = {"document": "document", "header": "hdr", "footer": "ftr"}


def packed(body: str, *, files: Mapping[str, bytes] | None = None, **parts: str) -> bytes:
    """A Word file with a body, other parts by name (`header1`, `styles`) and other files."""
    parts = {"document": f"<w:body>{body}<w:sectPr/></w:body>", **parts}
    texts = {f"word/{name}.xml": _rooted(name, text) for name, text in parts.items()}
    members = {
        "[Content_Types].xml": _types(list(parts)),
        "_rels/.rels": _relations({"rId1": ("officeDocument", "word/document.xml", "")}),
    }
    return zipped({name: text.encode() for name, text in (members | texts).items()}, files or {})


def zipped(*members: Mapping[str, bytes]) -> bytes:
    """A zip as Word writes it: the year 1980, no permissions."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in (item for group in members for item in group.items()):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            archive.writestr(entry, data)
    return out.getvalue()


def _rooted(name: str, text: str) -> str:
    if text.startswith("<?xml") or not text.startswith("<w:"):
        return text
    kind = name.rstrip("0123456789")
    root = _ROOTS.get(kind, kind)
    return f"{HEAD}<w:{root} {NAMESPACES}>{text}</w:{root}>"


def _types(parts: list[str]) -> str:
    prefix = "application/vnd.openxmlformats-officedocument.wordprocessingml."
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{prefix}{kind}+xml"/>'
        for name in parts
        if (kind := _KINDS.get(name.rstrip("0123456789")))
    )
    theme = "application/vnd.openxmlformats-officedocument.theme+xml"
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        f'<Override PartName="/word/theme/theme1.xml" ContentType="{theme}"/>{overrides}</Types>'
    )


def _relations(targets: Mapping[str, tuple[str, str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="{identity}" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'
        for identity, (kind, target, mode) in targets.items()
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def _paragraph(content: str, *, style: str = "", properties: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties = f"<w:pPr>{named}{properties}</w:pPr>" if named or properties else ""
    return f'<w:p w:rsidR="00A41B2C" w:rsidRDefault="00C77D10">{properties}{content}</w:p>'


def _run(text: str, properties: str = "", *, rsid: str = "") -> str:
    rsid = f' w:rsidRPr="{rsid}"' if rsid else ""
    properties = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    space = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<w:r{rsid}>{properties}<w:t{space}>{text}</w:t></w:r>"


def _field(code: str, shown: str, properties: str = "") -> str:
    around = f"<w:rPr>{properties}</w:rPr>" if properties else ""

    def char(kind: str) -> str:
        return f'<w:r>{around}<w:fldChar w:fldCharType="{kind}"/></w:r>'

    told = f'<w:r>{around}<w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
    return char("begin") + told + char("separate") + _run(shown, properties) + char("end")


def _note(number: int) -> str:
    return f'<w:r>{_RAISED}<w:footnoteReference w:id="{number}"/></w:r>'


def _table(rows: list[list[str]]) -> str:
    border = ' w:val="single" w:sz="4" w:space="0" w:color="auto"'
    sides = "".join(f"<w:{s}{border}/>" for s in "top left bottom right insideH insideV".split())
    lines = ""
    for index, row in enumerate(rows):
        bold = "<w:b/>" if not index else ""
        cells = "".join(
            '<w:tc><w:tcPr><w:tcW w:w="3005" w:type="dxa"/></w:tcPr>'
            f"{_paragraph(_run(cell, bold))}</w:tc>"
            for cell in row
        )
        lines += f'<w:tr w:rsidR="00A41B2C">{cells}</w:tr>'
    grid = '<w:gridCol w:w="3005"/>' * len(rows[0])
    return (
        '<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/>'
        f"<w:tblBorders>{sides}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>"
    )


def _picture() -> str:
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        '<wp:extent cx="2160000" cy="720000"/><wp:docPr id="1" name="Picture 1"/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="harvest.png"/><pic:cNvPicPr/></pic:nvPicPr>'
        '<pic:blipFill><a:blip r:embed="rId8"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="2160000" cy="720000"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def _text_box(text: str) -> str:
    inside = f"<w:txbxContent>{_paragraph(_run(text, '<w:i/>'))}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        '<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="5400000" cy="540000"/>'
        '<wp:docPr id="2" name="Text Box 2"/><a:graphic><a:graphicData '
        'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        '<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="5400000" cy="540000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        '<a:solidFill><a:srgbClr val="F2F2F2"/></a:solidFill></wps:spPr>'
        f"<wps:txbx>{inside}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>"
        "</wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        '<v:shape style="width:425pt;height:42pt" fillcolor="#f2f2f2"><v:textbox>'
        f"{inside}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def _png(width: int, height: int) -> bytes:
    """A picture: red fruit colour above, leaf green below."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checked = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + checked

    rows = [
        (b"\xb0\x20\x30" if y < height // 2 else b"\x30\x80\x40") * width for y in range(height)
    ]
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


LINK = '<w:rStyle w:val="Hyperlink"/>'
BOLD = "<w:b/><w:bCs/>"


def _body() -> str:
    mail = _field('HYPERLINK "mailto:desk@example.org"', "desk@example.org", LINK)
    return "".join(
        [
            _paragraph(_run("Kandahar farmers count on a good pomegranate year"), style="Title"),
            _paragraph(
                _run("By ") + _run("Mariam Sahak", "<w:i/>"),
                properties='<w:jc w:val="right"/>',
            ),
            _paragraph(
                '<w:bookmarkStart w:id="0" w:name="_Toc1"/>'
                + _run("The harvest begins")
                + '<w:bookmarkEnd w:id="0"/>',
                style="Heading1",
            ),
            _paragraph(
                _run("KANDAHAR: ", BOLD)
                + _run("Farmers in the ", rsid="00C77D10")
                + '<w:proofErr w:type="spellStart"/>'
                + _run("Arghandab", rsid="00A41B2C")
                + '<w:proofErr w:type="spellEnd"/>'
                + _run(" valley say ", rsid="00C77D10")
                + _run("at least 40 percent", BOLD)
                + _run(" of this year")
                + _run("’s fruit")
                + _run(" has been picked. The first trucks left for ")
                + _run("Kabul")
                + _run(" on Sunday")
                + _note(2)
                + _run(", officials of the ")
                + '<w:hyperlink r:id="rId9" w:history="1">'
                + _run("chamber of commerce", LINK)
                + "</w:hyperlink>"
                + _run(" said.")
                + '<w:bookmarkStart w:id="1" w:name="_GoBack"/><w:bookmarkEnd w:id="1"/>',
            ),
            _paragraph(
                _run("“We have waited for rain for three years,” said a farmer who owns ")
                + '<w:ins w:id="5" w:author="Desk" w:date="2026-10-04T08:00:00Z">'
                + _run("two ")
                + '</w:ins><w:del w:id="6" w:author="Desk" w:date="2026-10-04T08:00:00Z"><w:r>'
                + '<w:delText xml:space="preserve">three </w:delText></w:r></w:del>'
                + _run("small orchards. ")
                + _run("He asked ")
                + '<w:commentRangeStart w:id="0"/>'
                + _run("the Taliban government")
                + '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
                + _run(" to open the road to Spin Boldak.")
            ),
            _paragraph(_picture(), properties='<w:jc w:val="center"/>'),
            _paragraph(_run("Prices in the city"), style="Heading1"),
            _paragraph(
                _run("Traders gave these prices for one kilogram, in ")
                + _run("afghanis", "<w:i/>")
                + _run(":")
            ),
            _table(
                [
                    ["Market", "Last year", "This year"],
                    ["Kandahar", "60", "45"],
                    ["Kabul", "90", "75"],
                    ["Spin Boldak, at the border", "70", "50"],
                ]
            ),
            _paragraph(_run("What the traders want"), style="Heading2"),
            _paragraph(
                _run("Cold stores near the orchards."),
                style="ListParagraph",
                properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>',
            ),
            _paragraph(
                _run("A border that stays ")
                + _run("open", '<w:u w:val="single"/>')
                + _run(" during the harvest."),
                style="ListParagraph",
                properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>',
            ),
            _paragraph(_text_box("One in five families in the district lives from the fruit.")),
            _paragraph(
                _run("Reporters:")
                + "<w:r><w:tab/></w:r>"
                + _run("Write to the desk at ")
                + mail
                + _run(" before Thursday.")
            ),
        ]
    )


_SECTION = (
    '<w:sectPr w:rsidR="00C77D10"><w:headerReference w:type="default" r:id="rId6"/>'
    '<w:footerReference w:type="default" r:id="rId7"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="708"'
    ' w:footer="708" w:gutter="0"/><w:cols w:space="708"/><w:docGrid w:linePitch="360"/></w:sectPr>'
)
_FONTS = '<w:rFonts w:asciiTheme="{0}HAnsi" w:eastAsiaTheme="{0}EastAsia" w:hAnsiTheme="{0}HAnsi" w:cstheme="{0}Bidi"/>'


def _style(kind: str, identity: str, name: str, inside: str, *, default: bool = False) -> str:
    told = ' w:default="1"' if default else ""
    return (
        f'<w:style w:type="{kind}"{told} w:styleId="{identity}"><w:name w:val="{name}"/>'
        f"{inside}</w:style>"
    )


def _styles() -> str:
    minor, major = _FONTS.format("minor"), _FONTS.format("major")
    base, after = '<w:basedOn w:val="Normal"/>', '<w:next w:val="Normal"/>'

    def heading(level: int, size: int, bold: str = "") -> str:
        space = f'<w:pPr><w:keepNext/><w:spacing w:before="240" w:after="60"/><w:outlineLvl w:val="{level - 1}"/></w:pPr>'
        look = f'<w:rPr>{major}{bold}<w:color w:val="2E74B5"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
        return base + after + "<w:qFormat/>" + space + look

    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{minor}<w:sz w:val="22"/><w:szCs w:val="22"/>'
        '<w:lang w:val="en-GB" w:eastAsia="en-US" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="160" w:line="259" w:lineRule="auto"/></w:pPr>'
        "</w:pPrDefault></w:docDefaults>"
    )
    tabs = '<w:pPr><w:tabs><w:tab w:val="center" w:pos="4513"/><w:tab w:val="right" w:pos="9026"/></w:tabs></w:pPr>'
    title = f'{base}{after}<w:qFormat/><w:pPr><w:spacing w:after="120"/></w:pPr><w:rPr>{major}<w:b/><w:sz w:val="48"/></w:rPr>'
    return defaults + "".join(
        [
            _style("paragraph", "Normal", "Normal", "<w:qFormat/>", default=True),
            _style("paragraph", "Title", "Title", title),
            _style("paragraph", "Heading1", "heading 1", heading(1, 32)),
            _style("paragraph", "Heading2", "heading 2", heading(2, 26, "<w:b/><w:bCs/>")),
            _style("paragraph", "Header", "header", base + tabs),
            _style("paragraph", "Footer", "footer", base + tabs),
            _style(
                "paragraph",
                "FootnoteText",
                "footnote text",
                base + '<w:rPr><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr>',
            ),
            _style(
                "paragraph",
                "ListParagraph",
                "List Paragraph",
                base + '<w:pPr><w:ind w:left="720"/><w:contextualSpacing/></w:pPr>',
            ),
            _style("character", "DefaultParagraphFont", "Default Paragraph Font", "", default=True),
            _style(
                "character",
                "Hyperlink",
                "Hyperlink",
                '<w:rPr><w:color w:val="0563C1"/><w:u w:val="single"/></w:rPr>',
            ),
            _style(
                "character",
                "FootnoteReference",
                "footnote reference",
                '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>',
            ),
        ]
    )


_NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="hybridMultilevel"/>'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>'
    '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="720" w:hanging="360"/></w:pPr></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
_RAISED = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
_MARK = f"<w:r>{_RAISED}<w:footnoteRef/></w:r>"


def _footnotes() -> str:
    def line(kind: str, number: int) -> str:
        return f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'

    told = _run(" Four trucks, according to the ") + _run("traders’ union", "<w:i/>") + _run(".")
    note = _paragraph(_MARK + told, style="FootnoteText")
    return (
        line("separator", 0)
        + line("continuationSeparator", 1)
        + f'<w:footnote w:id="2">{note}</w:footnote>'
    )


def _theme() -> str:
    fonts = "".join(
        f'<a:{kind}Font><a:latin typeface="{latin}"/><a:ea typeface=""/><a:cs typeface=""/>'
        f'<a:font script="Arab" typeface="{arabic}"/></a:{kind}Font>'
        for kind, latin, arabic in (
            ("major", "Calibri Light", "Times New Roman"),
            ("minor", "Calibri", "Arial"),
        )
    )
    colours = (
        "dk1 lt1 dk2 lt2 accent1 accent2 accent3 accent4 accent5 accent6 hlink folHlink".split()
    )
    values = "000000 FFFFFF 44546A E7E6E6 5B9BD5 ED7D31 A5A5A5 FFC000 4472C4 70AD47 0563C1 954F72".split()
    palette = "".join(
        f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>'
        for name, value in zip(colours, values, strict=True)
    )
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="6350">{fill}</a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'{HEAD}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Office">'
        f'<a:themeElements><a:clrScheme name="Office">{palette}</a:clrScheme>'
        f'<a:fontScheme name="Office">{fonts}</a:fontScheme><a:fmtScheme name="Office">'
        f"<a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{line * 3}</a:lnStyleLst>"
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst>"
        "</a:fmtScheme></a:themeElements></a:theme>"
    )


def sample() -> bytes:
    """An article as a newsroom writes it: everything Word puts into a file, in two pages."""
    parts = {
        "document": f"<w:body>{_body()}{_SECTION}</w:body>",
        "styles": _styles(),
        "settings": '<w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>',
        "numbering": _NUMBERING,
        "footnotes": _footnotes(),
        "header1": _paragraph(
            _run("Southern desk")
            + "<w:r><w:tab/></w:r><w:r><w:tab/></w:r>"
            + _run("For release on Monday"),
            style="Header",
        ),
        "footer1": _paragraph(
            _run("Page ") + _field("PAGE", "1") + _run(" of ") + _field("NUMPAGES", "1"),
            style="Footer",
        ),
        "comments": '<w:comment w:id="0" w:author="Desk" w:date="2026-10-04T08:00:00Z"'
        f' w:initials="D">{_paragraph(_run("Please check this with the governor’s office."))}'
        "</w:comment>",
    }
    document = {
        "rId1": ("styles", "styles.xml", ""),
        "rId2": ("settings", "settings.xml", ""),
        "rId3": ("numbering", "numbering.xml", ""),
        "rId4": ("footnotes", "footnotes.xml", ""),
        "rId5": ("comments", "comments.xml", ""),
        "rId6": ("header", "header1.xml", ""),
        "rId7": ("footer", "footer1.xml", ""),
        "rId8": ("image", "media/image1.png", ""),
        "rId9": ("hyperlink", "https://example.org/chamber", ' TargetMode="External"'),
        "rId10": ("theme", "theme/theme1.xml", ""),
    }
    members = {
        "[Content_Types].xml": _types(list(parts)).encode(),
        "_rels/.rels": _relations({"rId1": ("officeDocument", "word/document.xml", "")}).encode(),
        "word/_rels/document.xml.rels": _relations(document).encode(),
        "word/theme/theme1.xml": _theme().encode(),
        "word/media/image1.png": _png(120, 40),
    }
    return zipped(
        {name: data for name, data in members.items() if not name.startswith("word/")},
        {f"word/{name}.xml": _rooted(name, text).encode() for name, text in parts.items()},
        {name: data for name, data in members.items() if name.startswith("word/")},
    )


if __name__ == "__main__":
    SAMPLE.write_bytes(sample())
