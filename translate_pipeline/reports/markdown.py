"""Markdown (CommonMark and tables) with front matter in YAML; inline markup becomes plain text."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from translate_pipeline.errors import InputError
from translate_pipeline.reports.cues import byline_of, has_credit, is_source_note
from translate_pipeline.reports.dates import parse_date
from translate_pipeline.reports.decoding import decode
from translate_pipeline.reports.furniture import is_furniture
from translate_pipeline.reports.metadata import web_address
from translate_pipeline.reports.model import Block, Report, Role
from translate_pipeline.reports.page import leaves, parse
from translate_pipeline.reports.story import Piece, sort_story
from translate_pipeline.reports.text import clean

_FENCE = "---"
_ENDS = ("---", "...")
_MOST_FRONT_MATTER = 64 * 1024

# Our names for the fields, with what other programs call them.
_FIELDS = {
    "title": ("title", "headline"),
    "date": ("date", "published", "datepublished", "pubdate"),
    "byline": ("byline", "author", "authors", "by"),
    "source": ("source", "publisher", "site", "outlet"),
    "url": ("url", "link", "canonical", "original", "permalink"),
    "image": ("image", "picture", "cover"),
    "caption": ("caption", "image_caption"),
    "standfirst": ("standfirst", "description", "subtitle", "summary", "excerpt", "deck"),
    "language": ("language", "lang"),
}
_ABSENT = frozenset({"", "~", "null"})
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}")
_PARTED = re.compile(r"\n\s*\n")


def read(data: bytes, path: Path, name: str) -> Report:
    """The report in a Markdown file.

    Raises:
        InputError: an unknown encoding, or front matter that is not a mapping in YAML or holds no proper date or URL.
    """
    fields, text = _parted(decode(data, path), path)
    passages = list(_passages(_parser().parse(text)))
    head, first = _head(passages, fields)
    rest = [Piece(passage.role, passage.text, linked=passage.linked) for passage in passages[first:]]
    shown = next((date for date in (parse_date(passage.text) for passage in passages[:first]) if date), None)
    picture = next((passage.image for passage in passages if passage.image), "")
    url = _url(fields, path)
    return Report(
        name=name,
        path=path,
        blocks=(*head, *sort_story(rest)),
        date=_date(fields, path) or shown,
        source=_text(fields, "source"),
        url=url,
        image=web_address(_text(fields, "image") or picture, url),
        language=_language(fields),
    )


@dataclass(frozen=True, slots=True)
class _Field:
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class _Passage:
    """A block of Markdown, flat.

    Attributes:
        role: what its markup makes of it.
        text: clean text.
        level: of a heading, 1 to 6; otherwise 0.
        emphasized: whether all of it is emphasized.
        linked: whether all of it is a link.
        image: the address of a picture in it.
    """

    role: Role
    text: str
    level: int = 0
    emphasized: bool = False
    linked: bool = False
    image: str = ""


def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def _parted(text: str, path: Path) -> tuple[dict[str, _Field], str]:
    """The fields of the front matter, by our names, and the text below it."""
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        return {}, text
    end = next((place for place, line in enumerate(lines[1:], start=1) if line.rstrip() in _ENDS), None)
    if end is None:
        raise InputError("its front matter has no end", remedy="close it with a line ---", path=path, line=1)
    front = "\n".join(line.rstrip("\r") for line in lines[1:end])
    if len(front) > _MOST_FRONT_MATTER:
        raise InputError("its front matter is too long", remedy="is a line --- missing?", path=path, line=1)
    return _fields(front, path), "\n".join(lines[end + 1 :])


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
    ours = {theirs: name for name, all_theirs in _FIELDS.items() for theirs in all_theirs}
    found: dict[str, _Field] = {}
    for key, value in root.value:
        name = ours.get(key.value.strip().lower()) if isinstance(key, yaml.ScalarNode) else None
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


def _head(passages: Sequence[_Passage], fields: Mapping[str, _Field]) -> tuple[list[Block], int]:
    """The blocks down to the first paragraph, from the front matter and the text, and the place of that paragraph."""
    headline, title = "", _text(fields, "title")
    own: dict[Role, list[str]] = {
        Role.STANDFIRST: [_text(fields, "standfirst")],
        Role.BYLINE: [byline_of(_text(fields, "byline")) or _text(fields, "byline")],
        Role.CAPTION: [_text(fields, "caption")],
    }
    furniture: list[str] = []
    notes: list[str] = []
    place = 0
    for place, passage in enumerate([*passages, None]):  # noqa: B007
        if passage is None:
            break
        text = passage.text
        if passage.level == 1 and not headline:
            headline = text
        elif passage.level and _same(text, title):
            headline = headline or text
        elif passage.role is Role.FURNITURE or is_furniture(text) or parse_date(text):
            furniture.append(text)
        elif passage.role is Role.CAPTION or (passage.role is Role.PARAGRAPH and has_credit(text, in_head=True)):
            own[Role.CAPTION].append(text)
        elif passage.role is not Role.PARAGRAPH:
            break
        elif is_source_note(text):
            notes.append(text)
        elif who := byline_of(text):
            own[Role.BYLINE].append(who)
        elif any(_same(text, known) for known in own[Role.STANDFIRST]) or (
            passage.emphasized and not any(own[Role.STANDFIRST])
        ):
            own[Role.STANDFIRST].append(text)
        else:
            break
    blocks = [Block(Role.HEADLINE, headline or title)] if headline or title else []
    if headline and title and not _same(headline, title):
        furniture.insert(0, title)
    for role, texts in own.items():
        blocks += [Block(role, text) for text in dict.fromkeys(filter(None, texts))]
    blocks += [Block(Role.SOURCE_NOTE, text) for text in notes]
    return blocks + [Block(Role.FURNITURE, text) for text in furniture if text], place


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _passages(tokens: Sequence[Token]) -> Iterator[_Passage]:
    """The blocks of a document in order; what stands in a quotation or a list has its role."""
    around: list[str] = []
    cells: list[str] | None = None
    for token in tokens:
        kind = token.type
        if kind == "tr_open":
            cells = []
        elif kind == "tr_close":
            yield _Passage(Role.LIST_ITEM, " | ".join(filter(None, cells or [])))
            cells = None
        elif token.nesting == 1:
            around.append(token.tag)
        elif token.nesting == -1:
            around.pop()
        elif kind == "inline" and cells is not None:
            cells.append(_flat(token).text)
        elif kind == "inline":
            yield _placed(_flat(token), around)
        elif kind in ("code_block", "fence"):
            # Indented text is mostly pasted text, not a program.
            yield from (_placed(_Passage(Role.PARAGRAPH, clean(part)), around) for part in _PARTED.split(token.content))
        elif kind == "html_block":
            yield from _markup(token.content)


def _placed(passage: _Passage, around: Sequence[str]) -> _Passage:
    tag = around[-1] if around else ""
    if re.fullmatch("h[1-6]", tag):
        role, level = Role.HEADING, int(tag[1])
    elif "li" in around:
        role, level = Role.LIST_ITEM, 0
    elif "blockquote" in around:
        role, level = Role.QUOTE, 0
    else:
        role, level = passage.role, 0
    return _Passage(role, passage.text, level, passage.emphasized, passage.linked, passage.image)


def _flat(inline: Token) -> _Passage:
    """The text of an inline token, without its marks and addresses."""
    parts: list[str] = []
    images: list[Token] = []
    plain = linked = 0
    depth = {"em": 0, "strong": 0, "a": 0}
    for token in inline.children or ():
        if token.tag in depth and token.nesting:
            depth[token.tag] += token.nesting
        elif token.type == "image":
            images.append(token)
        elif token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif token.type != "html_inline":
            parts.append(token.content)
            if token.content.strip():
                plain += not (depth["em"] or depth["strong"])
                linked += bool(depth["a"])
    text = clean("".join(parts))
    full = bool(text)
    image = next((str(token.attrs.get("src", "")) for token in images), "")
    if images and not text:
        # A picture alone: its title is its caption, its alternative text is for those who do not see it.
        title = clean(next((str(token.attrs.get("title", "")) for token in images if token.attrs.get("title")), ""))
        alt = clean(" ".join(token.content for token in images))
        return _Passage(Role.CAPTION if title else Role.FURNITURE, title or alt, image=image)
    pieces = sum(
        1 for token in inline.children or () if token.type in ("text", "code_inline") and token.content.strip()
    )
    return _Passage(
        Role.PARAGRAPH,
        text,
        emphasized=full and not plain,
        linked=full and pieces > 0 and linked == pieces,
        image=image,
    )


def _markup(source: str) -> Iterator[_Passage]:
    """What a block of HTML inside Markdown shows."""
    root = parse(source)
    if root is None:
        return
    for leaf in leaves(root):
        role = Role.FURNITURE if leaf.chrome else Role.CAPTION if leaf.caption else Role.PARAGRAPH
        yield _Passage(role, leaf.text, linked=leaf.linked)
