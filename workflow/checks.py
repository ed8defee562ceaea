"""What to look at first in an item's text: at most five things, the most doubtful first, each with a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from minutes.draft import Draft, Severity
from minutes.transcript import Word
from minutes.vocabulary import ConcernKind
from summarise.drafter import Case
from summarise.words import stem, tokenise
from workflow.concerns import RaisedConcern

MOST = 5
DOUBTFUL = 0.5
"""Below this probability a word is heard doubtfully."""
GRAVEST_FIRST = (
    ConcernKind.OUTCOME_CONTRADICTED,
    ConcernKind.NEGATION,
    ConcernKind.VOTE_NOT_HEARD,
    ConcernKind.OUTCOME_NOT_HEARD,
    ConcernKind.UNSUPPORTED_NUMBER,
    ConcernKind.UNSUPPORTED_DATE,
    ConcernKind.UNSUPPORTED_NAME,
    ConcernKind.UNSUPPORTED_TEXT,
    ConcernKind.NO_EVIDENCE,
    ConcernKind.CLOSED_CONTENT,
    ConcernKind.PERSONAL_DATA,
    ConcernKind.DOUBTFUL_WORDS,
    ConcernKind.CLAUSE_UNANSWERED,
    ConcernKind.CUT,
    ConcernKind.BY_RULES,
    ConcernKind.NOT_DISCUSSED,
    ConcernKind.LOW_CONFIDENCE,
    ConcernKind.TALK_CHANGED,
    ConcernKind.TALK_GONE,
)
_SHORTEST_WORD = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Something to look at. `at`: seconds from the start of the recording, None where nothing was said."""

    kind: ConcernKind
    severity: Severity
    detail: str
    sentence: int | None
    at: float | None


def to_check(
    draft: Draft, concerns: Sequence[RaisedConcern], case: Case, hidden: frozenset[int]
) -> tuple[Check, ...]:
    """The most doubtful things that nobody has answered for. Nothing is quoted of the `hidden` utterances."""
    found = [*_open(draft, concerns, case), *_doubtful_words(draft, case, hidden)]
    found.sort(key=lambda check: (check.severity is Severity.WARN, GRAVEST_FIRST.index(check.kind)))
    return tuple(found[:MOST])


def _open(draft: Draft, concerns: Sequence[RaisedConcern], case: Case) -> Iterator[Check]:
    for one in concerns:
        if one.acknowledged is None:
            yield Check(
                kind=one.concern.kind,
                severity=one.concern.severity,
                detail=one.concern.detail,
                sentence=one.sentence,
                at=_time(draft, one.sentence, case),
            )


def _time(draft: Draft, sentence: int | None, case: Case) -> float | None:
    """When the sentence's first citation is said, else when the item is taken up."""
    utterances = case.transcript.utterances
    cited = draft.sentences[sentence].citations() if sentence is not None else ()
    ids = cited or (case.discussion.utterance_ids()[:1] if case.discussion else ())
    return next((utterances[i].start for i in ids if 0 <= i < len(utterances)), None)


def _doubtful_words(draft: Draft, case: Case, hidden: frozenset[int]) -> Iterator[Check]:
    """The least surely heard word that each sentence rests on, where it is doubtful."""
    for place, sentence in enumerate(draft.sentences):
        cited = [i for i in sentence.citations() if i not in hidden]
        worst = min(_heard(sentence.text, cited, case), key=_probability, default=None)
        if worst is not None and worst.probability < DOUBTFUL:
            yield Check(
                kind=ConcernKind.DOUBTFUL_WORDS,
                severity=Severity.WARN,
                detail=f"»{worst.text.strip()}«",
                sentence=place,
                at=worst.start,
            )


def _heard(text: str, cited: Sequence[int], case: Case) -> Iterator[Word]:
    """The words of the cited talk that the sentence repeats."""
    written = {stem(word) for word in tokenise(text) if len(word) >= _SHORTEST_WORD or word[0].isdigit()}
    for i in cited:
        if 0 <= i < len(case.transcript.utterances):
            for word in case.transcript.utterances[i].words:
                if any(stem(one) in written for one in tokenise(word.text)):
                    yield word


def _probability(word: Word) -> float:
    return word.probability
