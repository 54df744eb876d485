"""A letter to sign as an OpenDocument text, to be adapted: real headings, language, the styles of the sheets."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from essaim.tables.open_parts import HEAD, SPACES, entry, manifest, start, written
from essaim.web.labels import colon
from essaim.web.letters.words import Blank, LetterWords

MEDIA = "application/vnd.oasis.opendocument.text"
# A line to write on, up to the margin: a tab whose way there is drawn.
_RULE = "<text:tab/>"
_STYLES = (
    '<style:style style:name="Rule" style:family="paragraph" style:parent-style-name="Text_20_body">'
    '<style:paragraph-properties fo:margin-top="0.25cm" fo:margin-bottom="0.2cm"><style:tab-stops>'
    '<style:tab-stop style:position="17cm" style:type="right" style:leader-style="solid" style:leader-text="_"/>'
    "</style:tab-stops></style:paragraph-properties></style:style>"
    '<style:style style:name="Small" style:family="paragraph" style:parent-style-name="Quiet">'
    '<style:paragraph-properties fo:margin-top="0.4cm"/></style:style>'
    '<style:style style:name="frame" style:family="table-cell"><style:table-cell-properties fo:padding="0.2cm" '
    'fo:border="0.5pt solid #6b6b6b"/></style:style>'
    '<style:style style:name="tall" style:family="table-row"><style:table-row-properties style:min-row-height="3.2cm" '
    'fo:keep-together="always"/></style:style>'
    '<style:style style:name="wide" style:family="table"><style:table-properties style:width="17cm" '
    'table:align="left"/></style:style>'
)


def write_letter(words: LetterWords, target: IO[bytes]) -> None:
    """The letter as a document that can be edited."""
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        start(archive, MEDIA)
        archive.writestr(entry("content.xml"), _content(words))
        archive.writestr(entry("styles.xml"), _sheet_styles(words.language))
        archive.writestr(entry("meta.xml"), _meta(words))
        archive.writestr(entry("META-INF/manifest.xml"), manifest(MEDIA, ("content.xml", "styles.xml", "meta.xml")))


def _content(words: LetterWords) -> str:
    return (
        f'{HEAD}<office:document-content {SPACES} office:version="1.3"><office:automatic-styles>{_STYLES}'
        f"</office:automatic-styles><office:body><office:text>{''.join(_body(words))}</office:text></office:body>"
        "</office:document-content>"
    )


def _body(words: LetterWords) -> Iterable[str]:
    yield _heading(1, words.title)
    yield _paragraph(words.subtitle)
    for part in words.blocks:
        yield _heading(2, part.heading)
        yield from (_paragraph(one) for one in part.sentences)
        yield from (_blank(one) for one in part.blanks)
        yield from (_paragraph(f"☐ {one}") for one in part.boxes)
    yield _paragraph(words.signing, "Rule")
    yield _frames(words.signatures)
    yield from (_paragraph(one, "Small") for one in words.about)


def _blank(one: Blank) -> str:
    label = f'<text:span text:style-name="Strong">{written(one.label)}{colon()}</text:span> '
    if one.value:
        return _raw(label + _broken(one.value))
    if one.lines == 1:
        return _raw(label + _RULE, "Rule")
    return _raw(label, "Rule") + _raw(_RULE, "Rule") * one.lines


def _frames(signatures: list[str]) -> str:
    cells = "".join(
        f'<table:table-cell table:style-name="frame" office:value-type="string">{_paragraph(one)}</table:table-cell>'
        for one in signatures
    )
    columns = "<table:table-column/>" * len(signatures)
    return (
        f'<table:table table:name="signatures" table:style-name="wide">{columns}'
        f'<table:table-row table:style-name="tall">{cells}</table:table-row></table:table>'
    )


def _heading(level: int, text: str) -> str:
    return f'<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}">{written(text)}</text:h>'


def _paragraph(text: str, style: str = "Text_20_body") -> str:
    return _raw(_broken(text), style)


def _broken(text: str) -> str:
    return written(text).replace("\n", "<text:line-break/>")


def _raw(content: str, style: str = "Text_20_body") -> str:
    return f'<text:p text:style-name="{style}">{content}</text:p>'


def _sheet_styles(language: str) -> str:
    text = (files("essaim") / "data" / "documents" / "sheet_styles.xml").read_text(encoding="utf-8")
    # The letter is the organisation's: it does not bear our name.
    text = text.replace("Essaim · ", "")
    return text.replace("LANGUAGE", language).replace("COUNTRY", {"en": "GB"}.get(language, "FR"))


def _meta(words: LetterWords) -> str:
    day = words.day.isoformat()
    return (
        f'{HEAD}<office:document-meta {SPACES} office:version="1.3"><office:meta>'
        f"<dc:title>{written(words.title)}</dc:title><dc:description>{written(words.subtitle)}</dc:description>"
        f"<dc:creator>Essaim</dc:creator><meta:creation-date>{day}T00:00:00</meta:creation-date>"
        f"<dc:date>{day}T00:00:00</dc:date><dc:language>{words.language}</dc:language>"
        "</office:meta></office:document-meta>"
    )
