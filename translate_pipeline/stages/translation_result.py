"""What a run of `translate` did, and how it tells how far it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from translate_pipeline.errors import InputError
from translate_pipeline.locales import Locale
from translate_pipeline.stages.catalog_work import CatalogResult

Progress = Callable[[Locale, int, int], None]
"""Told a locale, the sentences that are done, and how many there will be."""


@dataclass(slots=True)
class Translation:
    """What a run of `translate` did.

    Attributes:
        decoded, cached: different sentences that went to an engine, and those that had been drafted before.
        recalled: sentences within messages that a reviewer had translated elsewhere.
        rungs: different sentences that each rung of enforcement solved, by locale code.
        templates: `.pot` files written.
        faults: reports and catalogs that could not be handled; the others were.
        notes: what the operator should know besides.
        guard: what the decoder's guard did, as in `GuardTally`.
    """

    catalogs: list[CatalogResult] = field(default_factory=list)
    decoded: int = 0
    cached: int = 0
    recalled: int = 0
    rungs: dict[str, Counter[str]] = field(default_factory=dict)
    templates: int = 0
    faults: list[InputError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    guard: Counter[str] = field(default_factory=Counter)
