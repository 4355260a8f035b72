"""ninjs, the IPTC's news in JSON: 2.x, 3.x, and what is left of 1.x; names are read in any case.

1.x has `headline`, `byline`, `body_html` and `body_text`; 2.x has lists (`headlines`, `bodies`, `descriptions`, `by`)
with `contenttype` and `versioncreated`; 3.x spells these `contentType` and `versionCreated`.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from translate_pipeline.errors import InputError
from translate_pipeline.reports.cues import byline_of
from translate_pipeline.reports.dates import parse_date
from translate_pipeline.reports.decoding import decode_prose
from translate_pipeline.reports.html import body_role
from translate_pipeline.reports.markup import block_of
from translate_pipeline.reports.metadata import web_address
from translate_pipeline.reports.model import Block, Report, Role
from translate_pipeline.reports.page import leaves, parse
from translate_pipeline.reports.plaintext import split_blocks
from translate_pipeline.reports.story import Piece, sort_story
from translate_pipeline.reports.text import clean

_LANGUAGE = re.compile(r"en(?:[-_].*)?", re.IGNORECASE)
_MARKUP = re.compile(r"html|xml", re.IGNORECASE)
_ELEMENT = re.compile(r"</?(?:p|div|h[1-6]|ul|ol|li|br|blockquote|section|article|span|a)\b", re.IGNORECASE)
_MAIN = ("main", "full", "fulltext", "richtext", "html", "body", "text", "plain")
_TEASER = ("summary", "standfirst", "lead", "abstract", "dek", "subtitle", "preamble")
_MOST_NODES = 200_000
_REMEDY = "is it an item of a ninjs feed?"

Fields = Mapping[str, Any]


def read(data: bytes, path: Path, name: str) -> Report:
    """The report in a ninjs object.

    Raises:
        InputError: it is not JSON, not a ninjs object of a text, or not in English.
    """
    item = _item(decode_prose(data, path), path)
    language = _string(item.get("language")).replace("_", "-") or "en"
    if not _LANGUAGE.fullmatch(language):
        raise InputError(f"is in {language[:20]}, not in English", remedy="give the English item", path=path)
    kind = _string(item.get("type"))
    if kind and kind not in ("text", "composite"):
        raise InputError(f"is an item of type {kind[:20]}, not text", remedy="give the item of the text", path=path)
    if _string(item.get("pubstatus")) == "canceled":
        raise InputError("was canceled by its agency (pubStatus)", remedy="leave it out", path=path)
    body = _body(item, path)
    located = _string(item.get("located"))
    if located and body:
        body = _with_place(body, located)
    images = list(_pictures(item))
    head = [
        Block(role, "") if not text else block_of(role, text)
        for role, text in (
            (Role.HEADLINE, _headline(item)),
            (Role.STANDFIRST, _standfirst(item, body)),
            (Role.BYLINE, _byline(item)),
        )
    ]
    captions = [replace(block_of(Role.CAPTION, caption), image=address) for caption, address in images if caption]
    return Report(
        name=name,
        path=path,
        blocks=tuple(block for block in (*head, *captions, *body) if block.text),
        date=_date(item),
        source=_source(item),
        url=_url(item),
        image=next((address for _, address in images if address), ""),
        language=language,
    )


def _item(text: str, path: Path) -> Fields:
    try:
        found = json.loads(text.removeprefix("\ufeff"), strict=False)
    except json.JSONDecodeError as error:
        raise InputError(f"is not JSON: {error.msg}", remedy=_REMEDY, path=path, line=error.lineno) from error
    except (RecursionError, ValueError) as error:
        raise InputError("is not JSON that can be read", remedy=_REMEDY, path=path) from error
    if isinstance(found, list):
        if len(found) != 1:
            raise InputError(f"holds {len(found)} items", remedy="give one item a file", path=path)
        found = found[0]
    if not isinstance(found, dict):
        raise InputError("is not a ninjs object", remedy=_REMEDY, path=path)
    item = _lowered(found)
    if not any(key in item for key in ("headlines", "headline", "bodies", "body_html", "body_text", "body_xhtml")):
        raise InputError("is not a ninjs object: it has no headline and no body", remedy=_REMEDY, path=path)
    return item


def _lowered(value: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an object by their names in lower case; of two that differ in case only the first counts."""
    lowered: dict[str, Any] = {}
    for key, each in value.items():
        lowered.setdefault(key.lower(), each)
    return lowered


def _string(value: object) -> str:
    return clean(value) if isinstance(value, str) else ""


def _objects(value: object) -> Iterator[dict[str, Any]]:
    """The objects of a list, or of a mapping by name, which is the form of ninjs 1.x."""
    many: list[object] = []
    if isinstance(value, dict):
        # 1.x has associations and renditions by name.
        many = [{"name": key, **each} for key, each in value.items() if isinstance(each, dict)]
    elif isinstance(value, list):
        many = value
    for each in many[:_MOST_NODES]:
        if isinstance(each, dict):
            yield _lowered(each)


def _role_of(entry: Fields) -> str:
    return _string(entry.get("role")).lower()


def _chosen(entries: list[dict[str, Any]], roles: tuple[str, ...]) -> dict[str, Any] | None:
    """The entry of the first of some roles, else the first of all."""
    ranked = [entry for role in roles for entry in entries if _role_of(entry) == role]
    return next(iter([*ranked, *entries]), None)


def _headline(item: Fields) -> str:
    entry = _chosen([each for each in _objects(item.get("headlines")) if _flat(each)], ("main", "headline"))
    return _flat(entry) if entry else _bare(_string(item.get("headline")) or _string(item.get("title")))


def _flat(entry: Fields) -> str:
    """The value of an entry as text, without markup."""
    value = entry.get("value")
    return _bare(value) if isinstance(value, str) else ""


def _bare(value: str) -> str:
    if not _ELEMENT.search(value) and "&" not in value:
        return clean(value)
    root = parse(value)
    return " ".join(leaf.text for leaf in leaves(root)) if root is not None else clean(value)


def _standfirst(item: Fields, body: list[Block]) -> str:
    """The summary that the item shows with its text; a description that is the text's beginning is not one."""
    entries = list(_objects(item.get("descriptions")))
    found = next((_flat(each) for role in _TEASER for each in entries if _role_of(each) == role), "")
    subtitle = next((_flat(each) for each in _objects(item.get("headlines")) if _role_of(each) in _TEASER), "")
    found = subtitle or found
    opening = " ".join(block.plain for block in body if block.role in (Role.PARAGRAPH, Role.STANDFIRST))[:5000]
    stem = found.rstrip("….").casefold()
    return "" if not stem or stem in opening.casefold() or stem == _headline(item).casefold() else found


def _byline(item: Fields) -> str:
    stated = next((_string(item.get(key)) for key in ("by", "byline") if _string(item.get(key))), "")
    people = [_string(each.get("byline")) or _string(each.get("name")) for each in _objects(item.get("bylines"))]
    line = stated or ", ".join(filter(None, people))
    return byline_of(line) or line


def _body(item: Fields, path: Path) -> list[Block]:
    entries = [each for each in _objects(item.get("bodies")) if isinstance(each.get("value"), str) and _flat(each)]
    entries += [
        {"role": "main", "contenttype": kind, "value": item[key]}
        for key, kind in (("body_html", "html"), ("body_xhtml", "xhtml"), ("body_text", "plain"))
        if _string(item.get(key))
    ]
    # The same text may be there with and without markup; with it, paragraphs and links are known.
    marked = [entry for entry in entries if _is_markup(entry)]
    entry = _chosen(marked or entries, _MAIN)
    if entry is None:
        raise InputError("has no body", remedy="the item may only announce a text; give the full one", path=path)
    value = str(entry["value"])
    pieces = list(_marked(value, _url(item)) if _is_markup(entry) else _plain(value))
    headline = _headline(item).casefold()
    if pieces and pieces[0].role is Role.HEADING and pieces[0].text.casefold() == headline:
        del pieces[0]
    return sort_story(pieces)


def _is_markup(entry: Fields) -> bool:
    kind = _string(entry.get("contenttype"))
    return _MARKUP.search(kind) is not None or (
        not kind.startswith("text/plain") and _ELEMENT.search(str(entry["value"])) is not None
    )


def _marked(value: str, url: str) -> Iterator[Piece]:
    root = parse(value)
    for leaf in leaves(root, url) if root is not None else ():
        # The item holds the text alone: no element of it is a part of a site, unless its name says so.
        role = body_role(leaf) if not leaf.chrome else Role.FURNITURE
        spans = leaf.spans if role is not Role.FURNITURE else ()
        yield Piece(role, leaf.text, linked=leaf.linked, spans=spans)


def _plain(value: str) -> Iterator[Piece]:
    for text in split_blocks(value):
        yield Piece(Role.PARAGRAPH, text)


def _with_place(body: list[Block], located: str) -> list[Block]:
    """The text with its place line, unless it begins with it."""
    at = next((place for place, block in enumerate(body) if block.role is Role.PARAGRAPH), None)
    if at is None:
        return body
    place = located.split(",")[0].casefold()
    opening = body[at].plain[: len(located) + 40].casefold()
    if opening.startswith(place) or re.match(r"[^.!?]{2,60}?\s(?:--|[—–])\s", body[at].plain):
        return body
    line = block_of(Role.PARAGRAPH, f"{located} —").text
    return [*body[:at], Block(Role.PARAGRAPH, f"{line} {body[at].text}", body[at].inline), *body[at + 1 :]]


def _pictures(item: Fields) -> Iterator[tuple[str, str]]:
    """Caption with credit, and address, of each picture that goes with the text."""
    for each in _objects(item.get("associations")):
        if _string(each.get("type")) in ("picture", "graphic"):
            yield _caption(each), _rendition(each)


def _caption(picture: Fields) -> str:
    entry = _chosen([each for each in _objects(picture.get("descriptions")) if _flat(each)], ("caption", "main"))
    stated = (_string(picture.get("description_text")), _string(picture.get("description_html")))
    caption = _flat(entry) if entry else next((_bare(each) for each in stated if each), "")
    credit = _string(picture.get("creditline")) or _byline(picture) or _string(picture.get("copyrightholder"))
    if not caption or not credit or credit.casefold() in caption.casefold():
        return caption
    return f"{caption} ({credit})"


def _rendition(picture: Fields) -> str:
    """The address of the widest rendition that is a picture."""
    best, widest = "", -1
    for each in _objects(picture.get("renditions")):
        address = web_address(_string(each.get("href")))
        kind = _string(each.get("contenttype")) or _string(each.get("mimetype")) or "image/"
        width = each.get("width")
        width = width if isinstance(width, int) else 0
        if address and kind.startswith("image/") and width > widest:
            best, widest = address, width
    return best or web_address(_string(picture.get("uri")))


def _date(item: Fields) -> datetime.datetime | datetime.date | None:
    names = ("contentcreated", "firstcreated", "versioncreated")
    return next((date for date in (parse_date(_string(item.get(name))) for name in names) if date), None)


def _source(item: Fields) -> str:
    named = next((_string(each.get("name")) for each in _objects(item.get("infosources"))), "")
    return named or _string(item.get("source")) or _string(item.get("copyrightholder"))


def _url(item: Fields) -> str:
    web = [each for each in _objects(item.get("renditions")) if "html" in _string(each.get("contenttype"))]
    found = (web_address(_string(each.get("href"))) for each in web)
    return next((address for address in found if address), web_address(_string(item.get("uri"))))
