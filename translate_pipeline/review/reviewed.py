"""The noun of the review room: a message as it was drafted and as a person left it."""

from __future__ import annotations

from dataclasses import dataclass

from translate_pipeline.locales import Locale


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A message that a reviewer approved.

    Attributes:
        place: `file:line`, the file as seen from the project's root.
        source, target: the English text and the reviewed one.
        draft: what the reviewer began with; empty where no draft of this source is on record.
        engine: the name of the engine behind the draft; empty where nothing says.
    """

    locale: Locale
    place: str
    source: str
    target: str
    draft: str = ""
    engine: str = ""
