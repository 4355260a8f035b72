"""All checks, in the order in which a reviewer reads their findings."""

from __future__ import annotations

from collections.abc import Mapping
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
    terms,
)
from translate_pipeline.checks.check import Check
from translate_pipeline.checks.finding import Finding
from translate_pipeline.checks.message import CheckedMessage

CHECKS: tuple[Check, ...] = (
    *output.CHECKS[:2],
    *terms.CHECKS,
    *output.CHECKS[2:],
    *numbers.CHECKS,
    *dates.CHECKS,
    *negation.CHECKS,
    *script.CHECKS,
    *punctuation.CHECKS,
    *iranian.CHECKS,
)
"""The checks of single messages."""

CATALOG_CHECKS: tuple[Check, ...] = (*names.CHECKS, *optout.CHECKS)
"""The checks that `stages.checking` makes: they need more than one message, or a message's comments."""

BY_ID: Mapping[str, Check] = {check.id: check for check in (*CHECKS, *CATALOG_CHECKS)}

_EMPTY = CHECKS[0]


def check_message(message: CheckedMessage) -> tuple[Finding, ...]:
    """Every finding on a message; an empty target has that one finding only."""
    checks = CHECKS if message.target.strip() else (_EMPTY,)
    if message.skip:
        if "all" in message.skip:
            return ()
        checks = tuple(check for check in checks if check.id not in message.skip)
    return tuple(
        Finding(check.id, check.severity, spot.message, spot.start, spot.end, spot.count)
        for check in checks
        for spot in check.find(message)
    )


def fix_message(message: CheckedMessage) -> str:
    """The target with everything mended that a check can mend by itself."""
    checks = [check for check in CHECKS if check.fix is not None and not message.skip & {check.id, "all"}]
    for _ in range(len(checks)):
        before = message.target
        for check in checks:
            if check.fix is not None and message.target.strip() and any(True for _ in check.find(message)):
                message = replace(message, target=check.fix(message))
        if message.target == before:
            break
    return message.target
