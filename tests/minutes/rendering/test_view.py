"""What a page shows: one beslutning in its place, closed items withheld, evidence only inside the house."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sample_minutes import AGENDA, APPROVAL, DRAFTS, QUAY, SALE, TRANSCRIPT, public_minutes, section

from minutes.agenda import Meeting, Participant
from minutes.decision import OpenItem
from minutes.errors import InputError
from minutes.reading.dates import COPENHAGEN
from minutes.rendering import wording
from minutes.rendering.blocks import plain
from minutes.rendering.evidence import clock, evidence_blocks
from minutes.rendering.view import agenda_view, draft_view, public_view
from minutes.vocabulary import MISSING_DECISION, SectionKind


def headings(view, place):
    return [s.heading for s in view.items[place].sections]


def decision(view, place):
    return next(s for s in view.items[place].sections if s.kind is SectionKind.DECISION)


def with_sections(item, *sections):
    return replace(AGENDA, items=(replace(item, sections=sections),))


def test_the_beslutning_stands_before_the_bilag_and_else_last():
    view = draft_view(AGENDA, DRAFTS)
    assert headings(view, 0) == ["Indstilling", "Beslutning"]
    assert headings(view, 1) == [
        "Resumé",
        "Indstilling",
        "Sagsfremstilling",
        "Økonomi",
        "Beslutning",
        "Bilag",
    ]
    assert decision(view, 0).text == "Havneudvalget godkendte dagsordenen."


def test_a_finished_referat_gets_no_second_beslutning_and_keeps_its_place():
    finished = with_sections(
        APPROVAL,
        section(SectionKind.DECISION, "Beslutninger", "Gammel tekst."),
        *APPROVAL.sections,
    )
    view = draft_view(finished, DRAFTS[:1])
    assert headings(view, 0) == ["Beslutning", "Indstilling"]
    assert decision(view, 0).text == "Havneudvalget godkendte dagsordenen."


def test_without_a_draft_the_printed_beslutning_stands():
    finished = with_sections(
        APPROVAL, *APPROVAL.sections, section(SectionKind.DECISION, "Beslutning", "Godkendt.")
    )
    assert decision(draft_view(finished, []), 0).text == "Godkendt."


def test_an_item_without_draft_and_beslutning_asks_the_secretary():
    assert decision(draft_view(AGENDA, []), 0).text == MISSING_DECISION


def test_a_closed_item_is_number_title_and_mark_unless_asked_for():
    item = draft_view(AGENDA, DRAFTS).items[2]
    assert (item.heading, item.closed, item.journal_number, item.sections) == (
        "Punkt 3: Salg af areal",
        True,
        None,
        (),
    )
    shown = draft_view(AGENDA, DRAFTS, include_closed=True)
    assert decision(shown, 2).text == "Zinkhytten købes for 99.111.222 kr."
    assert shown.confidential and "må ikke offentliggøres" in shown.mark


def test_evidence_and_checks_are_in_the_internal_edition_only():
    plain_view = draft_view(AGENDA, DRAFTS, transcript=TRANSCRIPT)
    assert all(not s.sentences and not s.checks for item in plain_view.items for s in item.sections)
    assert plain_view.mark == "UDKAST" and not plain_view.confidential
    internal = draft_view(AGENDA, DRAFTS, transcript=TRANSCRIPT, internal=True)
    shown = decision(internal, 1)
    text = plain(evidence_blocks(shown.sentences, shown.checks))
    assert "1. Fendere koster 80.000 kr.\n - Hør 1:02:05: »fendere koster firs tusind«" in text
    assert "- Hør 12:04" in text
    assert "Kontrollér: Tallet er ikke hørt på mødet og står ikke i dagsordenen" in text
    assert "Kontrollér: Indstillingens punkt er ikke besvaret (Punkt 1)" in text
    assert internal.confidential and internal.items[2].sections == ()


def test_without_a_transcript_the_utterances_are_named_by_number():
    shown = decision(draft_view(AGENDA, DRAFTS, internal=True), 1)
    assert "Ytring 2: »fendere koster firs tusind«" in plain(evidence_blocks(shown.sentences, shown.checks))


def test_a_draft_that_cites_what_was_not_said_is_refused():
    short = replace(TRANSCRIPT, utterances=TRANSCRIPT.utterances[:2])
    with pytest.raises(InputError, match="cites utterance 2"):
        draft_view(AGENDA, DRAFTS, transcript=short, internal=True)


def test_a_draft_of_another_agenda_is_refused():
    with pytest.raises(InputError, match="punkt-2"):
        draft_view(replace(AGENDA, items=(APPROVAL, SALE)), DRAFTS)


def test_the_public_edition_says_who_approved_and_when_in_danish_time():
    view = public_view(public_minutes())
    assert view.mark is None and view.notes == ()
    assert view.approved == ("Godkendt af Karla Vind den 7. oktober 2026 kl. 09:05.",)
    assert decision(view, 1).text == DRAFTS[1].text
    assert view.items[2].sections == () and view.items[2].journal_number is None


def test_one_line_tells_of_all_that_a_person_approved_on_a_day():
    public = public_minutes()
    opened = [item for item in public.items if isinstance(item, OpenItem)]
    later = replace(opened[-1], approved_at=opened[-1].approved_at + timedelta(minutes=3))
    same_day = replace(public, items=(*opened[:-1], later))
    assert public_view(same_day).approved == ("Godkendt af Karla Vind den 7. oktober 2026 kl. 09:08.",)
    next_day = replace(
        public, items=(*opened[:-1], replace(later, approved_at=later.approved_at + timedelta(days=1)))
    )
    assert public_view(next_day).approved == (
        "Punkt 1 godkendt af Karla Vind den 7. oktober 2026 kl. 09:05.",
        "Punkt 2 godkendt af Karla Vind den 8. oktober 2026 kl. 09:08.",
    )


def test_the_agenda_is_a_referat_where_it_holds_a_beslutning():
    assert agenda_view(AGENDA).title == "DAGSORDEN Havneudvalget d. 06-10-2026"
    decided = with_sections(QUAY, section(SectionKind.DECISION, "Beslutning", "Drøftet."))
    assert agenda_view(decided).title.startswith("REFERAT ")
    assert agenda_view(AGENDA).mark is None


def test_the_head_tells_date_place_and_who_came():
    assert draft_view(AGENDA, []).facts == (
        ("Mødedato", "Tirsdag d. 06. oktober 2026 kl. 16:30"),
        ("Mødested", "Mødelokale 3, Rådhuset i Rørlunde"),
        ("Mødedeltagere", "Asta Krogh (Formand), Bo Ærenlund (Direktør for By, Havn & Miljø)"),
        ("Afbud", "Ida Søby (Medlem)"),
    )


def test_the_head_invents_no_time_and_no_place():
    midnight = datetime(2026, 10, 6, tzinfo=COPENHAGEN)
    meeting = Meeting(id="x", body="Rådet", starts_at=midnight, participants=(Participant(name="Bo Å"),))
    assert wording.facts(meeting) == (
        ("Mødedato", "Tirsdag d. 06. oktober 2026"),
        ("Mødedeltagere", "Bo Å"),
    )
    assert wording.facts(Meeting(id="x", body="Rådet")) == ()
    assert wording.title("REFERAT", Meeting(id="x", body="Rådet")) == "REFERAT Rådet"


def test_control_characters_are_in_no_view():
    odd = with_sections(APPROVAL, section(SectionKind.CASE, "Sags\x02fremstilling", "a\x00b\x1f\tc\nd"))
    shown = agenda_view(odd).items[0].sections[0]
    assert (shown.heading, shown.text) == ("Sagsfremstilling", "ab\tc\nd")


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, "0:00"), (65.9, "1:05"), (3599, "59:59"), (3661, "1:01:01")]
)
def test_times_are_shown_as_a_player_shows_them(seconds, shown):
    assert clock(seconds) == shown
