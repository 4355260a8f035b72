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


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbouring blocks of one role that make one thing on the page.

    Attributes:
        role: their role.
        texts: their texts; none where a picture has no caption.
        image: the safe address of the picture that a caption belongs to.
    """

    role: Role
    texts: tuple[str, ...]
    image: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """The page: a title, what stands with it at the head, and the rest in reading order.

    Attributes:
        title: the headline, or the article's name where it has none.
        standfirsts: what leads in under the title.
        bylines: who wrote it, where the report says so before its text begins.
        body: everything else.
    """

    title: str
    standfirsts: tuple[str, ...]
    bylines: tuple[str, ...]
    body: tuple[Group, ...]

    @property
    def summary(self) -> str:
        """A description for search engines and link previews: at most 200 characters, cut between words."""
        first = next((text for each in self.body if each.role is Role.PARAGRAPH for text in each.texts), "")
        text = self.standfirsts[0] if self.standfirsts else first
        return text if len(text) <= 200 else text[:199].rsplit(" ", 1)[0].rstrip(" .،؛:,;") + "…"


def lay_out(article: Article) -> Layout:
    """Sort the blocks of `article` into head and body; each block with text appears exactly once."""
    blocks = [block for block in article.blocks if block.text]
    opening = next((at for at, block in enumerate(blocks) if block.role not in _OPENING), len(blocks))
    headline = next((at for at, block in enumerate(blocks) if block.role is Role.HEADLINE), None)
    head: dict[Role, list[str]] = {Role.STANDFIRST: [], Role.BYLINE: []}
    rest: list[Block] = []
    for at, block in enumerate(blocks):
        if at < opening and block.role in head:
            head[block.role].append(block.text)
        elif at != headline:
            rest.append(block)
    return Layout(
        title=article.name if headline is None else blocks[headline].text,
        standfirsts=tuple(head[Role.STANDFIRST]),
        bylines=tuple(head[Role.BYLINE]),
        body=_with_picture(_groups(rest), picture_address(article.image)),
    )


def _groups(blocks: Iterable[Block]) -> list[Group]:
    groups = []
    for role, run in groupby(blocks, key=lambda block: block.role):
        texts = tuple(block.text for block in run)
        groups += [Group(role, texts)] if role in _TOGETHER else [Group(role, (text,)) for text in texts]
    return groups


def _with_picture(groups: list[Group], image: str) -> tuple[Group, ...]:
    if not image:
        return tuple(groups)
    captioned = next((at for at, group in enumerate(groups) if group.role is Role.CAPTION), None)
    if captioned is None:
        return (Group(Role.CAPTION, (), image), *groups)
    groups[captioned] = Group(Role.CAPTION, groups[captioned].texts, image)
    return tuple(groups)
