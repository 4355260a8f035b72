"""The values of a `*_forms` cell, as a list that can be added to."""

from __future__ import annotations

from translate_pipeline.glossary.csv_files import split_cell
from translate_pipeline.glossary.terms import Forms

OBLIQUE = "obl:"
PLURAL = "pl:"


def forms_values(forms: Forms) -> list[str]:
    """The forms beside the approved one: labelled ones first."""
    labelled = [label + form for label, form in ((OBLIQUE, forms.oblique), (PLURAL, forms.plural)) if form]
    return [*labelled, *forms.accepted]


def labelled_form(cell: str, label: str) -> str:
    """The form that stands behind `label` in a cell, or nothing."""
    return next((each.removeprefix(label).strip() for each in split_cell(cell) if each.startswith(label)), "")


def with_labelled_form(cell: str, label: str, form: str) -> str:
    """The cell with `form` behind `label`, in the old one's place and not also without a label."""
    values = [value for value in split_cell(cell) if value != form]
    places = [index for index, value in enumerate(values) if value.startswith(label)]
    if places:
        values[places[0]] = label + form
    else:
        values.insert(1 if label == PLURAL and values and values[0].startswith(OBLIQUE) else 0, label + form)
    return "|".join(values)


def with_accepted_forms(cell: str, forms: tuple[str, ...], approved: str) -> str:
    """The cell with what it lacks of `forms`; the approved form needs no place there."""
    values = list(split_cell(cell))
    known = {value.removeprefix(OBLIQUE).removeprefix(PLURAL).strip() for value in values} | {approved}
    return "|".join([*values, *dict.fromkeys(form for form in forms if form not in known)])


def without_form(cell: str, form: str) -> str:
    """The cell without an accepted form that is `form`."""
    return "|".join(value for value in split_cell(cell) if value != form)
