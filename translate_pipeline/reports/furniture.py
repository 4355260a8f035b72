"""What a news site puts around a story. One table for all readers; a new site's words go here."""

from __future__ import annotations

import re

from translate_pipeline.reports.text import clean

# Whole lines, in any case; a closing colon or arrow and a count in brackets do not matter.
_LINES = {
    "navigation": (
        "accessibility links", "skip to content", "skip to main content", "skip to main navigation", "skip to search",
        "skip to navigation", "main menu", "menu", "search", "search the site", "home", "back to top", "top of page",
        "site map", "sitemap", "all news", "go to top", "next", "previous", "next article", "previous article",
    ),
    "labels": (
        "breaking news", "breaking", "latest news", "live", "watch live", "listen live", "radio schedule", "podcasts",
        "advertisement", "advertising", "sponsored", "sponsored content", "promoted", "continue reading",
        "by", "written by", "summary",
        "story continues below", "story continues below advertisement", "article continues below", "loading...",
    ),
    "pictures": (
        "16x9 image", "4x3 image", "1x1 image", "image", "photo", "video", "embed", "photo gallery", "gallery",
        "no media source currently available", "the code has been copied to your clipboard.", "auto", "0:00",
        "please wait", "enlarge", "enlarge image", "full screen",
    ),
    "sharing": (
        "share", "share this", "share this article", "share this story", "share via", "share on", "share on facebook",
        "share on twitter", "share on x", "share on telegram", "share on whatsapp", "print", "print this page",
        "print this article", "email", "email this", "email this story", "copy link", "link copied", "save", "tweet",
        "facebook", "twitter", "x", "telegram", "whatsapp", "instagram", "youtube", "linkedin", "viber", "rss",
        "comment", "comments", "view comments", "leave a comment", "post comment", "post a comment", "add comment",
    ),
    "sign-ups": (
        "subscribe", "subscribe now", "sign up", "sign in", "log in", "follow", "follow us", "newsletter",
        "newsletters", "get our app", "download our app", "donate", "support us", "subscribe to this author",
        "accept all cookies", "only necessary", "accept cookies", "cookie settings",
    ),
    "legal": (
        "about", "about us", "contact", "contact us", "privacy", "privacy policy", "terms of use", "terms of service",
        "terms and conditions", "cookie policy", "disclaimer", "all rights reserved", "all rights reserved.",
    ),
}  # fmt: skip

# Lines that open a box of links to other stories: the titles after them belong to the box.
_BOXES = (
    "related", "related stories", "related articles", "related news", "related topics", "related content",
    "more on this story", "more on this topic", "more from this section", "more stories", "more news", "more in news",
    "most popular", "most read", "most viewed", "most shared", "trending", "trending now", "recommended",
    "recommended for you", "you may also like", "you might also like", "editors' picks", "editor's picks",
    "editors' choice", "editor's choice", "top stories", "latest stories", "latest", "featured", "don't miss",
    "in other news", "read next", "up next", "tags", "topics",
)  # fmt: skip

# Labels in front of the title of another story, on the same line or, bare, on the line before it.
_POINTERS = (
    "see also", "read more", "also read", "read also", "read this", "related story", "related article", "watch",
    "listen", "more on this",
)  # fmt: skip

_PATTERNS = {
    "breadcrumb": r"home\s*[>»›/|].{1,150}|[^.]{1,50}(?:\s[>»›]\s[^.>»›]{1,60}){2,6}",
    "share count": r"(?:share|print|comments?|likes?|views?|shares?)\s*[(:]?\s*[0-9][0-9,.]*k?\s*\)?"
    r"|[0-9][0-9,.]*k?\s+(?:comments?|likes?|views?|shares?|min(?:ute)?s? read)",
    "sharing": r"(?:share|print|email|send) (?:this|the) (?:article|story|page|post)(?: .{1,60})?",
    "sign-up": r"(?:sign up|subscribe|register) (?:to|for) (?:our|the|this|rfe/rl).{1,150}"
    r"|(?:follow|find|join|like) us on .{1,120}|get (?:our|the) .{1,60}\b(?:app|newsletter)\b.{0,80}",
    "cookies": r"(?:we|this (?:web)?site) uses? cookies\b.{0,250}",
    "scripts": r"(?:please )?(?:turn on|enable) javascript.{0,100}",
    "copyright": r"(?:copyright\s*)?(?:©|\(c\))\s*(?:copyright\s*)?[0-9]{4}.{0,250}|copyright\s+[0-9]{4}\b.{0,250}"
    r"|[^.]{1,80}(?:©|\(c\))\s*(?:copyright\s*)?[0-9]{4}.{0,150}|(?:.{1,120}[\s.,|])?all rights reserved\.?",
    "offers": r"you have (?:[0-9]+|one|two|three|no) (?:free |gift )*(?:articles?|stories|story)\b.{0,150}"
    r"|(?:create|open) (?:a|your) free account\b.{0,150}"
    r"|already (?:a )?(?:subscriber|subscribed|have an account)\b.{0,200}"
    r"|(?:thanks|thank you) for (?:reading|your patience)\b.{0,150}|get unlimited (?:digital )?access\b.{0,150}"
    r"|billed as .{1,150}|support our (?:work|journalism|reporting)\W*|enjoy unlimited access\b.{0,100}",
    "print": r"a version of this (?:article|story) appear(?:s|ed) in .{1,250}|order reprints.{0,60}",
    "sound": r"listen to this (?:story|article|report)\b.{0,150}|your browser does not support .{1,80}",
    "standards": r"our standards:.{1,100}|(?:get|receive) (?:a|our|the) (?:daily|weekly|morning|free)\b.{1,100}",
    "live": r"(?:auto-?refresh|live updates?) (?:is|are) .{1,120}|(?:last )?updated? at [0-9:.]+.{0,40}"
    r"|(?:show|load|see) (?:more|older|newer) (?:updates|posts|stories)|click to (?:see|view|play|enlarge)\b.{0,100}",
    "post": r"[—–-]\s.{1,80}\(@\w{1,40}\).{0,60}",
    "terms": r"reprinted with the permission of .{1,200}",
}

# Names of a site's sections, which stand above a headline; inside a story they may be a subheading or a list item.
_SECTIONS = (
    "afghanistan", "pakistan", "iran", "tajikistan", "turkmenistan", "uzbekistan", "kyrgyzstan", "kazakhstan",
    "central asia", "south asia", "asia", "middle east", "europe", "africa", "americas", "world", "world news",
    "international", "regional", "national", "local", "news", "features", "feature", "analysis", "opinion",
    "commentary", "explainer", "interview", "investigation", "politics", "security", "conflict", "war", "society",
    "health", "education", "economy", "business", "energy", "environment", "climate", "culture", "arts", "sport",
    "sports", "science", "technology", "human rights", "women", "women's rights", "media", "migration", "refugees",
    "watchdog", "exclusive", "special report", "gandhara",
)  # fmt: skip

_ROLES = (
    r"reporter|journalist|correspondent|editor|producer|broadcaster|columnist|writer|author|analyst|researcher|"
    r"photographer|freelancer|contributor|broadcasters|service"
)
# What sites say of an author or a service below a story.
_BLURB = re.compile(
    rf"[^.]{{2,80}}\b(?:is|was|are|has been)\b[^.]{{0,80}}\b(?:{_ROLES})\b.*"
    r"|[^.]{2,80}\b(?:covers|has covered|reports on|has reported|has served|joined|serves)\b.*",
    re.IGNORECASE,
)

_BOX_TITLE = re.compile(
    r"(?:more|latest|also|other stories|stories|news) (?:in|on|from|about) .{1,40}|(?:picked|selected|chosen) for you"
    r"|(?:what|stories) to (?:read|watch) next|(?:explore )?more on these topics|more (?:galleries|pictures|videos)"
)
_TRAILING = re.compile(r"\s*(?:\([0-9][0-9,]*\)|[:›»>→|])+\s*$")
_SETS = frozenset(line for lines in _LINES.values() for line in lines)
_BOX_SET = frozenset(_BOXES)
_POINTER_SET = frozenset(_POINTERS)
_SECTION_SET = frozenset(_SECTIONS)
_POINTER = re.compile(rf"(?:{'|'.join(_POINTERS)})\s*(?::|\||»|›|>)\s*.{{0,250}}")
_PATTERN = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS.values()))

_MANY = 40
# No line of a site is longer, and a whole report may be one line.
_LONGEST = 600


def _folded(line: str) -> str:
    return clean(line).replace("’", "'").casefold()


def is_furniture(line: str) -> bool:
    """Whether a line, wherever it stands, belongs to the site and not to the story."""
    if len(line) > _LONGEST:
        return not any(letter.isalnum() for letter in line)
    folded = _folded(line)
    bare = _TRAILING.sub("", folded)
    return (
        not any(letter.isalnum() for letter in folded)
        or folded in _SETS
        or bare in _SETS
        or bare in _BOX_SET
        or bare in _POINTER_SET
        or _POINTER.fullmatch(folded) is not None
        or _PATTERN.fullmatch(folded) is not None
    )


def titles_after(line: str) -> int:
    """How many titles of other stories may follow a line: none, one (a bare "SEE ALSO:"), or many (a box)."""
    bare = _TRAILING.sub("", _folded(line))
    return _MANY if bare in _BOX_SET else 1 if bare in _POINTER_SET else 0


def opens_box(line: str) -> bool:
    """Whether a line may be the title of a box of links; a subheading of a story may read so too."""
    folded = _TRAILING.sub("", _folded(line))
    return folded in _BOX_SET or (len(folded) <= 60 and _BOX_TITLE.fullmatch(folded) is not None)


def is_section_name(line: str) -> bool:
    """Whether a line above a headline is the name of a section of the site."""
    return _TRAILING.sub("", _folded(line)) in _SECTION_SET


def is_picture_label(line: str) -> bool:
    """Whether a line stands in for a picture in pasted text, so that its caption comes next."""
    return _folded(line) in {"16x9 image", "4x3 image", "1x1 image"}


def is_blurb(line: str) -> bool:
    """Whether a line below a story presents its author; above its end such a line is a paragraph."""
    return _BLURB.fullmatch(clean(line)) is not None
