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
from minutes.vocabulary import ConcernKind, Outcome
from summarise.drafter import Case
from summarise.fact_checks import block, fact_concerns
from summarise.name_checks import name_concerns
from summarise.outcome_checks import outcome_concerns, stated_outcomes, vote_concerns
from summarise.personal_data import CPR, cpr_concern, personal_concerns, without_cpr
from summarise.polarity import polarity_concerns
from summarise.sources import source_of
from summarise.support import support_concerns

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
_FAMILY = {
    Outcome.APPROVED: "approved",
    Outcome.APPROVED_AMENDED: "approved",
    Outcome.NOTED: "noted",
    Outcome.DISCUSSED: "discussed",
    Outcome.POSTPONED: "postponed",
    Outcome.RETURNED: "postponed",
    Outcome.WITHDRAWN: "postponed",
    Outcome.RECOMMENDED: "recommended",
    Outcome.SENT_TO_HEARING: "hearing",
    Outcome.ELECTED: "elected",
    Outcome.RESPONDED: "responded",
    Outcome.REJECTED: "rejected",
}


def ground(draft: Draft, case: Case) -> Draft:
    """The draft with the concerns of every sentence found anew.

    A concern that grounding set before is dropped and set again where it still holds; all others stay. CPR
    numbers are cut out of text and quotes. Takes a few milliseconds and changes nothing when done twice.
    """
    sentences = tuple(_grounded(sentence, case) for sentence in draft.sentences)
    kept = tuple(concern for concern in draft.concerns if not _own(concern))
    concerns = (*kept, *_draft_concerns(sentences, draft.outcome))
    return replace(draft, sentences=sentences, concerns=_once(concerns))


def _grounded(sentence: Sentence, case: Case) -> Sentence:
    text = without_cpr(sentence.text)
    evidence = tuple(replace(one, quote=without_cpr(one.quote)) for one in sentence.evidence)
    kept = [concern for concern in sentence.concerns if not _own(concern)]
    if CPR.search(sentence.text):
        kept.append(cpr_concern())
    clean = replace(
        sentence, text=text, evidence=evidence, concerns=sentence.concerns or (_no_evidence(text),)
    )
    found = [*kept, *_found(clean, case, settled=bool(kept))]
    return replace(clean, concerns=_once(found))


def _found(sentence: Sentence, case: Case, *, settled: bool) -> Iterator[Concern]:
    """All concerns of one sentence; a bracket is a note to the secretary where a doubt is stated already."""
    text = _BRACKET.sub(" ", sentence.text) if settled else sentence.text
    if not sentence.evidence and not settled:
        yield _no_evidence(sentence.text)
    source = source_of(sentence, case)
    if sentence.citations() and not source.cited:
        yield _no_evidence(sentence.text)
    yield from support_concerns(text, source, case)
    yield from fact_concerns(text, source, case.item.number)
    yield from name_concerns(text, source, case)
    yield from outcome_concerns(text, source, case)
    yield from vote_concerns(text, source)
    yield from polarity_concerns(text, source, case.meeting.body)
    yield from personal_concerns(text)


def _draft_concerns(sentences: tuple[Sentence, ...], outcome: Outcome) -> Iterator[Concern]:
    """The outcome as a value must be one that the text states."""
    family = _FAMILY.get(outcome)
    stated = {name for sentence in sentences for name in stated_outcomes(sentence.text)}
    if family is not None and stated and family not in stated:
        yield block(ConcernKind.OUTCOME_CONTRADICTED, outcome.value)


def _no_evidence(text: str) -> Concern:
    return block(ConcernKind.NO_EVIDENCE, text)


def _own(concern: Concern) -> bool:
    """Grounding quotes the words in guillemets; a drafter's own concerns do not begin so."""
    return concern.kind in DERIVED and concern.detail.startswith("»")


def _once(concerns: Sequence[Concern]) -> tuple[Concern, ...]:
    return tuple(dict.fromkeys(concerns))
