"""The drafter without a language model: finds what was decided and words it by the house's formulas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from minutes.draft import Concern, Draft, Evidence, Provenance, Sentence, Severity
from minutes.vocabulary import CLOSED_ITEM_DECISION, ConcernKind, Outcome, SectionKind
from summarise.acts import Act
from summarise.ballots import is_lost
from summarise.belonging import strangers
from summarise.clauses import answers, kind_of, topic_of, unanswered, unchanged_clauses
from summarise.closed_doors import closed_stretches
from summarise.compose import compose
from summarise.drafter import Case
from summarise.formulas import formula
from summarise.grounding import ground
from summarise.mishearing import names_of
from summarise.moved_meetings import dates_of, moved_meetings
from summarise.reported import Setting
from summarise.roles import Roster, roster_names, speakers
from summarise.salience import Scored, score
from summarise.subjects import body_subject
from summarise.talk import ItemTalk, read_item
from summarise.verdict import families_heard
from summarise.wishes import Length, length_of
from summarise.withdrawal import withdrawal_of

LEAST_CITED = 0.3
LEAST_CONFIDENCE = 0.5
OUTCOMES = {
    Act.APPROVED: Outcome.APPROVED,
    Act.NOTED: Outcome.NOTED,
    Act.DISCUSSED: Outcome.DISCUSSED,
    Act.POSTPONED: Outcome.POSTPONED,
    Act.REJECTED: Outcome.REJECTED,
    Act.RECOMMENDED: Outcome.RECOMMENDED,
    Act.HEARING: Outcome.SENT_TO_HEARING,
    Act.ELECTED: Outcome.ELECTED,
    Act.RESPONDED: Outcome.RESPONDED,
    Act.INFORMED: Outcome.INFORMED,
    Act.FORWARDED: Outcome.FORWARDED,
}


class FormulaDrafter:
    """Drafts by rules and small linear models. Says 'uafklaret' rather than guess.

    `wording` is how the house words a decision, by the formula's name (`HouseStyle.chosen`).
    """

    def __init__(self, wording: Mapping[str, str] | None = None) -> None:
        self._wording = wording or {}

    def draft(self, case: Case) -> Draft:
        """The proposed beslutning, grounded.

        Raises:
            InputError: `case.wish` is not one of `summarise.wishes.Length`.
        """
        length = length_of(case.wish)
        talk = read_item(case)
        if case.item.closed:
            return _closed(case, talk)
        if not talk.remarks:
            return _withdrawn(case) or _finish(
                case, (_unheard(case),), Outcome.UNRESOLVED, concerns=(_not_discussed(case),)
            )
        scored = score(talk, case.item, roster_names(case.meeting))
        sure = max(s.cited for s in scored) >= LEAST_CITED
        lost = is_lost(scored, Roster.of(case.meeting))
        families = families_heard(case.item, scored, lost=lost) if sure else ()
        if not families and (withdrawn := _withdrawn(case)):
            return withdrawn
        return ground(_composed(case, scored, families, length, self._wording), case)


def _composed(
    case: Case,
    scored: Sequence[Scored],
    families: tuple[Act, ...],
    length: Length | None,
    wording: Mapping[str, str],
) -> Draft:
    roster = Roster.of(case.meeting)
    setting = Setting(
        body=body_subject(case.meeting.body),
        roster=roster,
        proper=names_of(case.meeting, case.item),
        moved=moved_meetings(case.transcript),
        title=case.item.title,
        wording=wording,
        months=_months(case, scored),
        deciding=any(kind_of(clause.text) is not Act.NOTED for clause in case.item.clauses),
        strange=strangers(case.item, case.others, [one.remark for one in scored]),
        talk=tuple(u for u in case.transcript.utterances if u.dropped is None),
    )
    known = speakers(case.transcript, roster)
    unchanged = unchanged_clauses(case.item, scored, families, setting.talk)
    made = compose(case.item, scored, families, unchanged, known, setting, length)
    answered = answers(case.item, families, unchanged, tuple(made.closing))
    told = tuple(made.sentences)
    return _draft(
        case,
        told if families else (*told, _unheard(case)),
        OUTCOMES[families[0]] if families else Outcome.UNRESOLVED,
        clause_answers=answered,
        concerns=_doubts(case) + unanswered(case.item, answered),
    )


def _months(case: Case, scored: Sequence[Scored]) -> Mapping[str, str]:
    """Every day that the item's talk and agenda name of one month only -> that month."""
    printed = (section.text for section in case.item.sections if section.kind is not SectionKind.DECISION)
    found: dict[str, set[str]] = {}
    for text in (*printed, *(one.remark.text for one in scored)):
        for day, month in dates_of(text):
            found.setdefault(day, set()).add(month)
    return {day: next(iter(months)) for day, months in found.items() if len(months) == 1}


def _closed(case: Case, talk: ItemTalk) -> Draft:
    """The public text of a closed item: nothing of its talk. It cites the turn that took it up."""
    heard = [remark.utterance_id for remark in talk.remarks[:1]]
    heard += [stretch.start for stretch in closed_stretches(case.transcript)]
    if not heard:
        return _finish(case, (_unheard(case),), Outcome.UNRESOLVED, concerns=(_not_discussed(case),))
    opening = Evidence(utterance_ids=(heard[0],))
    return _draft(case, (Sentence(text=CLOSED_ITEM_DECISION, evidence=(opening,)),), Outcome.CLOSED)


def _withdrawn(case: Case) -> Draft | None:
    """The draft of an item that was taken off the agenda while another one was discussed."""
    remark = withdrawal_of(case)
    if remark is None:
        return None
    evidence = Evidence(utterance_ids=(remark.id,), quote=remark.text)
    sentence = Sentence(text=formula("decision", "withdrawn"), evidence=(evidence,))
    answered = answers(case.item, (Act.POSTPONED,), {}, (0,))
    return ground(_draft(case, (sentence,), Outcome.WITHDRAWN, clause_answers=answered), case)


def _unheard(case: Case) -> Sentence:
    return Sentence(
        text=formula("decision", "unresolved", topic=topic_of(case.item)),
        concerns=(
            Concern(
                kind=ConcernKind.OUTCOME_NOT_HEARD,
                severity=Severity.BLOCK,
                detail=f"Punkt {case.item.number}",
            ),
        ),
    )


def _not_discussed(case: Case) -> Concern:
    return Concern(kind=ConcernKind.NOT_DISCUSSED, severity=Severity.WARN, detail=case.item.title)


def _doubts(case: Case) -> tuple[Concern, ...]:
    if case.discussion is not None and case.discussion.confidence < LEAST_CONFIDENCE:
        return (Concern(kind=ConcernKind.LOW_CONFIDENCE, severity=Severity.WARN, detail=case.item.title),)
    return ()


def _finish(
    case: Case, sentences: tuple[Sentence, ...], outcome: Outcome, concerns: tuple[Concern, ...] = ()
) -> Draft:
    return ground(_draft(case, sentences, outcome, concerns=concerns), case)


def _draft(case: Case, sentences: tuple[Sentence, ...], outcome: Outcome, **more: object) -> Draft:
    return Draft(
        item_id=case.item.id,
        sentences=sentences,
        outcome=outcome,
        provenance=Provenance(model="formula", made_at=datetime.now(UTC)),
        **more,  # type: ignore[arg-type]
    )
