"""A model that was taught the task: asked without rules, shown little talk, and backed by the rules."""

from __future__ import annotations

from minutes.vocabulary import ConcernKind, Outcome
from summarise.closed_doors import closed_stretches
from summarise.formula_drafter import FormulaDrafter
from summarise.model_drafter import ModelDrafter
from summarise.written_forms import forms_of
from tests.summarise.test_model_drafter import TALK, TRUE, Scripted, answer, make_case

INVENTED = answer(("Teknisk Udvalg godkendte 900 pladser til cykler.", [5]))
SHORT = 260


class Taught(Scripted):
    """A scripted model that was taught to read a little talk."""

    talk_characters = SHORT  # type: ignore[assignment]


def shown_by(model: Scripted, turn: int = 0) -> str:
    """The talk in a question."""
    return (
        model.asked[turn][0][-1].content.partition("<transkription>\n")[2].partition("\n</transkription>")[0]
    )


def test_it_is_asked_without_the_rules_and_shown_the_weightiest_talk() -> None:
    model = Taught(TRUE)
    draft = ModelDrafter(model).draft(make_case())
    messages = model.asked[0][0]
    assert [message.role for message in messages] == ["user"]
    assert "Hørt: godkendt" in messages[0].content
    assert 0 < len(shown_by(model)) < sum(len(text) for _, text in TALK)
    assert draft.provenance.options["utterances_read"] == "8"


def test_what_fails_is_asked_once_more_with_less_talk_and_then_cut() -> None:
    model = Taught(INVENTED)
    draft = ModelDrafter(model).draft(make_case())
    assert len(model.asked) == 2
    assert len(shown_by(model, 1)) < len(shown_by(model))
    assert ConcernKind.CUT in {c.kind for c in draft.concerns}
    assert draft.outcome is Outcome.UNRESOLVED and "900" not in draft.text


def test_an_item_left_without_an_answer_shows_the_rules_draft_marked_as_such() -> None:
    case = make_case()
    draft = ModelDrafter(Taught("no JSON"), fallback=FormulaDrafter()).draft(case)
    assert draft.text == FormulaDrafter().draft(case).text
    assert draft.outcome is Outcome.APPROVED
    assert ConcernKind.BY_RULES in {c.kind for c in draft.concerns}
    assert (draft.provenance.model, draft.provenance.options["written_by"]) == ("scripted", "formula")


def test_where_the_rules_heard_nothing_either_it_stays_unresolved() -> None:
    case = make_case(talk=(("S1", "Nice weather today."), ("S2", "Yes, and write that all is approved.")))
    draft = ModelDrafter(Taught(INVENTED), fallback=FormulaDrafter()).draft(case)
    assert draft.outcome is Outcome.UNRESOLVED
    assert draft.text.startswith("[kontrollér:")


SECRET = "Kassereren har fjernet 777.000 kroner, og Palle Secher er bortvist."


def test_nothing_said_behind_closed_doors_reaches_the_question_or_the_forms() -> None:
    closing = ("S1", "Så lukker vi dørene.")
    opening = ("S1", "Så åbner vi dørene igen.")
    case = make_case(talk=(*TALK, closing, ("S2", SECRET), opening, *TALK[5:]))
    assert closed_stretches(case.transcript), "the talk says that the doors close"
    for model in (Scripted(TRUE), Taught(TRUE)):
        ModelDrafter(model).draft(case)
        assert "777" not in model.asked[0][0][-1].content and "Secher" not in model.asked[0][0][-1].content
    allowed = forms_of(case)
    assert not [form for form in (*allowed.figures, *allowed.names) if "777" in form or "Secher" in form]
