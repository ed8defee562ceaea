"""Editing, answering for, approving and reopening the items of a meeting, by several people at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa

from minutes.agenda import AgendaItem
from minutes.decision import Decision, MinutesStatus
from minutes.draft import Severity
from minutes.errors import AccessError, ChangedError, InputError, NotFoundError, ReferentError, StateError
from minutes.vocabulary import CLOSED_ITEM, CLOSED_ITEM_DECISION, ConcernKind, Outcome
from tests.drafted import BODY, CLOSED, POLICY, POOL, ROOF, add_drafted, drafts, material
from workflow.access import Actor, Grant, Role
from workflow.approval import acknowledge, approve, approve_minutes, reopen
from workflow.checks import GRAVEST_FIRST, to_check
from workflow.concerns import raised
from workflow.editing import ChangeKind, difference, restore, save_edit, version_of, versions
from workflow.phases import ItemState, Phase
from workflow.review import ItemUnderReview, look, look_over
from workflow.review_state import review_state
from workflow.store import audit, meetings, record, spoken_for, tables, texts
from workflow.store.database import Database
from workflow.store.texts import AuthorKind


def actor(name: str, *roles: Role, closed: bool = True, body: str = BODY) -> Actor:
    return Actor(
        id=name.lower(), name=name, grants=tuple(Grant(role=r, body=body, closed=closed) for r in roles)
    )


SECRETARY = actor("Anne Friis", Role.SECRETARY)
APPROVER = actor("Karen Møller", Role.APPROVER)
OUTSIDER = actor("Ole Brink", Role.APPROVER, closed=False)
READER = actor("Ida Søby", Role.READER)
STRANGER = actor("Bo Ærenlund", Role.APPROVER, body="Teknikudvalget")

SHORTER = (
    "Kultur- og Fritidsudvalget godkendte en anlægsbevilling på 1,8 mio. kr. til nyt tag på Skovsund Hallen."
)
INVENTED = "Kultur- og Fritidsudvalget godkendte en anlægsbevilling på 1,9 mio. kr. til nyt tag."
REASON = "Beløbet står i bilaget, som alle havde foran sig."


@pytest.fixture
def meeting_id(database: Database) -> str:
    return add_drafted(database)


def phase_of(database: Database, meeting_id: str) -> Phase:
    with database.read() as tx:
        return meetings.get(tx, meeting_id).phase


def logged(database: Database, meeting_id: str) -> list[str]:
    with database.read() as tx:
        assert list(audit.broken(tx)) == []
        return [row.action for row in audit.rows(tx, meeting_id=meeting_id)]


def approve_all(database: Database, meeting_id: str) -> None:
    for item in look_over(database, APPROVER, meeting_id):
        assert isinstance(item, ItemUnderReview)
        if item.state is ItemState.OPEN:
            approve(database, APPROVER, meeting_id, item.item.id, text_version=item.text.version)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each of them gave or raised; all start together."""
    start, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int) -> None:
        start.wait()
        try:
            results[place] = acts[place]()
        except ReferentError as error:
            results[place] = error

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


# --- what one sees ------------------------------------------------------------------------------------------
def test_an_item_shows_its_text_with_the_times_of_what_it_rests_on(database, meeting_id):
    seen = look(database, READER, meeting_id, ROOF)
    assert seen.text.draft == drafts()[2]
    assert seen.item.title == "Anlægsbevilling til nyt tag på Skovsund Hallen"
    remarks = [remark for source in seen.sentences[0].sources for remark in source.remarks]
    said = material().transcript.utterances
    assert remarks and all(
        (r.start, r.end) == (said[r.utterance_id].start, said[r.utterance_id].end) for r in remarks
    )
    assert seen.discussion[0].start == said[seen.discussion[0].first_utterance].start
    assert seen.state is ItemState.OPEN and seen.blocking == ()


def test_without_access_a_closed_item_is_a_number_and_nothing_else(database, meeting_id):
    seen = look_over(database, OUTSIDER, meeting_id)
    hidden = next(one for one in seen if isinstance(one, AgendaItem))
    assert hidden == AgendaItem(id=CLOSED, number=5, title=CLOSED_ITEM, closed=True)
    assert len(seen) == 6
    with pytest.raises(AccessError):
        look(database, OUTSIDER, meeting_id, CLOSED)


REFUSED = (
    lambda db, m: save_edit(db, OUTSIDER, m, CLOSED, "Noget andet."),
    lambda db, m: restore(db, OUTSIDER, m, CLOSED, 1),
    lambda db, m: versions(db, OUTSIDER, m, CLOSED),
    lambda db, m: acknowledge(db, OUTSIDER, m, CLOSED, concern="x", reason=REASON),
    lambda db, m: approve(db, OUTSIDER, m, CLOSED, text_version=1),
    lambda db, m: reopen(db, OUTSIDER, m, CLOSED, reason=REASON),
    lambda db, m: approve_minutes(db, OUTSIDER, m),
    lambda db, m: save_edit(db, READER, m, ROOF, "Noget andet."),
    lambda db, m: approve(db, SECRETARY, m, ROOF, text_version=1),
    lambda db, m: acknowledge(db, SECRETARY, m, ROOF, concern="x", reason=REASON),
    lambda db, m: reopen(db, SECRETARY, m, ROOF, reason=REASON),
    lambda db, m: approve_minutes(db, SECRETARY, m),
    lambda db, m: look(db, STRANGER, m, ROOF),
    lambda db, m: look_over(db, STRANGER, m),
    lambda db, m: review_state(db, STRANGER, m),
    lambda db, m: approve(db, STRANGER, m, ROOF, text_version=1),
)


def test_who_may_not_is_refused_and_nothing_changes(database, meeting_id):
    for act in REFUSED:
        with pytest.raises(AccessError):
            act(database, meeting_id)
    assert phase_of(database, meeting_id) is Phase.DRAFTED
    with database.read() as tx:
        assert {one.row_version for one in texts.items(tx, meeting_id)} == {2}


def test_reading_a_closed_item_is_written_down_and_an_open_one_is_not(database, meeting_id):
    look(database, SECRETARY, meeting_id, ROOF)
    look(database, SECRETARY, meeting_id, CLOSED)
    versions(database, SECRETARY, meeting_id, CLOSED)
    assert logged(database, meeting_id) == ["closed.read", "closed.read"]


# --- editing ------------------------------------------------------------------------------------------------
def test_an_edit_is_a_new_version_with_its_author_and_the_old_one_stays(database, meeting_id):
    saved = save_edit(database, SECRETARY, meeting_id, ROOF, SHORTER)
    assert (saved.version, saved.based_on, saved.author_kind, saved.author) == (
        2, 1, AuthorKind.PERSON, "Anne Friis",
    )  # fmt: skip
    assert saved.draft.text == SHORTER
    assert saved.draft.outcome is Outcome.APPROVED
    assert saved.draft.provenance == drafts()[2].provenance  # what it was drafted with first
    assert [one.draft.text for one in versions(database, SECRETARY, meeting_id, ROOF)] == [
        drafts()[2].text, SHORTER,
    ]  # fmt: skip
    assert phase_of(database, meeting_id) is Phase.IN_REVIEW
    assert logged(database, meeting_id) == ["item.edit"]


def test_two_people_editing_one_item_are_told_and_neither_text_is_overwritten(database, meeting_id):
    seen = look(database, SECRETARY, meeting_id, POOL).row_version
    results = at_once(
        *(
            lambda text=text, who=who: save_edit(database, who, meeting_id, POOL, text, expected=seen)
            for text, who in (("Sagen udsættes.", SECRETARY), ("Sagen udsættes til den 12. maj.", APPROVER))
        )
    )
    lost = [one for one in results if isinstance(one, ChangedError)]
    won = [one for one in results if not isinstance(one, ReferentError)]
    assert len(lost) == 1 and len(won) == 1
    stored = versions(database, SECRETARY, meeting_id, POOL)
    assert [one.version for one in stored] == [1, 2]
    assert stored[1] == won[0]


def test_many_edits_at_once_of_different_items_all_arrive(database, meeting_id):
    results = at_once(
        *(
            lambda item=item: save_edit(database, SECRETARY, meeting_id, item, "Sagen udsættes.")
            for item in (ROOF, POLICY, CLOSED, POOL)
        )
    )
    assert [one.version for one in results] == [2, 2, 2, 2]
    assert phase_of(database, meeting_id) is Phase.IN_REVIEW


def test_restoring_makes_an_old_text_a_new_version_with_its_evidence(database, meeting_id):
    save_edit(database, SECRETARY, meeting_id, ROOF, "Sagen udsættes.")
    restored = restore(database, SECRETARY, meeting_id, ROOF, 1)
    assert (restored.version, restored.based_on, restored.author) == (3, 1, "Anne Friis")
    assert restored.draft == drafts()[2]


def test_a_version_that_is_not_there_is_not_found(database, meeting_id):
    with pytest.raises(NotFoundError):
        version_of(database, SECRETARY, meeting_id, ROOF, 9)
    with pytest.raises(ReferentError):
        restore(database, SECRETARY, meeting_id, ROOF, 9)


def test_an_empty_or_endless_text_is_refused(database, meeting_id):
    for text in ("", "  \n\t ", "\x00", "x" * 20_001):
        with pytest.raises(InputError):
            save_edit(database, SECRETARY, meeting_id, ROOF, text)
    assert len(versions(database, SECRETARY, meeting_id, ROOF)) == 1


def test_a_meeting_that_is_not_drafted_cannot_be_reviewed(database):
    for phase in (Phase.RECEIVED, Phase.TRANSCRIBED, Phase.SEGMENTED):
        early = add_drafted(database, phase=phase)
        with pytest.raises(StateError):
            save_edit(database, SECRETARY, early, ROOF, SHORTER)
        with pytest.raises(StateError):
            approve(database, APPROVER, early, ROOF, text_version=1)
        with pytest.raises(StateError):
            approve_minutes(database, APPROVER, early)
        assert phase_of(database, early) is phase


def test_after_retention_a_text_is_held_against_the_agenda_and_says_so(database, meeting_id):
    with database.write() as tx:
        tx.execute(sa.delete(tables.transcripts))
    kept = drafts()[2].text
    saved = save_edit(database, SECRETARY, meeting_id, ROOF, f"{kept} Taget er fra 1984. Taget er fra 1985.")
    first, printed, invented = saved.draft.sentences
    assert first == drafts()[2].sentences[0]
    assert [c.kind for c in saved.draft.concerns] == [ConcernKind.TALK_GONE]
    assert printed.evidence[0].agenda_section and not printed.concerns
    assert any(c.severity is Severity.BLOCK for c in invented.concerns)
    seen = look(database, SECRETARY, meeting_id, ROOF)
    assert seen.discussion == () and seen.sentences[0].sources[0].remarks == ()


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        ("a b c", "a b c", [ChangeKind.SAME]),
        ("a b c", "a x c", [ChangeKind.SAME, ChangeKind.CHANGED, ChangeKind.SAME]),
        ("a", "a b", [ChangeKind.SAME, ChangeKind.ADDED]),
        ("a b", "b", [ChangeKind.REMOVED, ChangeKind.SAME]),
    ],
)
def test_a_difference_is_told_word_by_word_and_holds_both_texts(old, new, kinds):
    changes = difference(old, new)
    assert [one.kind for one in changes] == kinds
    assert "".join(one.old for one in changes) == old
    assert "".join(one.new for one in changes) == new


# --- approving ----------------------------------------------------------------------------------------------
def test_approving_makes_a_decision_of_the_words_that_were_read(database, meeting_id):
    decision = approve(database, APPROVER, meeting_id, ROOF, text_version=1)
    assert decision.text == drafts()[2].text
    assert (decision.approved_by, decision.version, decision.supersedes) == ("Karen Møller", 1, None)
    with database.read() as tx:
        stored = record.decision(tx, meeting_id, ROOF, 1)
        assert stored.decision == decision
        assert stored.text_version == 1 and stored.person_id == APPROVER.id
        assert texts.text(tx, meeting_id, ROOF, stored.text_version).draft.provenance.model == "formula"
        assert list(record.damaged(tx)) == []
    assert look(database, READER, meeting_id, ROOF).state is ItemState.APPROVED
    assert phase_of(database, meeting_id) is Phase.IN_REVIEW


def test_approving_twice_at_once_makes_one_decision(database, meeting_id):
    results = at_once(
        *(lambda: approve(database, APPROVER, meeting_id, ROOF, text_version=1) for _ in range(4))
    )
    assert sum(isinstance(one, Decision) for one in results) == 1
    assert sum(isinstance(one, StateError) for one in results) == 3
    with database.read() as tx:
        assert len(record.decisions(tx, meeting_id, ROOF)) == 1


def test_a_text_that_was_changed_meanwhile_is_not_approved_unread(database, meeting_id):
    seen = look(database, APPROVER, meeting_id, ROOF)
    save_edit(database, SECRETARY, meeting_id, ROOF, SHORTER)
    with pytest.raises(ChangedError):
        approve(database, APPROVER, meeting_id, ROOF, text_version=1)
    with pytest.raises(ChangedError):
        approve(database, APPROVER, meeting_id, ROOF, text_version=2, expected=seen.row_version)
    with database.read() as tx:
        assert record.decisions(tx, meeting_id, ROOF) == ()


def test_an_approved_item_cannot_be_edited(database, meeting_id):
    approve(database, APPROVER, meeting_id, ROOF, text_version=1)
    for act in (
        lambda: save_edit(database, SECRETARY, meeting_id, ROOF, SHORTER),
        lambda: restore(database, SECRETARY, meeting_id, ROOF, 1),
        lambda: acknowledge(database, APPROVER, meeting_id, ROOF, concern="x", reason=REASON),
    ):
        with pytest.raises(StateError):
            act()


def test_a_blocking_concern_is_resolved_or_answered_for_by_name(database, meeting_id):
    save_edit(database, SECRETARY, meeting_id, ROOF, INVENTED)
    (blocked,) = look(database, APPROVER, meeting_id, ROOF).blocking
    assert blocked.concern.kind is ConcernKind.UNSUPPORTED_NUMBER
    with pytest.raises(StateError, match="1 blocking"):
        approve(database, APPROVER, meeting_id, ROOF, text_version=2)
    with pytest.raises(InputError):
        acknowledge(database, APPROVER, meeting_id, ROOF, concern=blocked.id, reason="  ")
    with pytest.raises(NotFoundError):
        acknowledge(database, APPROVER, meeting_id, ROOF, concern="0" * 16, reason=REASON)
    acknowledge(database, APPROVER, meeting_id, ROOF, concern=blocked.id, reason=REASON)
    acknowledge(database, APPROVER, meeting_id, ROOF, concern=blocked.id, reason="Igen")
    seen = look(database, APPROVER, meeting_id, ROOF)
    (answered,) = [one for one in seen.concerns if one.id == blocked.id]
    assert (answered.acknowledged.person, answered.acknowledged.reason) == ("Karen Møller", REASON)
    assert approve(database, APPROVER, meeting_id, ROOF, text_version=2).text == INVENTED


def test_an_answer_holds_for_the_sentence_and_falls_with_it(database, meeting_id):
    save_edit(database, SECRETARY, meeting_id, ROOF, INVENTED)
    (blocked,) = look(database, APPROVER, meeting_id, ROOF).blocking
    acknowledge(database, APPROVER, meeting_id, ROOF, concern=blocked.id, reason=REASON)
    added = f"{INVENTED} Udgiften finansieres af puljen til bygninger."
    save_edit(database, SECRETARY, meeting_id, ROOF, added)
    assert look(database, APPROVER, meeting_id, ROOF).blocking == ()
    save_edit(database, SECRETARY, meeting_id, ROOF, INVENTED.replace("nyt tag", "taget"))
    assert len(look(database, APPROVER, meeting_id, ROOF).blocking) == 1


def test_reopening_lets_the_decision_stand_and_the_next_supersedes_it(database, meeting_id):
    approve_all(database, meeting_id)
    approve_minutes(database, APPROVER, meeting_id)
    with pytest.raises(InputError):
        reopen(database, APPROVER, meeting_id, POOL, reason="")
    reopen(database, APPROVER, meeting_id, POOL, reason="Datoen var forkert.")
    assert phase_of(database, meeting_id) is Phase.IN_REVIEW
    with pytest.raises(StateError):
        reopen(database, APPROVER, meeting_id, POOL, reason="Igen.")
    save_edit(database, SECRETARY, meeting_id, POOL, "Sagen udsættes til mødet den 12. maj.")
    second = approve(database, APPROVER, meeting_id, POOL, text_version=2)
    assert (second.version, second.supersedes) == (2, 1)
    with database.read() as tx:
        assert [one.decision.version for one in record.decisions(tx, meeting_id, POOL)] == [1, 2]
        (why,) = spoken_for.reopenings(tx, meeting_id, POOL)
        assert (why.decision_version, why.person, why.reason) == (1, "Karen Møller", "Datoen var forkert.")
    again = approve_minutes(database, APPROVER, meeting_id)
    assert again.minutes.version == 2
    assert second in again.minutes.decisions
    with database.read() as tx:
        assert record.minutes(tx, meeting_id, 1).minutes.version == 1
        assert list(record.damaged(tx)) == []
    assert logged(database, meeting_id).count("item.reopen") == 1


def test_minutes_are_approved_when_all_items_are_and_only_once(database, meeting_id):
    with pytest.raises(StateError, match="6 of 6"):
        approve_minutes(database, APPROVER, meeting_id)
    approve_all(database, meeting_id)
    results = at_once(*(lambda: approve_minutes(database, APPROVER, meeting_id) for _ in range(3)))
    assert sum(isinstance(one, StateError) for one in results) == 2
    with database.read() as tx:
        stored = record.minutes(tx, meeting_id)
    assert stored.minutes.status is MinutesStatus.APPROVED
    assert [one.item_id for one in stored.minutes.decisions] == [item.id for item in material().agenda.items]
    assert phase_of(database, meeting_id) is Phase.APPROVED


def test_a_meeting_without_items_has_no_minutes_to_approve(database, meeting_id):
    with database.write() as tx:
        tx.execute(sa.delete(tables.texts))
        tx.execute(sa.delete(tables.items))
    with pytest.raises(StateError):
        approve_minutes(database, APPROVER, meeting_id)


# --- the state of the review --------------------------------------------------------------------------------
def test_the_state_of_a_review_gives_what_printing_needs(database, meeting_id):
    state = review_state(database, READER, meeting_id)
    assert state.drafts == drafts()
    assert state.agenda == material().agenda and state.transcript == material().transcript
    assert (state.open_items, state.approved, state.minutes) == (6, False, None)
    approve_all(database, meeting_id)
    approve_minutes(database, APPROVER, meeting_id)
    state = review_state(database, READER, meeting_id)
    assert state.approved and state.minutes.minutes.version == 1 and state.open_items == 0
    assert all(one.decision for one in state.items)


def test_the_state_of_a_review_has_no_word_of_what_is_closed_for_those_without_access(database, meeting_id):
    save_edit(database, SECRETARY, meeting_id, CLOSED, "Der bydes 3,2 mio. kr. for skofabrikken.")
    approve_all_answered(database, meeting_id)
    approve_minutes(database, APPROVER, meeting_id)
    state = review_state(database, OUTSIDER, meeting_id)
    assert state.minutes is None and state.approved
    shown = repr((state.agenda, state.items, state.public_minutes, state.drafts))
    for secret in ("skofabrik", "Køb af ejendom", "3,2", "82.01.00-G10"):
        assert secret not in shown
    assert "skofabrik" in repr(review_state(database, READER, meeting_id).minutes)


def approve_all_answered(database: Database, meeting_id: str) -> None:
    for one in look(database, APPROVER, meeting_id, CLOSED).blocking:
        acknowledge(database, APPROVER, meeting_id, CLOSED, concern=one.id, reason=REASON)
    approve_all(database, meeting_id)


# --- what to check ------------------------------------------------------------------------------------------
def test_at_most_five_things_are_to_check_the_gravest_first_each_with_a_time(database, meeting_id):
    text = (
        "Udvalget godkendte 1,9 mio. kr. Villads Orm deltog. Sagen udsættes til den 3. juli. Månen er en ost."
    )
    save_edit(database, SECRETARY, meeting_id, ROOF, f"{text} Der var 77 hunde.")
    checks = look(database, SECRETARY, meeting_id, ROOF).checks
    assert len(checks) == 5
    assert checks[0].kind is ConcernKind.OUTCOME_NOT_HEARD
    assert all(check.severity is Severity.BLOCK for check in checks)
    assert checks[0].at is not None


def test_every_kind_of_concern_has_its_place_among_the_checks():
    assert sorted(GRAVEST_FIRST) == sorted(ConcernKind)


def test_a_doubtfully_heard_word_that_the_text_repeats_is_to_check():
    case = material().case(POOL)
    utterances = list(case.transcript.utterances)
    cited = drafts()[5].citations()[-1]
    words = tuple(
        replace(word, probability=0.2) if word.text.startswith("finansiering") else word
        for word in utterances[cited].words
    )
    utterances[cited] = replace(utterances[cited], words=words)
    doubtful = replace(case, transcript=replace(case.transcript, utterances=tuple(utterances)))
    (check,) = to_check(drafts()[5], raised(drafts()[5], ()), doubtful, frozenset())
    assert check.kind is ConcernKind.DOUBTFUL_WORDS and "finansiering" in check.detail
    assert utterances[cited].start < check.at < utterances[cited].end
    assert to_check(drafts()[5], (), doubtful, frozenset({cited})) == ()


def test_the_closed_items_public_sentence_is_not_weighed(database, meeting_id):
    saved = save_edit(database, SECRETARY, meeting_id, CLOSED, CLOSED_ITEM_DECISION)
    assert saved.draft.all_concerns() == () and saved.draft.outcome is Outcome.CLOSED
