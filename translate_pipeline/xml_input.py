"""XML of unknown origin: parsed without entities, document types or the network."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from translate_pipeline.errors import InputError


def parse_xml(data: bytes, path: Path, *, remedy: str) -> etree._Element:
    """The root of a document; comments and processing instructions are left out.

    A document type declaration is refused: with it come entities, and files from elsewhere.

    Args:
        path: names the file in messages.
        remedy: what to do about a file that is no XML.

    Raises:
        InputError: it is no XML, or declares a document type.
    """
    declared = data.find(b"<!DOCTYPE")
    line = data[: max(declared, 0)].count(b"\n") + 1
    advice = "remove the <!DOCTYPE ...> declaration"
    refused = InputError("the file declares a document type", remedy=advice, path=path, line=line)
    # Asked before parsing, so that nothing is expanded; and once more after it, for other encodings.
    if declared >= 0:
        raise refused
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        problem, _, _ = str(error.msg).partition(", line ")
        raise InputError(f"not XML: {problem}", remedy=remedy, path=path, line=error.lineno or 1) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise refused
    return root


def line_of(element: etree._Element) -> int:
    """The line an element begins in, counted from 1."""
    line: int | None = element.sourceline  # type: ignore[assignment]
    return line or 1
