"""Talk moved between items: the secretary's word holds, and no person's text is lost to it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minutes.discussion import Segmentation
from minutes.errors import AccessError, ChangedError, InputError, StateError
from minutes.transcript import Span
from minutes.vocabulary import ConcernKind
from summarise.formula_drafter import FormulaDrafter
from tests.corrected import (
    APPROVER,
    OUTSIDER,
    SECRETARY,
    add_divided,
    approve_item,
    current,
    row_version,
    work_off,
)
from tests.drafted import CLOSED, POLICY, POOL, ROOF
from workflow import boundaries, heard, redrafting
from workflow.approval import reopen
from workflow.editing import save_edit
from workflow.phases import JobState, Phase
from workflow.settings import DrafterKind
from workflow.store import audit, meetings, texts, work
from workflow.store.texts import AuthorKind

LIBRARY = "punkt-2"
EDIT = "Kultur- og Fritidsudvalget godkendte taget."


@pytest.fixture
def meeting_id(database):
    return add_divided(database)


def start(database, meeting_id, utterance_id, item_id, who=SECRETARY):
    return boundaries.start_item(
        database, who, meeting_id,
        utterance_id=utterance_id, item_id=item_id, expected=row_version(database, meeting_id),
    )  # fmt: skip


def assign(database, meeting_id, utterance_ids, item_id, who=SECRETARY):
    return boundaries.assign(
        database, who, meeting_id,
        utterance_ids=utterance_ids, item_id=item_id, expected=row_version(database, meeting_id),
    )  # fmt: skip


def edit(database, meeting_id, item_id, text=EDIT, who=SECRETARY):
    return save_edit(database, who, meeting_id, item_id, text)


def talk_of(database, meeting_id, item_id) -> tuple[int, ...]:
    with database.read() as tx:
        found = work.segmentation(tx, meeting_id).segmentation.discussion(item_id)
    return found.utterance_ids() if found else ()


# --- what moves ---------------------------------------------------------------------------------------------
def test_an_item_can_start_later_and_what_was_before_goes_back(database, meeting_id):
    before = talk_of(database, meeting_id, ROOF)
    assert before[:2] == (17, 18)
    done = start(database, meeting_id, 19, ROOF)
    assert talk_of(database, meeting_id, ROOF)[0] == 19
    assert talk_of(database, meeting_id, LIBRARY)[-2:] == (17, 18)
    assert set(done.moved.redrafted) == {LIBRARY, ROOF}


def test_an_item_can_start_earlier(database, meeting_id):
    done = start(database, meeting_id, 15, ROOF)
    assert talk_of(database, meeting_id, ROOF)[:3] == (15, 16, 17)
    assert set(done.moved.redrafted) == {LIBRARY, ROOF}


def test_utterances_can_be_given_to_an_item_or_to_none(database, meeting_id):
    assign(database, meeting_id, [51, 52, 53, 54], POLICY)
    assert set(range(51, 55)) <= set(talk_of(database, meeting_id, POLICY))
    assign(database, meeting_id, [58, 59, 60, 61], None)
    with database.read() as tx:
        stored = work.segmentation(tx, meeting_id)
    assert stored.fixed[51] == POLICY and stored.fixed[58] is None
    assert not {58, 59, 60, 61} & set(talk_of(database, meeting_id, POLICY))
    assert not {58, 59, 60, 61} & set(stored.segmentation.unplaced)


def test_a_job_is_asked_for_and_the_meeting_goes_into_review(database, meeting_id):
    start(database, meeting_id, 15, ROOF)
    with database.read() as tx:
        meeting = meetings.get(tx, meeting_id)
    assert (meeting.job, meeting.revision, meeting.phase) == (JobState.WANTED, 1, Phase.IN_REVIEW)


def test_only_items_with_other_talk_are_drafted_again(database, meeting_id):
    start(database, meeting_id, 15, ROOF)
    assert work_off(database, meeting_id) == [LIBRARY, ROOF]
    for item_id in ("punkt-1", LIBRARY, ROOF, POLICY, CLOSED, POOL):
        expected = 2 if item_id in (LIBRARY, ROOF) else 1
        assert current(database, meeting_id, item_id).version == expected, item_id
    assert current(database, meeting_id, ROOF).based_on == 1


@pytest.mark.parametrize(("utterance_id", "item_id"), [(17, ROOF), (999, ROOF), (20, "punkt-99"), (-1, ROOF)])
def test_what_cannot_be_moved_is_refused_and_nothing_changes(database, meeting_id, utterance_id, item_id):
    with pytest.raises(InputError):
        start(database, meeting_id, utterance_id, item_id)
    with database.read() as tx:
        assert work.segmentation(tx, meeting_id).version == 2
        assert meetings.get(tx, meeting_id).job is JobState.IDLE


def test_who_read_an_older_state_changes_nothing(database, meeting_id):
    old = row_version(database, meeting_id)
    start(database, meeting_id, 15, ROOF)
    with pytest.raises(ChangedError):
        boundaries.assign(database, SECRETARY, meeting_id, utterance_ids=[3], item_id="punkt-1", expected=old)


def test_approved_minutes_are_not_divided_anew(database, meeting_id):
    with database.write() as tx:
        meetings.change(tx, meeting_id, phase=Phase.APPROVED)
    with pytest.raises(StateError, match="approved"):
        start(database, meeting_id, 15, ROOF)


# --- texts that stay ----------------------------------------------------------------------------------------
def test_a_persons_text_stays_and_says_that_its_talk_changed(database, meeting_id):
    edit(database, meeting_id, ROOF)
    done = start(database, meeting_id, 15, ROOF)
    assert (done.moved.redrafted, done.moved.kept) == ((LIBRARY,), (ROOF,))
    work_off(database, meeting_id)
    now = current(database, meeting_id, ROOF)
    assert (now.draft.text, now.author_kind, now.author) == (EDIT, AuthorKind.PERSON, SECRETARY.name)
    assert [c.kind for c in now.draft.concerns].count(ConcernKind.TALK_CHANGED) == 1
    edit(database, meeting_id, ROOF, EDIT + " Taget er nyt.")
    concerns = current(database, meeting_id, ROOF).draft.concerns
    assert ConcernKind.TALK_CHANGED not in [c.kind for c in concerns]


def test_a_persons_text_is_held_against_the_talk_that_lies_under_it_now(database, meeting_id):
    usual = current(database, meeting_id, POOL).draft
    edit(database, meeting_id, POOL, usual.text + " Mødet slutter.")
    assign(database, meeting_id, list(range(44, 51)), ROOF)
    kinds = {c.kind for c in current(database, meeting_id, POOL).draft.all_concerns()}
    assert ConcernKind.TALK_CHANGED in kinds


def test_an_approved_item_is_not_touched_and_meets_the_new_talk_when_it_is_reopened(database, meeting_id):
    approve_item(database, meeting_id, ROOF)
    before = current(database, meeting_id, ROOF)
    done = start(database, meeting_id, 15, ROOF)
    assert done.moved.approved == (ROOF,)
    work_off(database, meeting_id)
    assert current(database, meeting_id, ROOF) == before
    with database.read() as tx:
        assert texts.item(tx, meeting_id, ROOF).talk_changed_at is not None
    reopen(database, APPROVER, meeting_id, ROOF, reason="Grænsen var forkert.")
    now = current(database, meeting_id, ROOF)
    assert now.draft.text == before.draft.text and now.version == before.version + 1
    assert ConcernKind.TALK_CHANGED in [c.kind for c in now.draft.concerns]
    with database.read() as tx:
        assert texts.item(tx, meeting_id, ROOF).talk_changed_at is None


def test_what_a_person_writes_while_the_machine_drafts_stays(database, meeting_id):
    start(database, meeting_id, 15, ROOF)
    with database.read() as tx:
        task = redrafting.task(tx, meeting_id, ROOF)
    draft = FormulaDrafter().draft(task.case)
    edit(database, meeting_id, ROOF)
    with database.write() as tx:
        assert redrafting.keep(tx, meeting_id, draft, task) is None
        assert redrafting.keep(tx, meeting_id, draft, task) is None  # a step that is done twice
    now = current(database, meeting_id, ROOF)
    assert now.draft.text == EDIT
    assert ConcernKind.TALK_CHANGED in [c.kind for c in now.draft.concerns]
    with database.read() as tx:
        assert ROOF not in redrafting.items_to_draft(tx, meeting_id)


# --- asked for ----------------------------------------------------------------------------------------------
def ask(database, meeting_id, item_id, instruction=None, drafter=DrafterKind.FORMULA, who=SECRETARY):
    with database.read() as tx:
        expected = texts.item(tx, meeting_id, item_id).row_version
    redrafting.ask(database, who, drafter, meeting_id, item_id, instruction=instruction, expected=expected)


def test_a_new_text_on_demand_keeps_the_old_one_among_the_versions(database, meeting_id):
    edit(database, meeting_id, ROOF)
    ask(database, meeting_id, ROOF, "Kun beslutningen")
    assert work_off(database, meeting_id) == [ROOF]
    with database.read() as tx:
        found = texts.texts(tx, meeting_id, ROOF)
    assert [one.author_kind for one in found] == [AuthorKind.FORMULA, AuthorKind.PERSON, AuthorKind.FORMULA]
    assert (found[2].instruction, found[2].based_on, found[1].draft.text) == ("Kun beslutningen", 2, EDIT)


def test_the_formulas_refuse_at_once_what_they_cannot_follow(database, meeting_id):
    with pytest.raises(InputError, match="cannot follow"):
        ask(database, meeting_id, ROOF, "Skriv, at vi gav ni millioner.")
    with database.read() as tx:
        assert redrafting.items_to_draft(tx, meeting_id) == ()
    ask(database, meeting_id, ROOF, "Nævn tilbuddene først.", drafter=DrafterKind.MODEL)
    with database.read() as tx:
        assert redrafting.task(tx, meeting_id, ROOF).case.wish == "Nævn tilbuddene først."


def test_an_approved_item_is_not_drafted_again(database, meeting_id):
    approve_item(database, meeting_id, ROOF)
    with pytest.raises(StateError):
        ask(database, meeting_id, ROOF)


def test_a_wish_survives_that_the_talk_is_moved_before_it_is_fulfilled(database, meeting_id):
    edit(database, meeting_id, ROOF)
    ask(database, meeting_id, ROOF, "kortere")
    start(database, meeting_id, 15, ROOF)
    assert ROOF in work_off(database, meeting_id)
    assert current(database, meeting_id, ROOF).instruction == "kortere"


# --- closed talk --------------------------------------------------------------------------------------------
def test_without_access_nobody_moves_closed_talk(database, meeting_id):
    for act in (
        lambda: assign(database, meeting_id, [40], POOL, OUTSIDER),
        lambda: assign(database, meeting_id, [30], CLOSED, OUTSIDER),
        lambda: start(database, meeting_id, 42, POOL, OUTSIDER),
        lambda: start(database, meeting_id, 36, CLOSED, OUTSIDER),
    ):
        with pytest.raises(AccessError):
            act()
    with database.read() as tx:
        assert work.segmentation(tx, meeting_id).version == 2


def test_without_access_open_talk_can_be_moved(database, meeting_id):
    assert start(database, meeting_id, 15, ROOF, OUTSIDER).moved.redrafted == (LIBRARY, ROOF)


def test_a_division_that_would_show_closed_talk_is_refused_whatever_led_to_it(database, meeting_id):
    with database.read() as tx:
        seen = boundaries._look(tx, OUTSIDER, meeting_id, row_version(database, meeting_id))
    less = Segmentation(
        discussions=tuple(
            replace(one, spans=(Span(first_utterance=38, last_utterance=39),))
            if one.item_id == CLOSED
            else replace(one, spans=(*one.spans, Span(first_utterance=40, last_utterance=43)))
            if one.item_id == POOL
            else one
            for one in seen.division.segmentation.discussions
        )
    )
    opened = dict.fromkeys(range(40, 44), POOL)
    boundaries._require_nothing_comes_to_light(SECRETARY, seen, less, opened)
    with pytest.raises(AccessError, match="out of a closed item"):
        boundaries._require_nothing_comes_to_light(OUTSIDER, seen, less, opened)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_somebody_without_access_moves_no_closed_talk_comes_to_light(database, data):
    meeting_id = add_divided(database)
    hidden = heard.transcript(database, OUTSIDER, meeting_id).hidden
    assert {38, 39, 40, 41, 42} <= hidden
    for _ in range(3):
        utterance = data.draw(st.integers(0, 61))
        item = data.draw(st.sampled_from(["punkt-1", LIBRARY, ROOF, POLICY, CLOSED, POOL, None]))
        whole = data.draw(st.booleans())
        try:
            if whole and item:
                start(database, meeting_id, utterance, item, OUTSIDER)
            else:
                assign(database, meeting_id, [utterance], item, OUTSIDER)
        except (AccessError, InputError):
            pass
        now = heard.transcript(database, OUTSIDER, meeting_id)
        assert hidden <= now.hidden
        assert not any(one.text for one in now.utterances if one.id in hidden)
        hidden = now.hidden


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_sequence_of_moves_overwrites_a_persons_text_or_touches_an_approved_item(database, data):
    meeting_id = add_divided(database)
    edited = data.draw(st.sampled_from([LIBRARY, ROOF, POLICY, POOL]))
    approved = data.draw(st.sampled_from([x for x in ("punkt-1", LIBRARY, ROOF) if x != edited]))
    edit(database, meeting_id, edited)
    approve_item(database, meeting_id, approved)
    decided = current(database, meeting_id, approved)
    for _ in range(4):
        act = data.draw(st.sampled_from(["start", "assign", "work"]))
        utterance = data.draw(st.integers(0, 61))
        item = data.draw(st.sampled_from(["punkt-1", LIBRARY, ROOF, POLICY, CLOSED, POOL]))
        try:
            if act == "start":
                start(database, meeting_id, utterance, item)
            elif act == "assign":
                assign(database, meeting_id, [utterance], item)
            else:
                work_off(database, meeting_id)
        except InputError:
            pass
        with database.read() as tx:
            stored = work.segmentation(tx, meeting_id)
        for one, where in stored.fixed.items():
            found = [d.item_id for d in stored.segmentation.discussions if one in d.utterance_ids()]
            assert found == ([] if where is None else [where])
    work_off(database, meeting_id)
    now = current(database, meeting_id, edited)
    assert now.draft.text == EDIT and now.author_kind is AuthorKind.PERSON
    assert current(database, meeting_id, approved) == decided


def test_moves_are_in_the_audit_log_by_numbers_only(database, meeting_id):
    start(database, meeting_id, 15, ROOF)
    with database.read() as tx:
        assert list(audit.broken(tx)) == []
        row = audit.rows(tx, meeting_id=meeting_id)[-1]
    assert (row.action, row.actor) == ("talk.move", SECRETARY.id)
    assert row.detail == {"segmentation": 3, "utterances": 2, "items": 2}
