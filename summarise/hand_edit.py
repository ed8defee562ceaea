"""A person's text as a draft: what is unchanged keeps its evidence, what is new gets what can be found.

The person decides the words; grounding says of each what was not heard. Nothing is taken out of the text but
CPR numbers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from minutes.draft import ClauseAnswer, Concern, Draft, Evidence, Provenance, Sentence, Severity
from minutes.errors import InputError
from minutes.vocabulary import ConcernKind, Outcome
from summarise.clauses import unanswered
from summarise.drafter import Case
from summarise.evidence_search import EvidenceSearch
from summarise.grounding import ground
from summarise.stated_answers import stated_answer, stated_outcome
from summarise.written_sentences import cleaned, written_sentences

LONGEST = 20_000
"""Characters that the text of one item may have."""
BY_HAND = "person"
"""The provenance of a text that no machine drafted first."""


def edited(text: str, case: Case, previous: Draft | None, *, outcome: Outcome | None = None) -> Draft:
    """The text as a grounded draft.

    Args:
        text: what the person wrote; whitespace aside it stays as it is.
        case: what was said and printed of the item; its transcript may be empty.
        previous: the text that was changed. Its provenance stays: it says what the item was drafted with.
        outcome: what was decided, where the person says so; else it is read from the text.

    Raises:
        InputError: the text is empty or too long.
    """
    wording = written_sentences(_checked(text, case))
    before = previous.sentences if previous else ()
    places = _unchanged(wording, before)
    search = EvidenceSearch(case)
    sentences = tuple(
        before[places[k]] if k in places else _sentence(one, search) for k, one in enumerate(wording)
    )
    answers = _answers(case, previous, sentences, places)
    draft = Draft(
        item_id=case.item.id,
        sentences=sentences,
        outcome=outcome or stated_outcome(wording, previous),
        clause_answers=answers,
        concerns=(*_kept_concerns(previous, wording), *_talk_gone(case), *unanswered(case.item, answers)),
        provenance=previous.provenance if previous else _by_hand(),
    )
    grounded = ground(draft, case)
    if case.transcript.utterances:
        return grounded
    # Without the talk, what was held against it when it was there is left as it was found then.
    kept = (before[places[k]] if k in places else one for k, one in enumerate(grounded.sentences))
    return replace(grounded, sentences=tuple(kept))


def _checked(text: str, case: Case) -> str:
    clean = cleaned(text)
    if not clean:
        raise InputError("the text is empty", where=f"item {case.item.id}", remedy="Write what was decided")
    if len(clean) > LONGEST:
        raise InputError(
            f"the text is longer than {LONGEST} characters",
            where=f"item {case.item.id}",
            remedy="Shorten it; a beslutning says what was decided and not what was said",
        )
    return clean


def _unchanged(wording: Sequence[str], before: Sequence[Sentence]) -> Mapping[int, int]:
    """Place in the new text -> place in the old one, for each sentence that stands in both, each once."""
    old: dict[str, list[int]] = defaultdict(list)
    for place, sentence in enumerate(before):
        old[_plain(sentence.text)].append(place)
    places = {}
    for k, one in enumerate(wording):
        if old[_plain(one)]:
            places[k] = old[_plain(one)].pop(0)
    return places


def _plain(text: str) -> str:
    return " ".join(text.split())


def _sentence(text: str, search: EvidenceSearch) -> Sentence:
    evidence: tuple[Evidence, ...] = search.of(text)
    missing = Concern(kind=ConcernKind.NO_EVIDENCE, severity=Severity.BLOCK, detail=f"»{text.strip()}«")
    return Sentence(text=text, evidence=evidence, concerns=() if evidence else (missing,))


def _kept_concerns(previous: Draft | None, wording: Sequence[str]) -> tuple[Concern, ...]:
    """What the draft said of itself, without what the new text settles or what is found anew."""
    anew = (ConcernKind.CLAUSE_UNANSWERED, ConcernKind.TALK_GONE, ConcernKind.TALK_CHANGED)
    written = {_plain(one) for one in wording}
    return tuple(
        concern
        for concern in (previous.concerns if previous else ())
        if concern.kind not in anew
        and not (concern.kind is ConcernKind.CUT and _plain(concern.detail) in written)
    )


def _talk_gone(case: Case) -> tuple[Concern, ...]:
    if case.transcript.utterances:
        return ()
    return (Concern(kind=ConcernKind.TALK_GONE, severity=Severity.WARN, detail=""),)


def _answers(
    case: Case, previous: Draft | None, sentences: Sequence[Sentence], places: Mapping[int, int]
) -> tuple[ClauseAnswer, ...]:
    """Each clause's answer: the one it had where its sentences still stand, else what the new ones state."""
    now = {old: new for new, old in places.items()}
    had = {answer.clause: answer for answer in (previous.clause_answers if previous else ())}
    new = [k for k in range(len(sentences)) if k not in places]
    found = []
    for clause in case.item.clauses:
        old = had.get(clause.number)
        if old is not None and any(place in now for place in old.sentences):
            found.append(replace(old, sentences=tuple(now[p] for p in old.sentences if p in now)))
        else:
            found.append(stated_answer(clause, {k: sentences[k].text for k in new}, old))
    return tuple(found)


def _by_hand() -> Provenance:
    return Provenance(model=BY_HAND, made_at=datetime.now(UTC))
