"""Labelled meetings as the drafter sees them: one case per item, with the labels beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from minutes.agenda import Agenda
from minutes.discussion import Discussion, Segmentation
from minutes.reading.agenda_file import read_agenda
from minutes.transcript import Span, Transcript, Utterance
from summarise.acts import Act, plain
from summarise.drafter import Case
from summarise.roles import roster_names
from summarise.salience import all_features
from summarise.talk import ItemTalk, Remark, read_item
from summarise.topics import stem_of
from summarise.train.labels import LabelledMeeting

LEAST_SHARE = 0.4
HARM = 3.0
"""How much more it weighs to state what must not be stated."""
UNCHANGED = {"tiltrådt", "taget til efterretning", "drøftet"}
WORD = re.compile(r"\d[\d.,]*\d|\d+|[^\W\d_]{4,}")
VERBS = {
    "godkendte": Act.APPROVED,
    "besluttede": Act.APPROVED,
    "tog til efterretning": Act.NOTED,
    "drøftede": Act.DISCUSSED,
    "udsatte": Act.POSTPONED,
    "afviste": Act.REJECTED,
    "indstillede/anbefalede": Act.RECOMMENDED,
    "sendte i høring": Act.HEARING,
    "valgte": Act.ELECTED,
    "afgav høringssvar": Act.RESPONDED,
    "orientering": Act.INFORMED,
}
"""The verbs of `gold.json` -> the family of decision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledCase:
    """One item's case, its remarks and their features, and what was right.

    `cited` is 1 where the remark's turn is evidence of the gold decision. `stated` is 1 where, besides, at
    least `LEAST_SHARE` of its longer words stand in that decision and it names nothing that must
    not. `harm` is the weight of getting the remark wrong. `named` and `unwanted` are the beginnings of the
    words of the gold decision, and of what it must not say.
    """

    case: Case
    talk: ItemTalk
    rows: list[list[str]]
    cited: list[float]
    stated: list[float]
    harm: list[float]
    families: frozenset[Act]
    unchanged: dict[int, bool]
    named: frozenset[str]
    unwanted: frozenset[str]


def labelled_cases(meeting: LabelledMeeting) -> Iterator[LabelledCase]:
    """Every open item of a meeting, as printed and as heard. The talk is divided as the labels say.

    Fitting on our own segmentation was tried: the models grew timid and drafted worse, also on talk that
    was divided by it.
    """
    agenda = read_agenda(meeting.folder / "dagsorden.txt")
    divided = as_labelled(agenda, meeting)
    gold = {item["number"]: item for item in meeting.items}
    for transcript in (transcript_of(meeting.utterances), transcript_of(meeting.heard)):
        for item in agenda.items:
            discussion = divided.discussion(item.id)
            if discussion is None or item.closed or item.number not in gold:
                continue
            case = Case(meeting=agenda.meeting, item=item, transcript=transcript, discussion=discussion)
            if read_item(case).remarks:
                yield _labelled(case, gold[item.number])


def as_labelled(agenda: Agenda, meeting: LabelledMeeting) -> Segmentation:
    """The talk divided as the labels say."""
    discussions = []
    for item in agenda.items:
        places = [i for i, u in enumerate(meeting.utterances) if u["item"] == item.number]
        if places:
            discussions.append(Discussion(item_id=item.id, spans=spans_of(places), confidence=1.0))
    return Segmentation(discussions=tuple(discussions))


def _labelled(case: Case, gold: dict[str, Any]) -> LabelledCase:
    talk = read_item(case)
    cited = [float(remark.utterance_id in gold["evidence"]) for remark in talk.remarks]
    return LabelledCase(
        case=case,
        talk=talk,
        rows=all_features(talk, case.item, roster_names(case.meeting)),
        cited=cited,
        stated=[c * is_stated(remark, gold) for c, remark in zip(cited, talk.remarks, strict=True)],
        harm=[HARM if is_harmful(remark, gold) else 1.0 for remark in talk.remarks],
        families=frozenset(VERBS[verb] for verb in gold["verbs"] if verb in VERBS),
        unchanged={c["clause"]: c["outcome"] in UNCHANGED for c in gold["clauses"]},
        named=_stems(gold["decision"]),
        unwanted=_stems(" ".join(gold["must_not"])),
    )


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem_of(word) for word in plain(text).split())


def transcript_of(utterances: Sequence[dict[str, Any]]) -> Transcript:
    """The utterances without their labels."""
    return Transcript(
        language="da",
        duration=utterances[-1]["end"],
        utterances=tuple(
            Utterance(id=i, start=u["start"], end=u["end"], text=u["text"], speaker=u["speaker"])
            for i, u in enumerate(utterances)
        ),
    )


def spans_of(places: Sequence[int]) -> tuple[Span, ...]:
    """Consecutive places as spans."""
    spans: list[Span] = []
    for place in places:
        if spans and spans[-1].last_utterance == place - 1:
            spans[-1] = Span(first_utterance=spans[-1].first_utterance, last_utterance=place)
        else:
            spans.append(Span(first_utterance=place, last_utterance=place))
    return tuple(spans)


def is_harmful(remark: Remark, gold: dict[str, Any]) -> bool:
    """True where the remark says what must not stand in the decision."""
    text = remark.text.casefold()
    return any(
        re.search(bad[3:], text) if bad.startswith("re:") else bad.casefold() in text
        for bad in gold["must_not"]
    )


def is_stated(remark: Remark, gold: dict[str, Any]) -> bool:
    """True where what the remark says stands in the gold decision."""
    if is_harmful(remark, gold):
        return False
    text = remark.text.casefold()
    decision = {word[:5] for word in WORD.findall(gold["decision"].casefold())}
    own = {word[:5] for word in WORD.findall(text)}
    shared = own & decision
    if any(word[0].isdigit() for word in shared) and len(shared) >= 2:
        return True
    return len(own) >= 2 and len(shared) / len(own) >= LEAST_SHARE
