"""Recall: of each kind of damage, done to 200 good messages, the right check reports at least 98 in a hundred.

`good_messages.tsv` holds role, English, Dari and Pashto from the newsdesk corpus (CC0), with its slots filled.
"""

from __future__ import annotations

import pytest

from benchmarks.damage import KINDS, Damaging, damaged, read_good
from tests.conftest import ROOT
from translate_pipeline.checks.finding import Severity
from translate_pipeline.checks.message import CheckedMessage
from translate_pipeline.checks.registry import check_message
from translate_pipeline.glossary.csv_files import read_glossary
from translate_pipeline.glossary.matching import Matcher

_COUNT = 200
_SHARE = 0.98


@pytest.fixture(scope="module")
def good() -> list[CheckedMessage]:
    return read_good(Matcher(read_glossary(ROOT / "glossaries")))


def test_good_messages_have_no_errors_and_hardly_a_warning(good: list[CheckedMessage]) -> None:
    severities = [{finding.severity for finding in check_message(message)} for message in good]
    # The glossary goes on growing: a new term may ask for a form that the corpus does not use.
    assert sum(Severity.ERROR in each for each in severities) <= 0.01 * len(good)
    assert sum(Severity.WARNING in each for each in severities) <= 0.01 * len(good)


def test_there_are_twenty_kinds_of_damage() -> None:
    assert len({kind.name for kind in KINDS}) >= 20


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_damage_is_reported_by_the_right_check(good: list[CheckedMessage], kind: Damaging) -> None:
    messages = list(damaged(good, kind, _COUNT))
    assert len(messages) == _COUNT
    missed = [
        message for message in messages if kind.checks.isdisjoint(finding.check for finding in check_message(message))
    ]
    assert len(missed) <= (1 - _SHARE) * _COUNT, [message.target for message in missed]
