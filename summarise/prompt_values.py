"""What a prompt is told of a case: body, date, item, indstilling and the case in short."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from minutes.vocabulary import MONTHS, Outcome, SectionKind
from summarise.drafter import Case

_LONGEST_CASE = 1500
_SHORT_CASE = (SectionKind.SUMMARY, SectionKind.CASE, SectionKind.ECONOMY)
_NONE = "(ingen)"


def case_values(case: Case, outcomes: Sequence[Outcome]) -> Mapping[str, str]:
    """All variables of `prompts/draft.toml` but the transcript. The item's beslutning is not among them."""
    item = case.item
    clauses = [f"{clause.number}. {clause.text}" for clause in item.clauses]
    return {
        "body": case.meeting.body,
        "meeting_date": _date(case),
        "item": f"{item.number}. {item.title}",
        "recommendation": "\n".join(clauses) or _NONE,
        "case": _in_short(case) or _NONE,
        "clauses": ", ".join(str(clause.number) for clause in item.clauses) or _NONE,
        "outcomes": ", ".join(outcome.value for outcome in outcomes),
        "wish": (case.wish or _NONE).replace("<", "‹").replace(">", "›"),
    }


def _date(case: Case) -> str:
    day = case.meeting.starts_at
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}" if day else "(ukendt)"


def _in_short(case: Case) -> str:
    """The sections that say what the case is about, cut at a word where they are long."""
    found = (case.item.section(kind) for kind in _SHORT_CASE)
    text = "\n".join(section.text for section in found if section)
    if len(text) <= _LONGEST_CASE:
        return text
    return text[:_LONGEST_CASE].rpartition(" ")[0] + " […]"
