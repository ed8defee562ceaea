"""Every sentence of a draft against what was said and printed; no model has a say.

A sentence is checked against the remarks that it cites, their neighbours within the discussion, the item's
agenda without any Beslutning, and the roster. What has no support becomes a Concern that quotes the words.
The same checks run on a drafter's text, a language model's, and a person's edit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from minutes.draft import Concern, Draft, Sentence
from minutes.vocabulary import CLOSED_ITEM_DECISION, ConcernKind
from summarise.drafter import Case
from summarise.fact_checks import block, fact_concerns
from summarise.item_checks import item_concerns
from summarise.name_checks import name_concerns
from summarise.occasion_checks import occasion_concerns
from summarise.outcome_checks import outcome_concerns, told_outcomes, value_concerns
from summarise.personal_data import CPR, cpr_concern, personal_concerns, without_cpr
from summarise.polarity import polarity_concerns
from summarise.sources import source_of
from summarise.support import support_concerns
from summarise.vote_checks import vote_concerns

DERIVED = frozenset(
    (
        ConcernKind.UNSUPPORTED_NUMBER,
        ConcernKind.UNSUPPORTED_DATE,
        ConcernKind.UNSUPPORTED_NAME,
        ConcernKind.UNSUPPORTED_TEXT,
        ConcernKind.NEGATION,
        ConcernKind.OUTCOME_NOT_HEARD,
        ConcernKind.OUTCOME_CONTRADICTED,
        ConcernKind.VOTE_NOT_HEARD,
        ConcernKind.NO_EVIDENCE,
        ConcernKind.PERSONAL_DATA,
    )
)
"""Kinds that grounding finds anew each time."""
_BRACKET = re.compile(r"\[[^\]]*\]")


def ground(draft: Draft, case: Case) -> Draft:
    """The draft with the concerns of every sentence found anew.

    A concern that grounding set before is dropped and set again where it still holds; all others stay. CPR
    numbers are cut out of text and quotes. Takes a few milliseconds and changes nothing when done twice.
    """
    told = frozenset().union(*(told_outcomes(sentence.text) for sentence in draft.sentences))
    sentences = tuple(_grounded(sentence, case, told) for sentence in draft.sentences)
    kept = tuple(concern for concern in draft.concerns if not _own(concern))
    concerns = (*kept, *value_concerns(draft.outcome, told))
    return replace(draft, sentences=sentences, concerns=_once(concerns))


def _grounded(sentence: Sentence, case: Case, told: frozenset[str]) -> Sentence:
    if sentence.text.strip() == CLOSED_ITEM_DECISION:
        return sentence
    text = without_cpr(sentence.text)
    evidence = tuple(replace(one, quote=without_cpr(one.quote)) for one in sentence.evidence)
    kept = [concern for concern in sentence.concerns if not _own(concern)]
    if CPR.search(sentence.text):
        kept.append(cpr_concern())
    clean = replace(
        sentence, text=text, evidence=evidence, concerns=sentence.concerns or (_no_evidence(text),)
    )
    found = [*kept, *_found(clean, case, told, settled=bool(kept))]
    return replace(clean, concerns=_once(found))


def _found(sentence: Sentence, case: Case, told: frozenset[str], *, settled: bool) -> Iterator[Concern]:
    """All concerns of one sentence; a bracket is a note to the secretary where a doubt is stated already."""
    text = _BRACKET.sub(" ", sentence.text) if settled else sentence.text
    if not sentence.evidence and not settled:
        yield _no_evidence(sentence.text)
    source = source_of(sentence, case)
    if sentence.citations() and not source.cited:
        yield _no_evidence(sentence.text)
    yield from support_concerns(text, source, case)
    yield from fact_concerns(text, source, case.item.number)
    yield from item_concerns(text, source, case)
    yield from name_concerns(text, source, case)
    yield from outcome_concerns(text, source, told)
    yield from occasion_concerns(text, source)
    yield from vote_concerns(text, source, case.meeting)
    yield from polarity_concerns(text, source, case.meeting)
    yield from personal_concerns(text)


def _no_evidence(text: str) -> Concern:
    return block(ConcernKind.NO_EVIDENCE, text)


def _own(concern: Concern) -> bool:
    """Grounding quotes the words in guillemets; a drafter's own concerns do not begin so."""
    return concern.kind in DERIVED and concern.detail.startswith("»")


def _once(concerns: Sequence[Concern]) -> tuple[Concern, ...]:
    return tuple(dict.fromkeys(concerns))
