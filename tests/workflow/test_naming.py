"""A name corrected everywhere, and speakers set: new versions; closed talk stays as it is without access."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minutes.errors import AccessError, ChangedError, InputError, NotFoundError, StateError
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
from tests.drafted import CLOSED, POOL, ROOF, material
from workflow import heard, naming, speakers
from workflow.approval import reopen
from workflow.editing import save_edit
from workflow.respelling import respelling
from workflow.store import audit, meetings, texts, work
from workflow.store.texts import AuthorKind
from workflow.store.work import TranscriptChange

TEXT = "Thomas Lund oplyste, at taget er utæt. Kultur- og Fritidsudvalget godkendte taget."


@pytest.fixture
def meeting_id(database):
    return add_divided(database)


def correct(database, meeting_id, old="Thomas", new="Tomas", who=SECRETARY):
    return naming.correct(
        database, who, meeting_id, respelling(old, new), expected=row_version(database, meeting_id)
    )


def said(database, meeting_id) -> dict[int, str]:
    with database.read() as tx:
        return {u.id: u.text for u in work.transcript(tx, meeting_id).transcript.utterances}


def test_a_preview_says_what_would_change_and_changes_nothing(database, meeting_id):
    save_edit(database, SECRETARY, meeting_id, ROOF, TEXT)
    before = said(database, meeting_id)
    found = naming.preview(database, SECRETARY, meeting_id, respelling("Thomas", "Tomas"))
    assert [one.utterance_id for one in found.utterances] == [
        i for i, text in before.items() if "Thomas" in text
    ]
    assert [(one.item_id, one.new) for one in found.texts] == [(ROOF, TEXT.replace("Thomas", "Tomas"))]
    assert said(database, meeting_id) == before
    assert current(database, meeting_id, ROOF).draft.text == TEXT


def test_talk_and_texts_get_new_versions_and_the_heard_words_stay(database, meeting_id):
    save_edit(database, SECRETARY, meeting_id, ROOF, TEXT)
    found = correct(database, meeting_id)
    with database.read() as tx:
        stored = work.transcript(tx, meeting_id)
        first = work.transcript(tx, meeting_id, 1).transcript
        agenda = meetings.get(tx, meeting_id).agenda
    assert (stored.version, stored.change, stored.author) == (2, TranscriptChange.NAME, SECRETARY.name)
    assert agenda == material().agenda
    changed = {one.utterance_id for one in found.utterances}
    for old, new in zip(first.utterances, stored.transcript.utterances, strict=True):
        assert (old == new) is (old.id not in changed)
        if old.id in changed:
            assert new.original_text == old.text and "Thomas" not in new.text
            assert next(w.probability for w in new.words if w.text.startswith("Tomas")) == 1.0
    now = current(database, meeting_id, ROOF)
    assert (now.draft.text, now.author_kind, now.author) == (
        TEXT.replace("Thomas", "Tomas"), AuthorKind.PERSON, SECRETARY.name,
    )  # fmt: skip


def test_approved_items_stay_and_are_named(database, meeting_id):
    save_edit(database, SECRETARY, meeting_id, ROOF, "Kultur- og Fritidsudvalget godkendte taget.")
    approve_item(database, meeting_id, ROOF)
    before = current(database, meeting_id, ROOF)
    found = correct(database, meeting_id, "taget", "Taget")
    assert (found.approved, found.texts) == ((ROOF,), ())
    assert current(database, meeting_id, ROOF) == before


def test_a_text_approved_before_its_name_was_corrected_is_grounded_when_reopened(database, meeting_id):
    approve_item(database, meeting_id, ROOF)
    correct(database, meeting_id, "Skovsund", "Skovlund")
    reopen(database, APPROVER, meeting_id, ROOF, reason="Navnet er forkert.")
    assert current(database, meeting_id, ROOF).draft.text.count("Skovsund") == 1


def test_an_unknown_name_and_an_old_state_are_refused(database, meeting_id):
    with pytest.raises(StateError, match="stands nowhere"):
        correct(database, meeting_id, "Xenofon", "Xenophon")
    old = row_version(database, meeting_id)
    correct(database, meeting_id)
    with pytest.raises(ChangedError):
        naming.correct(database, SECRETARY, meeting_id, respelling("Tomas", "T"), expected=old)


def test_without_access_the_closed_talk_keeps_its_spelling_and_is_not_shown(database, meeting_id):
    spelling = respelling("fabrikken", "Fabrikken")
    assert naming.preview(database, SECRETARY, meeting_id, spelling).utterances
    assert naming.preview(database, OUTSIDER, meeting_id, spelling).changes_nothing
    found = correct(database, meeting_id, who=OUTSIDER)
    hidden = heard.transcript(database, OUTSIDER, meeting_id).hidden
    assert not {one.utterance_id for one in found.utterances} & hidden
    assert "Thomas" in said(database, meeting_id)[42]
    with database.read() as tx:
        reads = [row.detail["item"] for row in audit.rows(tx) if row.action == "closed.read"]
    assert reads == [CLOSED]


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from(["Thomas", "taget", "Kultur", "Skovsund", "udvalget"]), min_size=1, max_size=3)
)
def test_no_correction_of_names_touches_an_approved_item_or_loses_an_edit(database, olds):
    meeting_id = add_divided(database)
    save_edit(database, SECRETARY, meeting_id, POOL, TEXT)
    approve_item(database, meeting_id, ROOF)
    decided = current(database, meeting_id, ROOF)
    expected = TEXT
    for old in olds:
        expected = respelling(old, "Qvist").text(expected)
        with contextlib.suppress(StateError):
            correct(database, meeting_id, old, "Qvist")
        work_off(database, meeting_id)
    assert current(database, meeting_id, ROOF) == decided
    assert current(database, meeting_id, POOL).draft.text == expected


# --- speakers -----------------------------------------------------------------------------------------------
def label(database, meeting_id, who=SECRETARY, **more):
    return speakers.label(database, who, meeting_id, expected=row_version(database, meeting_id), **more)


def labels(database, meeting_id):
    with database.read() as tx:
        return {u.id: u.speaker for u in work.transcript(tx, meeting_id).transcript.utterances}


def test_a_speaker_is_set_and_then_renamed_everywhere(database, meeting_id):
    label(database, meeting_id, utterance_ids=[7, 16, 40], new="S1")
    assert set(label(database, meeting_id, old="S1", new=" Karen  Møller ")) == {7, 16, 40}
    found = labels(database, meeting_id)
    assert {i for i, who in found.items() if who == "Karen Møller"} == {7, 16, 40}
    with database.read() as tx:
        stored = work.transcript(tx, meeting_id)
    assert (stored.version, stored.change) == (3, TranscriptChange.SPEAKER)
    label(database, meeting_id, utterance_ids=[7], new=None)
    assert labels(database, meeting_id)[7] is None


def test_without_access_nobody_says_who_speaks_behind_closed_doors(database, meeting_id):
    with pytest.raises(AccessError):
        label(database, meeting_id, OUTSIDER, utterance_ids=[40], new="Karen Møller")
    label(database, meeting_id, utterance_ids=[7, 40], new="S1")
    assert set(label(database, meeting_id, OUTSIDER, old="S1", new="S2")) == {7}
    assert labels(database, meeting_id)[40] == "S1"
    label(database, meeting_id, utterance_ids=[41], new="S9")
    with pytest.raises(NotFoundError):
        label(database, meeting_id, OUTSIDER, old="S9", new="S2")


@pytest.mark.parametrize(
    "wrong",
    [
        {"utterance_ids": [999], "new": "A"},
        {"utterance_ids": [7], "new": " \n"},
        {"utterance_ids": [7], "new": "x" * 101},
        {"new": "A"},
        {"old": "A", "utterance_ids": [7], "new": "B"},
    ],
)
def test_what_cannot_be_a_speaker_is_refused_and_nothing_changes(database, meeting_id, wrong):
    with pytest.raises(InputError):
        label(database, meeting_id, **wrong)
    with database.read() as tx:
        assert work.transcript(tx, meeting_id).version == 1


def test_texts_do_not_change_with_the_speakers(database, meeting_id):
    label(database, meeting_id, utterance_ids=[16, 27], new="Karen Møller")
    with database.read() as tx:
        assert {one.text_version for one in texts.items(tx, meeting_id)} == {1}
