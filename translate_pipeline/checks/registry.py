"""All checks, in the order in which a reviewer reads their findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from translate_pipeline.checks import (
    dates,
    iranian,
    names,
    negation,
    numbers,
    optout,
    output,
    punctuation,
    script,
    tags,
    terms,
    wording,
)
from translate_pipeline.checks.check import Check, Spot
from translate_pipeline.checks.finding import Finding
from translate_pipeline.checks.message import CheckedMessage
from translate_pipeline.reports.inline import carry, parse, scan

CHECKS: tuple[Check, ...] = (
    *output.CHECKS[:2],
    *terms.CHECKS,
    *output.CHECKS[2:],
    *tags.CHECKS,
    *numbers.CHECKS,
    *dates.CHECKS,
    *negation.CHECKS,
    *script.CHECKS,
    *punctuation.CHECKS,
    *iranian.CHECKS,
)
"""The checks of single messages."""

CATALOG_CHECKS: tuple[Check, ...] = (*names.CHECKS, *wording.CHECKS, *optout.CHECKS)
"""The checks that `stages.checking` makes: they need more than one message, a message's comments, or
the desk's list of wordings."""

BY_ID: Mapping[str, Check] = {check.id: check for check in (*CHECKS, *CATALOG_CHECKS)}

_EMPTY = CHECKS[0]


def check_message(message: CheckedMessage) -> tuple[Finding, ...]:
    """Every finding on a message; an empty target has that one finding only. Offsets are those of the target."""
    checks = CHECKS if message.target.strip() else (_EMPTY,)
    if message.skip:
        if "all" in message.skip:
            return ()
        checks = tuple(check for check in checks if check.id not in message.skip)
    bare = message.bare
    return tuple(
        Finding(check.id, check.severity, spot.message, spot.start, spot.end, spot.count)
        for check in checks
        for spot in _spots(check, message, bare)
    )


def _spots(check: Check, message: CheckedMessage, bare: CheckedMessage) -> Iterable[Spot]:
    """What a check sees, at its place in the target with tags."""
    if check.sees_tags or bare is message:
        return check.find(message)
    place = scan(message.target).place
    return (Spot(each.message, *place(each.start, each.end), each.count) for each in check.find(bare))


def fix_message(message: CheckedMessage) -> str:
    """The target with everything mended that a check can mend by itself."""
    checks = [check for check in CHECKS if check.fix is not None and not message.skip & {check.id, "all"}]
    for _ in range(len(checks)):
        before = message.target
        for check in checks:
            if message.target.strip():
                message = replace(message, target=_fixed(check, message))
        if message.target == before:
            break
    return message.target


def _fixed(check: Check, message: CheckedMessage) -> str:
    """The target mended by a check; the tags go with their words, and a target whose tags are broken stays."""
    seen = message if check.sees_tags else message.bare
    if check.fix is None or not any(True for _ in check.find(seen)):
        return message.target
    if seen is message:
        return check.fix(message)
    tagged = parse(message.target)
    return carry(tagged, check.fix(seen)).text if tagged.text == message.target else message.target
