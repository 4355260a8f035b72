"""ninjs 3.1: what an agency's system reads.

The schema below is ours: the properties that the program writes, with the types, formats, vocabularies and required
ones of the schema that the IPTC publishes as ninjs-schema_3.1.json. Where that one lies in a file that `NINJS_SCHEMA`
names, the objects are held against it, too.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest
from lxml import html as lxml_html

from translate_pipeline.articles import ninjs
from translate_pipeline.articles.furniture import read_furniture
from translate_pipeline.articles.model import Article
from translate_pipeline.articles.site import Site
from translate_pipeline.reports.inline import Inline, Kind
from translate_pipeline.reports.model import Block, Role

TEXT = {"type": "string"}
MOMENT = {"type": "string", "format": "date-time"}
ADDRESS = {"type": "string", "format": "uri"}


def closed(required: tuple[str, ...] = (), **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def many(**properties: Any) -> dict[str, Any]:
    return {"type": "array", "items": closed(("value",), role=TEXT, contentType=TEXT, value=TEXT, **properties)}


RENDITION = closed(("name",), name=TEXT, href=ADDRESS, contentType=TEXT)
OBJECT: dict[str, Any] = {
    "uri": ADDRESS,
    "type": {"enum": "text audio video picture graphic composite component event planning".split()},
    "representationType": {"enum": ["full", "partial"]},
    "versionCreated": MOMENT,
    "contentCreated": MOMENT,
    "pubStatus": {"enum": ["usable", "withheld", "canceled"]},
    "edNote": TEXT,
    "language": TEXT,
    "slugline": TEXT,
    "by": TEXT,
    "descriptions": many(),
    "headlines": many(),
    "bodies": many(charCount={"type": "integer"}, wordCount={"type": "integer"}),
    "infoSources": {"type": "array", "items": closed(name=TEXT, role=TEXT, uri=ADDRESS, literal=TEXT)},
    "renditions": {"type": "array", "items": RENDITION},
    "digitalSourceType": closed(name=TEXT, uri=ADDRESS, literal=TEXT),
    "standard": closed(name=TEXT, version=TEXT, schema=ADDRESS),
}
ASSOCIATED = closed(("name", "uri"), **OBJECT, name=TEXT, rel=TEXT)
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    **closed(("uri",), **OBJECT, associations={"type": "array", "items": ASSOCIATED}),
}
FORMATS = jsonschema.FormatChecker()


@FORMATS.checks("uri")
def is_address(value: object) -> bool:
    return not isinstance(value, str) or (bool(urlsplit(value).scheme) and value.isascii() and " " not in value)


@FORMATS.checks("date-time", raises=ValueError)
def is_moment(value: object) -> bool:
    return not isinstance(value, str) or datetime.datetime.fromisoformat(value).tzinfo is not None


def render(article: Article, **settings: Any) -> dict[str, Any]:
    item: dict[str, Any] = json.loads(ninjs.render(article, Site(read_furniture(article.locale), **settings)))
    schemas = [SCHEMA]
    if published := os.environ.get("NINJS_SCHEMA"):
        schemas.append(json.loads(Path(published).read_text(encoding="utf-8")))
    for schema in schemas:
        jsonschema.Draft202012Validator(schema, format_checker=FORMATS).validate(item)
    return item


def test_a_reviewed_article_is_usable_and_says_who_reviewed_it(pashto: Article) -> None:
    item = render(pashto)
    assert (item["language"], item["pubStatus"], item["slugline"]) == ("ps", "usable", pashto.name)
    assert item["edNote"].startswith("Reviewed Pashto translation from English, approved by Zarghona Amin.")
    assert item["versionCreated"] == "2021-07-09T16:05:00+00:00"
    assert {"name": "Zarghona Amin", "role": "translation editor"} in item["infoSources"]
    assert {"name": pashto.engine, "role": "machine translation"} in item["infoSources"]
    assert item["digitalSourceType"]["uri"].endswith("/compositeWithTrainedAlgorithmicMedia")


def test_a_draft_is_withheld_and_says_so_to_editors_and_readers(dari: Article) -> None:
    item = render(dari)
    assert item["pubStatus"] == "withheld"
    assert "not for publication before review" in item["edNote"] and "ترجمهٔ ماشینی" in item["edNote"]
    assert "ترجمهٔ ماشینی" in item["bodies"][0]["value"]
    assert item["digitalSourceType"]["uri"].endswith("/trainedAlgorithmicMedia")


def test_the_original_is_linked_and_the_picture_comes_with_its_caption(dari: Article) -> None:
    original, picture = render(dari, base_url="https://news.example/x/")["associations"]
    assert (original["rel"], original["uri"], original["language"]) == ("translatedFrom", dari.url, "en")
    assert original["headlines"][0]["value"] == dari.source_headline
    assert picture["uri"] == "https://news.example/x/fa-AF/photo.svg"
    assert picture["descriptions"][0]["value"].startswith("باشندگان یک قریه")
    # Without addresses the original still has a name of its own, and nothing points to a file that is not there.
    [original] = render(dataclasses.replace(dari, url=""))["associations"]
    assert original["uri"].startswith("urn:uuid:")


def test_the_text_is_there_as_markup_and_as_plain_text(dari: Article) -> None:
    inline = (Inline(1, Kind.LINK, "https://news.example/aid"), Inline(2, Kind.EMPHASIS))
    block = Block(Role.PARAGRAPH, "متن <1>پیوند</1> و <2>واژه</2>.", inline)
    item = render(dataclasses.replace(dari, blocks=(*dari.blocks, block)))
    markup, plain = (body["value"] for body in item["bodies"])
    page = lxml_html.fragment_fromstring(markup)
    assert (page.get("lang"), page.get("dir")) == ("fa-AF", "rtl")
    assert page.xpath("//a[@href='https://news.example/aid']/text()") == ["پیوند"] and page.xpath("//em/text()")
    told = [each.text for each in dari.blocks if each.role not in (Role.HEADLINE, Role.BYLINE, Role.CAPTION)]
    assert plain.splitlines() == [*told, "متن پیوند و واژه."]


def test_the_schema_refuses_what_ninjs_does_not_know(dari: Article) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SCHEMA).validate({**render(dari), "headline": "x"})
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SCHEMA, format_checker=FORMATS).validate({"uri": "x"})
