"""What a prompt is told of a case: body, date, item, people, indstilling, the case in short, and hints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from minutes.transcript import Utterance
from minutes.vocabulary import MONTHS, SectionKind
from summarise.drafter import Case
from summarise.roles import Roster

_LONGEST_CASE = 1500
_MOST_PEOPLE = 8
_SHORT_CASE = (SectionKind.SUMMARY, SectionKind.CASE, SectionKind.ECONOMY)
_NONE = "(ingen)"


def case_values(case: Case, *, heard: str, in_short: bool = True) -> Mapping[str, str]:
    """The variables of `prompts/draft.toml` but talk and people. The item's beslutning is not among them.

    Args:
        case: the item.
        heard: how the talk reader understood the decision (`summarise.heard`).
        in_short: whether the case is told in short.
    """
    item = case.item
    clauses = [f"{clause.number}. {clause.text}" for clause in item.clauses]
    return {
        "body": case.meeting.body,
        "meeting_date": _date(case),
        "item": f"{item.number}. {item.title}",
        "recommendation": "\n".join(clauses) or _NONE,
        "case": f"Sagen kort: {_in_short(case) or _NONE}\n" if in_short else "",
        "heard": heard,
        "wish": (case.wish or "").replace("<", "‹").replace(">", "›"),
    }


def people_in(case: Case, shown: Sequence[Utterance]) -> str:
    """The people of the roster whom the talk names, by their full names: minutes do not say "Bo"."""
    named = Roster.of(case.meeting).named_in(" ".join(utterance.text for utterance in shown))
    people = [f"{p.name} ({p.role})" if p.role else p.name for p in named[:_MOST_PEOPLE]]
    return ", ".join(people) or _NONE


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
