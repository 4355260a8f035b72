"""TBX of 2008 (ISO 30042:2008), whose root is `martif`: what the Translate Toolkit and so Weblate read.

The same document as `tbx`, under the older names. Weblate takes the first term of each language of a concept for the
term; the others stay in the file.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from translate_pipeline.glossary.exchange import tbx
from translate_pipeline.glossary.exchange.entry import Losses
from translate_pipeline.glossary.terms import Term
from translate_pipeline.locales import Locale

_OLDER = {
    "tbx": "martif",
    "tbxHeader": "martifHeader",
    "conceptEntry": "termEntry",
    "langSec": "langSet",
    "termSec": "tig",
}


def write(terms: Sequence[Term], locales: Sequence[Locale], losses: Losses) -> bytes:
    """A document with the terms in all locales given."""
    root = etree.fromstring(tbx.write(terms, locales, losses))
    for element in root.iter(f"{{{tbx.NAMESPACE}}}*"):
        name = etree.QName(element).localname
        element.tag = _OLDER.get(name, name)
    root.attrib.pop("style")
    root.set("type", "TBX-Basic")
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


read = tbx.read
