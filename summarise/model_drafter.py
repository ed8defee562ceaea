"""The drafter with a language model: asked once, checked, repaired once, and then cut.

The model proposes; `summarise.grounding` disposes. Its answer is held against talk and agenda as a person's
edit would be, and what cannot be supported does not stay in the draft.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from minutes.draft import ClauseAnswer, Concern, Draft, Evidence, Provenance, Sentence, Severity
from minutes.errors import EngineError
from minutes.transcript import Utterance
from minutes.vocabulary import CLOSED_ITEM_DECISION, ClauseOutcome, ConcernKind, Outcome
from summarise.clauses import topic_of, unanswered
from summarise.closed_doors import closed_stretches
from summarise.drafter import Case, Drafter
from summarise.formulas import formula
from summarise.grounding import ground
from summarise.heard import read_case
from summarise.language_model import LanguageModel, Message, Schema
from summarise.long_talk import Selection, quoted, select, tokens
from summarise.model_answer import (
    OUTCOMES,
    Answer,
    AnsweredSentence,
    draft_schema,
    read_answer,
    read_repair,
    repair_schema,
)
from summarise.outcome_checks import FAMILY, told_outcomes, value_concerns
from summarise.personal_data import without_cpr
from summarise.prompt_values import case_values, people_in
from summarise.prompting import PROMPTS, Prompt, load_prompt
from summarise.shortlist import importance, shortlist
from summarise.written_forms import WrittenForms, forms_of

LEAST_CONFIDENCE = 0.5
TAUGHT_TOKENS = 400
"""Room for the answer of a model that was taught short ones."""
_MARGIN_TOKENS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What the model was shown of a case, and what it answered."""

    selection: Selection
    answer: Answer | None


class ModelDrafter:
    """Drafts with a chat model. The same model, prompts, seed and case give the same draft.

    Args:
        model: answers the prompts.
        prompts_dir: holds `draft.toml`, `repair.toml` and `select.toml`.
        seed: passed to the model and kept in the provenance.
        fallback: drafts what the model leaves without an answer.

    Raises:
        SettingsError: a prompt cannot be used.
    """

    def __init__(
        self,
        model: LanguageModel,
        prompts_dir: Path = PROMPTS,
        *,
        seed: int = 0,
        fallback: Drafter | None = None,
    ) -> None:
        self._model = model
        self._fallback = fallback
        self._draft_prompt = load_prompt("draft", prompts_dir)
        self._repair_prompt = load_prompt("repair", prompts_dir)
        self._select_prompt = load_prompt("select", prompts_dir)
        self._seed = seed

    def draft(self, case: Case) -> Draft:
        """The proposed beslutning, every sentence grounded or carrying a Concern.

        A closed item's talk is not shown to the model: its draft is the sentence that the public may read.

        Raises:
            EngineError: the model failed, or cannot take even the prompt.
        """
        utterances = _heard(case)
        if not utterances:
            return self._unresolved(case, _NOTHING, ConcernKind.NOT_DISCUSSED, case.item.title)
        if case.item.closed:
            opening = Evidence(utterance_ids=(utterances[0].id,))
            sentence = Sentence(text=CLOSED_ITEM_DECISION, evidence=(opening,))
            return self._made(case, (sentence,), Outcome.CLOSED, _NOTHING)
        draft = self._drafted(case, utterances)
        if draft.outcome is not Outcome.UNRESOLVED or self._fallback is None:
            return draft
        return self._by_rules(draft, self._fallback.draft(replace(case, wish=None)))

    def _drafted(self, case: Case, utterances: Sequence[Utterance]) -> Draft:
        read = self._ask(case, utterances)
        if read.answer is None:
            return self._unresolved(
                case, read.selection, ConcernKind.OUTCOME_NOT_HEARD, "Modellens svar kunne ikke læses"
            )
        first = ground(self._proposed(case, read.answer, read.selection), case)
        if self._model.talk_characters is not None and _failing(first):
            again = self._ask(case, utterances, share=2)
            second = again.answer and ground(self._proposed(case, again.answer, again.selection), case)
            if second and _failing(second) < _failing(first):
                return self._cut(second, case, again.selection)
        return self._cut(self._repaired(first, case, read.selection), case, read.selection)

    @staticmethod
    def _by_rules(draft: Draft, ruled: Draft) -> Draft:
        """The rules' draft where they heard a decision, marked as theirs; else the model's."""
        if ruled.outcome is Outcome.UNRESOLVED:
            return draft
        by_rules = Concern(kind=ConcernKind.BY_RULES, severity=Severity.WARN, detail=draft.provenance.model)
        made = replace(
            draft.provenance, options={**draft.provenance.options, "written_by": ruled.provenance.model}
        )
        return replace(ruled, concerns=(*ruled.concerns, by_rules), provenance=made)

    # Asking

    def _ask(self, case: Case, utterances: Sequence[Utterance], share: int = 1) -> _Read:
        """The model's answer. `share`: a taught model is shown so much less of what it may read."""
        heard, taught = read_case(case), self._model.talk_characters
        values = case_values(case, heard=heard.hint, in_short=taught is None)
        if taught is None:
            selection = self._selected(utterances, values)
        else:
            weights = [importance(one) for one in heard.scored]
            kept = shortlist(heard.scored, weights, taught // share, case.transcript, heard.known)
            selection = Selection(kept=kept, read=len(utterances))
        schema = draft_schema(case.item, [u.id for u in selection.kept])
        shown = {"people": people_in(case, selection.kept), "transcript": quoted(selection.kept)}
        answer = self._answer(self._draft_prompt, {**values, **shown}, schema, forms_of(case))
        return _Read(selection=selection, answer=read_answer(answer))

    def _selected(self, utterances: Sequence[Utterance], values: Mapping[str, str]) -> Selection:
        """All the talk, or what the model picks of it where it is too long."""
        part = {"item": values["item"], "recommendation": values["recommendation"], "part": ""}
        return select(
            utterances,
            model=self._model,
            prompt=self._select_prompt,
            question=lambda which, talk: self._select_prompt.render(
                {**part, "part": which, "transcript": talk}
            ),
            part_room=self._room(self._select_prompt, part),
            room=self._room(self._draft_prompt, {**values, "people": ""}),
            seed=self._seed,
        )

    def _room(self, prompt: Prompt, values: Mapping[str, str]) -> int:
        """Tokens that are left for the talk.

        Raises:
            EngineError: none are left.
        """
        empty = self._messages(prompt, {**values, "transcript": ""})
        used = self._model.count_tokens(empty) + prompt.limits.max_new_tokens + _MARGIN_TOKENS
        room = min(prompt.limits.transcript_tokens, self._model.context_tokens - used)
        if room <= 0:
            raise EngineError(
                f"prompt and answer need {used} tokens and the model takes {self._model.context_tokens}",
                where=self._model.name,
                remedy="Use a model with a longer context",
            )
        return room

    def _answer(self, prompt: Prompt, values: Mapping[str, str], schema: Schema, forms: WrittenForms) -> str:
        taught = self._model.talk_characters is not None
        return self._model.generate(
            self._messages(prompt, values),
            schema=schema,
            max_new_tokens=TAUGHT_TOKENS if taught else prompt.limits.max_new_tokens,
            seed=self._seed,
            forms=forms,
        )

    def _messages(self, prompt: Prompt, values: Mapping[str, str]) -> tuple[Message, ...]:
        """The question; a model that was taught the task is not told the rules again."""
        question = Message(role="user", content=prompt.render(values))
        if self._model.talk_characters is not None:
            return (question,)
        return (Message(role="system", content=prompt.system), question)

    # Building

    def _proposed(self, case: Case, answer: Answer, selection: Selection) -> Draft:
        shown = {u.id: u for u in selection.kept}
        sentences = tuple(_sentence(one, shown) for one in answer.sentences if one.text)
        known = {clause.number for clause in case.item.clauses}
        answers = {
            one.number: ClauseAnswer(
                clause=one.number,
                outcome=one.outcome,
                sentences=tuple(i for i in one.sentences if 0 <= i < len(sentences)),
            )
            for one in answer.clauses
            if one.number in known
        }
        outcome = answer.outcome if answer.outcome in OUTCOMES else Outcome.UNRESOLVED
        return self._made(
            case, sentences, outcome, selection, clause_answers=tuple(answers[n] for n in sorted(answers))
        )

    def _repaired(self, draft: Draft, case: Case, selection: Selection) -> Draft:
        """The draft with its failing sentences written again, once; as it was where the model has no room."""
        failing = [i for i, sentence in enumerate(draft.sentences) if is_blocked(sentence)]
        if not failing or self._model.talk_characters is not None:
            return draft
        values = {
            "body": case.meeting.body,
            "item": case.item.title,
            "problems": _problems([draft.sentences[i] for i in failing]),
        }
        shown = {u.id: u for u in selection.kept}
        if tokens(selection.kept, self._model) > self._room(self._repair_prompt, values):
            return draft
        values["transcript"] = quoted(selection.kept)
        schema = repair_schema(len(failing), sorted(shown))
        answer = self._answer(self._repair_prompt, values, schema, forms_of(case))
        sentences = list(draft.sentences)
        for one in read_repair(answer):
            if one.index is not None and 0 <= one.index < len(failing) and one.text:
                sentences[failing[one.index]] = _sentence(one, shown)
        return ground(replace(draft, sentences=tuple(sentences)), case)

    def _cut(self, draft: Draft, case: Case, selection: Selection) -> Draft:
        """The draft without the sentences that still fail; each leaves a concern that quotes it."""
        kept = [i for i, sentence in enumerate(draft.sentences) if not is_blocked(sentence)]
        cuts = tuple(_cut_concern(s) for s in draft.sentences if is_blocked(s))
        sentences = tuple(draft.sentences[i] for i in kept)
        outcome = draft.outcome
        if outcome is Outcome.UNRESOLVED or not sentences or not _is_stated(outcome, sentences):
            sentences, outcome = (*sentences, _to_check(case)), Outcome.UNRESOLVED
        answers = _moved(draft.clause_answers, kept)
        clean = replace(
            draft,
            sentences=sentences,
            outcome=outcome,
            clause_answers=answers,
            concerns=(*draft.concerns, *cuts, *unanswered(case.item, answers), *_doubts(case, selection)),
        )
        return ground(clean, case)

    def _unresolved(self, case: Case, selection: Selection, kind: ConcernKind, detail: str) -> Draft:
        concern = Concern(kind=kind, severity=Severity.WARN, detail=detail)
        concerns = (concern, *unanswered(case.item, ()))
        made = self._made(case, (_to_check(case),), Outcome.UNRESOLVED, selection, concerns=concerns)
        return ground(made, case)

    def _made(
        self,
        case: Case,
        sentences: tuple[Sentence, ...],
        outcome: Outcome,
        selection: Selection,
        clause_answers: tuple[ClauseAnswer, ...] = (),
        concerns: tuple[Concern, ...] = (),
    ) -> Draft:
        return Draft(
            item_id=case.item.id,
            sentences=sentences,
            outcome=outcome,
            clause_answers=clause_answers,
            concerns=concerns,
            provenance=self._provenance(selection),
        )

    def _provenance(self, selection: Selection) -> Provenance:
        prompts = (self._draft_prompt, self._repair_prompt, self._select_prompt)
        return Provenance(
            model=self._model.name,
            prompt=f"{self._draft_prompt.name} {self._draft_prompt.version}",
            prompt_sha256=self._draft_prompt.sha256,
            options={
                "decoding": "greedy",
                **{f"{prompt.name}_sha256": prompt.sha256 for prompt in prompts[1:]},
                "utterances_read": str(selection.read),
                "utterances_shown": str(len(selection.kept)),
                "parts": str(selection.parts),
            },
            seed=self._seed,
            made_at=datetime.now(UTC),
        )


_NOTHING = Selection(kept=(), read=0)


def is_blocked(sentence: Sentence) -> bool:
    """Whether a sentence carries a blocking concern."""
    return any(concern.severity is Severity.BLOCK for concern in sentence.concerns)


def _failing(draft: Draft) -> int:
    return sum(is_blocked(sentence) for sentence in draft.sentences)


def _heard(case: Case) -> tuple[Utterance, ...]:
    """The item's talk, but for what an open item owes to closed doors."""
    ids = case.discussion.utterance_ids() if case.discussion else ()
    withheld = () if case.item.closed else closed_stretches(case.transcript)
    utterances = (case.transcript.utterances[i] for i in ids if not any(i in part for part in withheld))
    return tuple(u for u in utterances if u.dropped is None and u.text.strip())


def _sentence(one: AnsweredSentence, shown: Mapping[int, Utterance]) -> Sentence:
    """The sentence with what it cites of the talk that was shown; without any, a concern says so."""
    cited = tuple(sorted(i for i in one.utterances if i in shown))
    text = without_cpr(one.text)
    if not cited:
        missing = Concern(kind=ConcernKind.NO_EVIDENCE, severity=Severity.BLOCK, detail=f"»{text}«")
        return Sentence(text=text, concerns=(missing,))
    return Sentence(text=one.text, evidence=(Evidence(utterance_ids=cited, quote=shown[cited[-1]].text),))


def _is_stated(outcome: Outcome, sentences: Sequence[Sentence]) -> bool:
    """Whether the text states the outcome, where outcomes have words of their own."""
    told = frozenset().union(*(told_outcomes(sentence.text) for sentence in sentences))
    return outcome not in FAMILY or (bool(told) and not any(value_concerns(outcome, told)))


def _problems(sentences: Sequence[Sentence]) -> str:
    lines = []
    for index, sentence in enumerate(sentences):
        found = "; ".join(c.detail for c in sentence.concerns if c.severity is Severity.BLOCK)
        lines.append(f"{index}. {sentence.text}\n   Mangler belæg: {found}")
    return "\n".join(lines).replace("<", "‹").replace(">", "›")


def _cut_concern(sentence: Sentence) -> Concern:
    return Concern(kind=ConcernKind.CUT, severity=Severity.WARN, detail=sentence.text)


def _to_check(case: Case) -> Sentence:
    """A note to the secretary instead of a decision."""
    concern = Concern(
        kind=ConcernKind.OUTCOME_NOT_HEARD, severity=Severity.BLOCK, detail=f"Punkt {case.item.number}"
    )
    return Sentence(text=formula("decision", "unresolved", topic=topic_of(case.item)), concerns=(concern,))


def _moved(answers: Sequence[ClauseAnswer], kept: Sequence[int]) -> tuple[ClauseAnswer, ...]:
    """The answers with their sentences' new places; an answer that lost all its sentences is none."""
    place = {old: new for new, old in enumerate(kept)}
    moved = []
    for one in answers:
        sentences = tuple(place[i] for i in one.sentences if i in place)
        lost = one.sentences and not sentences
        moved.append(
            replace(one, sentences=sentences, outcome=ClauseOutcome.UNRESOLVED if lost else one.outcome)
        )
    return tuple(moved)


def _doubts(case: Case, selection: Selection) -> tuple[Concern, ...]:
    concerns = []
    if case.discussion is not None and case.discussion.confidence < LEAST_CONFIDENCE:
        concerns.append(case.item.title)
    if selection.left_out:
        concerns.append(f"{selection.left_out} af {selection.read} ytringer blev ikke vist for modellen")
    return tuple(
        Concern(kind=ConcernKind.LOW_CONFIDENCE, severity=Severity.WARN, detail=detail) for detail in concerns
    )
