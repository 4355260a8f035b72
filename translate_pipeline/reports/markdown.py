"""Markdown (CommonMark and tables) with front matter in YAML or TOML."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urljoin

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from translate_pipeline.errors import InputError
from translate_pipeline.reports.dates import parse_date
from translate_pipeline.reports.decoding import decode_prose
from translate_pipeline.reports.inline import Kind
from translate_pipeline.reports.markup import Marks, without_marks
from translate_pipeline.reports.metadata import web_address
from translate_pipeline.reports.model import Report, Role
from translate_pipeline.reports.page import leaves, parse
from translate_pipeline.reports.passages import Passage, head_of
from translate_pipeline.reports.story import sort_story
from translate_pipeline.reports.text import clean

# The line that opens front matter, and the lines that close it.
_FENCES = {"---": ("---", "..."), "+++": ("+++",)}
_MOST_FRONT_MATTER = 64 * 1024

# Our names for the fields, with what other programs call them.
_FIELDS = {
    "title": ("title", "headline"),
    "date": ("date", "published", "datepublished", "pubdate"),
    "byline": ("byline", "author", "authors", "by", "creator"),
    "source": ("source", "publisher", "site", "outlet", "site_name"),
    "url": ("url", "link", "canonical", "canonical_url", "canonicalurl", "original", "source_url", "permalink"),
    "image": ("image", "picture", "cover", "images", "featured_image", "thumbnail"),
    "caption": ("caption", "image_caption", "image-caption", "imagecaption"),
    "standfirst": ("standfirst", "description", "subtitle", "summary", "excerpt", "deck"),
    "language": ("language", "lang"),
}
_OURS = {theirs: name for name, all_theirs in _FIELDS.items() for theirs in all_theirs}
_ABSENT = frozenset({"", "~", "null"})
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}")
_HTML_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_PARTED = re.compile(r"\n\s*\n")


def read(data: bytes, path: Path, name: str) -> Report:
    """The report in a Markdown file.

    Raises:
        InputError: an unknown encoding, or front matter that is not a mapping in YAML or holds no proper date or URL.
    """
    fields, text = _parted(decode_prose(data, path), path)
    url = _url(fields, path)
    passages = list(_passages(_parser().parse(text), url))
    head, first = head_of(passages, {name: field.text for name, field in fields.items()})
    shown = next((date for date in (parse_date(passage.text) for passage in passages[:first]) if date), None)
    picture = next((passage.image for passage in passages if passage.image), "")
    return Report(
        name=name,
        path=path,
        blocks=(*head, *sort_story(each.piece for each in passages[first:])),
        date=_date(fields, path) or shown,
        source=_text(fields, "source"),
        url=url,
        image=web_address(_text(fields, "image").split(", ")[0] or picture, url),
        language=_language(fields),
    )


@dataclass(frozen=True, slots=True)
class _Field:
    text: str
    line: int


def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def _parted(text: str, path: Path) -> tuple[dict[str, _Field], str]:
    """The fields of the front matter, by our names, and the text below it."""
    lines = text.split("\n")
    fence = lines[0].rstrip()
    if fence not in _FENCES or (fence == "+++" and not any(line.rstrip() == fence for line in lines[1:])):
        return {}, text
    end = next((place for place, line in enumerate(lines[1:], start=1) if line.rstrip() in _FENCES[fence]), None)
    if end is None:
        raise InputError("its front matter has no end", remedy="close it with a line ---", path=path, line=1)
    front = "\n".join(line.rstrip("\r") for line in lines[1:end])
    if len(front) > _MOST_FRONT_MATTER:
        raise InputError("its front matter is too long", remedy=f"is a line {fence} missing?", path=path, line=1)
    return (_fields if fence == "---" else _toml_fields)(front, path), "\n".join(lines[end + 1 :])


def _toml_fields(front: str, path: Path) -> dict[str, _Field]:
    """The fields of front matter in TOML, as Hugo writes it; those under `[params]` count too."""
    import tomllib

    try:
        table = tomllib.loads(front)
    except (ValueError, RecursionError) as error:
        place = re.search(r"at line ([0-9]+)", str(error))
        problem = re.sub(r"\s*\(at .*\)", "", str(error))
        raise _bad(f"TOML: {problem}", path, int(place[1]) + 1 if place else 1) from error
    params = table.get("params")
    found: dict[str, _Field] = {}
    for key, value in [*table.items(), *(params.items() if isinstance(params, dict) else ())]:
        name = _OURS.get(key.strip().lower())
        text = _toml_text(value)
        if name and text:
            line = next((at for at, each in enumerate(front.split("\n"), 2) if each.lstrip(" \"'").startswith(key)), 1)
            found.setdefault(name, _Field(text, line))
    return found


def _toml_text(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_toml_text, value)))
    if isinstance(value, str):
        return clean(value)
    # A bare date of TOML is a date already; numbers and switches are no text.
    return value.isoformat() if isinstance(value, datetime.date) else ""


def _fields(front: str, path: Path) -> dict[str, _Field]:
    """The fields of front matter, all values as they are written.

    The nodes are taken without being constructed: "No" stays a title, a bad date has a line, and an alias is no bomb.
    """
    try:
        root = yaml.compose(front, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise _bad(error.problem or "it is not YAML", path, line) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise _bad("it is not YAML", path, 1) from error
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode):
        raise _bad("it is not a list of names and values", path, 2)
    found: dict[str, _Field] = {}
    for key, value in root.value:
        name = _OURS.get(key.value.strip().lower()) if isinstance(key, yaml.ScalarNode) else None
        if name is None:
            continue
        text = _scalar(value)
        if text.casefold() not in _ABSENT:
            found.setdefault(name, _Field(text, key.start_mark.line + 2))
    return found


def _scalar(node: yaml.Node) -> str:
    """The text of a value; a list of them is joined as names are."""
    if isinstance(node, yaml.ScalarNode):
        return clean(str(node.value))
    if isinstance(node, yaml.SequenceNode):
        return ", ".join(clean(str(item.value)) for item in node.value if isinstance(item, yaml.ScalarNode))
    return ""


def _bad(problem: str, path: Path, line: int) -> InputError:
    return InputError(f"its front matter cannot be read: {problem}", remedy="quote the value", path=path, line=line)


def _text(fields: Mapping[str, _Field], name: str) -> str:
    return fields[name].text if name in fields else ""


def _date(fields: Mapping[str, _Field], path: Path) -> datetime.datetime | datetime.date | None:
    if "date" not in fields:
        return None
    field = fields["date"]
    date = parse_date(field.text)
    if date is None:
        raise InputError(f"no such date: {field.text}", remedy="write it as 2021-07-08", path=path, line=field.line)
    return date


def _url(fields: Mapping[str, _Field], path: Path) -> str:
    if "url" not in fields:
        return ""
    field = fields["url"]
    address = web_address(field.text)
    if not address:
        problem = f"not a web address: {field.text}"
        raise InputError(problem, remedy="begin it with https://", path=path, line=field.line)
    return address


def _language(fields: Mapping[str, _Field]) -> str:
    language = _text(fields, "language").replace("_", "-")
    return language if _LANGUAGE.fullmatch(language) else "en"


def _passages(tokens: Sequence[Token], url: str) -> Iterator[Passage]:
    """The blocks of a document in order; what stands in a quotation or a list has its role.

    Args:
        url: the address of the original, which makes those of links whole.
    """
    around: list[str] = []
    cells: list[str] | None = None
    for token in tokens:
        kind = token.type
        if kind == "tr_open":
            cells = []
        elif kind == "tr_close":
            yield Passage(Role.LIST_ITEM, " | ".join(filter(None, cells or [])))
            cells = None
        elif token.nesting == 1:
            around.append(token.tag)
        elif token.nesting == -1:
            around.pop()
        elif kind == "inline" and cells is not None:
            cells.append(_flat(token, url).text)
        elif kind == "inline":
            yield _placed(_flat(token, url), around)
        elif kind in ("code_block", "fence"):
            # Indented text is mostly pasted text, not a program.
            yield from (_placed(Passage(Role.PARAGRAPH, clean(part)), around) for part in _PARTED.split(token.content))
        elif kind == "html_block":
            yield from _markup(token.content, url)


def _placed(passage: Passage, around: Sequence[str]) -> Passage:
    tag = around[-1] if around else ""
    if re.fullmatch("h[1-6]", tag):
        role, level = Role.HEADING, int(tag[1])
    elif "li" in around:
        role, level = Role.LIST_ITEM, 0
    elif "blockquote" in around:
        role, level = Role.QUOTE, 0
    else:
        role, level = passage.role, 0
    return replace(passage, role=role, level=level)


_KINDS = {"em": Kind.EMPHASIS, "strong": Kind.STRONG, "a": Kind.LINK}


def _flat(inline: Token, url: str) -> Passage:
    """The text of an inline token, with its markup beside it."""
    marks = Marks()
    closing: list[str] = []
    parts: list[str] = []
    images: list[Token] = []
    plain = linked = 0
    depth = {"em": 0, "strong": 0, "a": 0}
    for token in inline.children or ():
        if token.tag in depth and token.nesting:
            depth[token.tag] += token.nesting
            if token.nesting == 1:
                before, after = marks.open(_KINDS[token.tag], _address(token, url))
                parts.append(before)
                closing.append(after)
            else:
                parts.append(closing.pop())
        elif token.type == "image":
            images.append(token)
        elif token.type in ("softbreak", "hardbreak"):
            parts.append(f"{marks.line_break()} " if token.type == "hardbreak" else " ")
        elif token.type == "html_inline":
            parts.append(f"{marks.line_break()} " if _HTML_BREAK.fullmatch(token.content) else "")
        else:
            before, after = marks.open(Kind.CODE) if token.type == "code_inline" else ("", "")
            parts += (before, without_marks(token.content), after)
            if token.content.strip():
                plain += not (depth["em"] or depth["strong"])
                linked += bool(depth["a"])
    text, spans = marks.read("".join(parts))
    full = bool(text)
    image = next((str(token.attrs.get("src", "")) for token in images), "")
    if images and not text:
        # A picture alone: its title is its caption, its alternative text is for those who do not see it.
        title = clean(next((str(token.attrs.get("title", "")) for token in images if token.attrs.get("title")), ""))
        alt = clean(" ".join(token.content for token in images))
        return Passage(Role.CAPTION if title else Role.FURNITURE, title or alt, image=image)
    pieces = sum(
        1 for token in inline.children or () if token.type in ("text", "code_inline") and token.content.strip()
    )
    return Passage(
        Role.PARAGRAPH,
        text,
        emphasized=full and not plain,
        linked=full and pieces > 0 and linked == pieces,
        image=image,
        spans=spans,
    )


def _address(link: Token, url: str) -> str:
    href = str(link.attrs.get("href", ""))
    try:
        return urljoin(url, href) if url and href and not href.startswith("#") else href
    except ValueError:
        return ""


def _markup(source: str, url: str) -> Iterator[Passage]:
    """What a block of HTML inside Markdown shows."""
    root = parse(source)
    if root is None:
        return
    for leaf in leaves(root, url):
        role = Role.FURNITURE if leaf.chrome else Role.CAPTION if leaf.caption else Role.PARAGRAPH
        yield Passage(role, leaf.text, linked=leaf.linked, spans=leaf.spans)
