"""What every review copy in Word has: the parts of its package, its styles and its page."""

from __future__ import annotations

import re
from datetime import date
from xml.sax.saxutils import escape

from workbench.languages import Language

NAMESPACE = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CORE = "application/vnd.openxmlformats-package.core-properties+xml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

SECTION = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId3"/>'
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1000" w:right="1200" w:bottom="1000"'
    ' w:left="1200" w:header="500" w:footer="500" w:gutter="0"/></w:sectPr>'
)
"""A4, upright, its pages numbered."""


def legal(text: str) -> str:
    """Text without the characters XML cannot hold."""
    return _ILLEGAL.sub("\ufffd", text)


def _field(name: str) -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{name}</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


PARTS = {
    "[Content_Types].xml": (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/>'
        f'<Override PartName="/word/comments.xml" ContentType="{_WORD}.comments+xml"/>'
        f'<Override PartName="/word/footer1.xml" ContentType="{_WORD}.footer+xml"/>'
        f'<Override PartName="/docProps/core.xml" ContentType="{_CORE}"/></Types>'
    ),
    "_rels/.rels": (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties"'
        ' Target="docProps/core.xml"/></Relationships>'
    ),
    "word/_rels/document.xml.rels": (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/comments" Target="comments.xml"/>'
        f'<Relationship Id="rId3" Type="{_OFFICE}/footer" Target="footer1.xml"/></Relationships>'
    ),
    "word/footer1.xml": (
        f'{_HEAD}<w:ftr {NAMESPACE}><w:p><w:pPr><w:pStyle w:val="Small"/><w:jc w:val="center"/>'
        f'</w:pPr>{_field("PAGE")}<w:r><w:t xml:space="preserve"> / </w:t></w:r>'
        f"{_field('NUMPAGES')}</w:p></w:ftr>"
    ),
}


def styles(target: Language) -> str:
    """The styles: Times New Roman has the letters of Dari and Pashto wherever Word is."""
    fonts = 'w:ascii="Cambria" w:hAnsi="Cambria" w:cs="Times New Roman"'
    return (
        f"{_HEAD}<w:styles {NAMESPACE}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts {fonts}/>"
        f'<w:sz w:val="21"/><w:szCs w:val="26"/><w:lang w:val="en-GB" w:bidi="{target.locale}"/>'
        '</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:before="40" w:after="40"'
        ' w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        "</w:style>"
        f"{_style('Title', 'Title', sizes=(32, 36), bold=True)}"
        f"{_style('Small', 'Small', sizes=(17, 20), colour='646B78')}"
        f"{_style('CommentText', 'annotation text', sizes=(18, 20))}"
        '<w:style w:type="character" w:styleId="CommentReference">'
        '<w:name w:val="annotation reference"/><w:rPr><w:sz w:val="16"/><w:szCs w:val="16"/>'
        "</w:rPr></w:style>"
        '<w:style w:type="table" w:styleId="Review"><w:name w:val="Review"/><w:tblPr><w:tblCellMar>'
        '<w:left w:w="100" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        "</w:style></w:styles>"
    )


def _style(
    identity: str, name: str, *, sizes: tuple[int, int], bold: bool = False, colour: str = ""
) -> str:
    weight = "<w:b/><w:bCs/>" if bold else ""
    tint = f'<w:color w:val="{colour}"/>' if colour else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{identity}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/><w:rPr>{weight}{tint}<w:sz w:val="{sizes[0]}"/>'
        f'<w:szCs w:val="{sizes[1]}"/></w:rPr></w:style>'
    )


def core(title: str, day: date | None) -> str:
    """The properties that Word shows of a file."""
    stamp = f"{day.isoformat()}T00:00:00Z" if day else ""
    made = f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created>' if day else ""
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(legal(title))}</dc:title><dc:creator>workbench</dc:creator>{made}"
        "</cp:coreProperties>"
    )
