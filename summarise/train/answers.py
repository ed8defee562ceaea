"""The ideal decision of a labelled item as the answer that a drafting model should give."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from minutes.agenda import AgendaItem
from minutes.transcript import Utterance
from minutes.vocabulary import ClauseOutcome, Outcome
from summarise.facts import facts
from summarise.formula_drafter import OUTCOMES
from summarise.train.cases import VERBS

SENTENCE_START = re.compile(r"(?<=[.!?»])\s+(?=[A-ZÆØÅ»§])")
ABBREVIATION = re.compile(r"(?:^|\W)(?:bl\.a|fx|jf|hr|dr|ca|nr|inkl|ekskl|pr|stk|f\.eks)\.$", re.I)
WORD = re.compile(r"\d[\d.,]*\d|\d+|[^\W\d_]{4,}")
COMMON = 5
"""Letters by which two words count as the same."""


def sentences_of(text: str) -> list[str]:
    """The sentences of an ideal decision."""
    parts: list[str] = []
    for part in SENTENCE_START.split(text.strip()):
        if parts and ABBREVIATION.search(parts[-1]):
            parts[-1] += " " + part
        else:
            parts.append(part)
    return parts


def answer_of(
    gold: Mapping[str, Any], item: AgendaItem, shown: Sequence[Utterance], printed: str
) -> dict[str, Any]:
    """The answer to a question that shows these utterances; sentences that they cannot support are left out.

    Args:
        gold: the item's entry in `gold.json`.
        item: the agenda item.
        shown: the utterances that the model sees, numbers written.
        printed: everything else in the question, which may support a fact too.
    """
    told = " ".join([printed, *(utterance.text for utterance in shown)])
    texts = [text for text in sentences_of(gold["decision"]) if is_supported(text, told)]
    settled = bool(texts and shown)
    outcome = OUTCOMES[VERBS[gold["verbs"][0]]] if settled else Outcome.UNRESOLVED
    cited = _citations(texts, gold["evidence"], shown) if settled else []
    clauses = {"clauses": _clauses(gold, item, texts, settled=settled)} if item.clauses else {}
    return {
        **clauses,
        "outcome": outcome.value,
        "sentences": [{"utterances": ids, "text": text} for ids, text in zip(cited, texts, strict=settled)],
    }


def is_supported(text: str, told: str) -> bool:
    """Whether every number, date and name of a sentence stands in what the model sees."""
    said, found = facts(told), facts(text)
    low = told.casefold()
    if any(word[:COMMON].casefold() not in low for name in found.names for word in name.split()):
        return False
    numbers = {number.value for number in said.numbers} | {day.day for day in said.dates}
    days = {(day.day, day.month) for day in said.dates}
    return all(number.value in numbers or number.value <= 2 for number in found.numbers) and all(
        (day.day, day.month) in days or (day.day, None) in days for day in found.dates
    )


def _citations(texts: Sequence[str], evidence: Sequence[int], shown: Sequence[Utterance]) -> list[list[int]]:
    """Each sentence with the evidence that is most about it; every sentence gets one."""
    words = [_words(text) for text in texts]
    labelled = [utterance for utterance in shown if utterance.id in evidence] or list(shown)
    cited: list[set[int]] = [set() for _ in texts]
    for utterance in labelled:
        mine = _words(utterance.text)
        shares = [len(mine & theirs) for theirs in words]
        cited[len(shares) - 1 - shares[::-1].index(max(shares))].add(utterance.id)
    for ids, theirs in zip(cited, words, strict=True):
        if not ids:
            ids.add(max(labelled, key=lambda u: (len(_words(u.text) & theirs), u.id)).id)
    return [sorted(ids) for ids in cited]


def _clauses(
    gold: Mapping[str, Any], item: AgendaItem, texts: Sequence[str], *, settled: bool
) -> list[dict[str, Any]]:
    outcomes = {one["clause"]: one["outcome"] for one in gold["clauses"]}
    words = [_words(text) for text in texts]
    found = []
    for clause in item.clauses:
        outcome = (
            ClauseOutcome(outcomes.get(clause.number, "uafklaret")) if settled else ClauseOutcome.UNRESOLVED
        )
        shares = [len(_words(clause.text) & theirs) for theirs in words]
        best = [shares.index(max(shares))] if shares and outcome is not ClauseOutcome.UNRESOLVED else []
        found.append({"number": clause.number, "outcome": outcome.value, "sentences": best})
    return found


def _words(text: str) -> frozenset[str]:
    return frozenset(word[:COMMON] for word in WORD.findall(text.casefold()))


def as_json(answer: Mapping[str, Any]) -> str:
    """The answer as the grammar writes it: no spaces between the parts."""
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
