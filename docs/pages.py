"""MkDocs hook: adds the reference made of the program, links pages named by their path, and orders the site."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
_NAMED = re.compile(r"(?<!\[)`docs/([\w-]+\.md)`")
# Pages that are in none of these groups come at the end, so that a new one is never missing.
_ORDER: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Start", ("index.md", "tutorial.md")),
    ("How to", ("operator.md", "terminologist.md", "reviewer.md", "operating.md")),
    ("Reports and drafts", ("reports.md", "inline.md", "models.md", "which-model.md", "enforcement.md", "dari.md")),
    ("Review", ("review-tools.md", "editors.md", "preview.md", "checks.md", "merging.md", "memory.md", "review.md")),
    ("With other programs", ("xliff.md", "weblate.md")),
    ("Articles", ("articles.md",)),
    ("Scale and safety", ("speed.md", "cluster.md", "threat-model.md")),
    ("Formats and reference", ("files.md",)),
)


def on_files(files: Any, config: Any) -> Any:
    """Add the pages of the reference, and order all."""
    from mkdocs.structure.files import File

    sys.path.insert(0, str(HERE.parent))
    sys.path.insert(0, str(HERE))
    from reference import reference_pages

    generated = reference_pages()
    for path, text in generated.items():
        files.append(File.generated(config, path, content=text))
    there = {file.src_uri for file in files.documentation_pages()}
    left = sorted(there - {page for _, pages in _ORDER for page in pages} - set(generated))
    nav: list[dict[str, list[str]]] = [
        {title: [page for page in pages if page in there]} for title, pages in _ORDER if there.intersection(pages)
    ]
    nav[-1][_ORDER[-1][0]] += sorted(generated)
    if left:
        nav.append({"More": left})
    config.nav = nav
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:
    """Pages say `docs/checks.md` to those who read them in the repository; here that is a link."""
    above = "../" * page.file.src_uri.count("/")
    titles = {file.src_uri for file in files.documentation_pages()}

    def link(match: re.Match[str]) -> str:
        return f"[{match[1]}]({above}{match[1]})" if match[1] in titles else match[0]

    # Not in code: an indented block shows what one types.
    lines = (line if line.startswith("    ") else _NAMED.sub(link, line) for line in markdown.split("\n"))
    return "\n".join(lines)
