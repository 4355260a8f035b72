"""How the blocks of an article stand on the page, the same in every format."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from translate_pipeline.articles.addresses import picture_address
from translate_pipeline.articles.model import Article
from translate_pipeline.reports.model import Block, Role

_OPENING = (Role.HEADLINE, Role.STANDFIRST, Role.BYLINE, Role.CAPTION)
_TOGETHER = (Role.LIST_ITEM, Role.CAPTION, Role.QUOTE)
_SUMMARY = 200


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbouring blocks of one role that make one thing on the page.

    Attributes:
        role: their role.
        blocks: the blocks; none where a picture has no caption.
        image: the safe address of the picture that a caption belongs to.
    """

    role: Role
    blocks: tuple[Block, ...]
    image: str = ""

    @property
    def alt(self) -> str:
        """What says in words what the picture shows: its caption; empty where it has none."""
        return self.blocks[0].plain if self.blocks else ""


@dataclass(frozen=True, slots=True)
class Layout:
    """The page: a title, what stands with it at the head, and the rest in reading order.

    Attributes:
        title: the headline without markup, or the article's name where it has none.
        headline: the block of the headline.
        standfirsts: what leads in under the title.
        bylines: who wrote it, where the report says so before its text begins.
        body: everything else.
    """

    title: str
    headline: Block
    standfirsts: tuple[Block, ...]
    bylines: tuple[Block, ...]
    body: tuple[Group, ...]

    @property
    def image(self) -> str:
        """The safe address of the picture; empty where there is none."""
        return next((group.image for group in self.body if group.image), "")

    @property
    def summary(self) -> str:
        """A description for search engines and link previews: at most 200 characters, cut between words."""
        first = next((block.plain for each in self.body if each.role is Role.PARAGRAPH for block in each.blocks), "")
        text = self.standfirsts[0].plain if self.standfirsts else first
        if len(text) <= _SUMMARY:
            return text
        return text[: _SUMMARY - 1].rsplit(" ", 1)[0].rstrip(" .،؛:,;") + "…"


def lay_out(article: Article) -> Layout:
    """Sort the blocks of `article` into head and body; each block with text appears exactly once."""
    blocks = [block for block in article.blocks if block.plain]
    opening = next((at for at, block in enumerate(blocks) if block.role not in _OPENING), len(blocks))
    headline = next((at for at, block in enumerate(blocks) if block.role is Role.HEADLINE), None)
    head: dict[Role, list[Block]] = {Role.STANDFIRST: [], Role.BYLINE: []}
    rest: list[Block] = []
    for at, block in enumerate(blocks):
        if at < opening and block.role in head:
            head[block.role].append(block)
        elif at != headline:
            rest.append(block)
    title = Block(Role.HEADLINE, article.name) if headline is None else blocks[headline]
    return Layout(
        title=title.plain,
        headline=title,
        standfirsts=tuple(head[Role.STANDFIRST]),
        bylines=tuple(head[Role.BYLINE]),
        body=_with_picture(_groups(rest), picture_address(article.image)),
    )


def _groups(blocks: Iterable[Block]) -> list[Group]:
    groups = []
    for role, run in groupby(blocks, key=lambda block: block.role):
        together = tuple(run)
        if role is Role.CAPTION:
            groups += _captions(together)
        else:
            groups += [Group(role, together)] if role in _TOGETHER else [Group(role, (block,)) for block in together]
    return groups


def _captions(blocks: tuple[Block, ...]) -> list[Group]:
    """Captions by their pictures; those of no known picture stay with the one above them."""
    groups: list[Group] = []
    for block in blocks:
        image = picture_address(block.image)
        if groups and not image:
            groups[-1] = Group(Role.CAPTION, (*groups[-1].blocks, block), groups[-1].image)
        else:
            groups.append(Group(Role.CAPTION, (block,), image))
    return groups


def _with_picture(groups: list[Group], image: str) -> tuple[Group, ...]:
    if not image:
        return tuple(groups)
    captioned = next((at for at, group in enumerate(groups) if group.role is Role.CAPTION), None)
    if captioned is None:
        return (Group(Role.CAPTION, (), image), *groups)
    if groups[captioned].image:
        return tuple(groups)
    groups[captioned] = Group(Role.CAPTION, groups[captioned].blocks, image)
    return tuple(groups)
