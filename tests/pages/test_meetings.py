"""The list of meetings, seen in a real browser."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from minutes.agenda import AgendaItem
from tests.browser import violations
from tests.drafted import BODY, add_drafted
from tests.held import add_meeting
from workflow.access import Grant, Role
from workflow.phases import JobState, Phase
from workflow.store import meetings

HARBOUR = "Udvalget for havne, kystbeskyttelse og bæredygtig udvikling af landdistrikterne"
HELD = datetime(2026, 11, 3, 8, tzinfo=UTC)


def add(site, body, held, **columns):
    item = AgendaItem(id="punkt-1", number=1, title="Uddybning af sejlrenden")
    with site.house.database.write() as tx:
        meeting_id = add_meeting(tx, body, [item], starts_at=held)
        if columns:
            meetings.change(tx, meeting_id, **columns)
    return meeting_id


def test_a_secretary_finds_a_meeting_and_sees_what_waits(site):
    add_drafted(site.house.database)
    running = {"job": JobState.RUNNING, "stage": "transcribing", "fraction": 0.4}
    harbour = add(site, HARBOUR, HELD, **running)
    add(site, "Økonomiudvalget", HELD - timedelta(days=1), job=JobState.FAILED, failure="x")
    page = site.person(Role.SECRETARY)
    page.goto("/")
    found = page.locator("#found")
    expect(found.get_by_role("listitem")).to_have_count(3)
    assert violations(page) == []

    page.get_by_label("Søg i udvalg og punkter").fill("SEJLREND")
    expect(found.get_by_role("listitem")).to_have_count(2)
    expect(page).to_have_url(re.compile("q=SEJLREND"))
    page.get_by_label("Kun det, der venter på mig").check()
    expect(found.get_by_role("link", name="Se fejlen, og prøv igen")).to_be_visible()
    expect(found.get_by_role("listitem")).to_have_count(1)
    page.get_by_label("Fra og med").fill("2026-11-03")
    expect(found).to_contain_text("Ingen møder passer")
    assert violations(page) == []

    page.get_by_role("link", name="Ryd søgningen").click()
    expect(found).to_contain_text("Skriver lyden ud")
    with site.house.database.write() as tx:
        meetings.change(tx, harbour, job=JobState.DONE, phase=Phase.DRAFTED)
    expect(found.get_by_role("link", name="Gennemse det sidste punkt")).to_be_visible()


def test_the_list_works_without_scripts_and_on_a_narrow_screen(site):
    add_drafted(site.house.database)
    for k in range(3):
        add(site, HARBOUR, HELD - timedelta(days=k))
    narrow = {"width": 320, "height": 640}
    page = site.person(Role.READER, java_script_enabled=False, viewport=narrow)
    page.goto("/?limit=3")
    lines = page.locator("#found").get_by_role("listitem")
    expect(lines).to_have_count(3)
    page.get_by_role("link", name="Ældre møder").click()
    expect(lines).to_have_count(1)
    page.get_by_role("link", name="Til de nyeste møder").click()
    page.get_by_label("Udvalg", exact=True).select_option(BODY)
    page.get_by_role("button", name="Søg").click()
    expect(lines).to_have_count(1)
    expect(lines).to_contain_text(BODY)

    scripted = site.person(Role.READER, viewport=narrow)
    scripted.goto("/")
    assert violations(scripted) == []
    assert scripted.evaluate("document.documentElement.scrollWidth") <= narrow["width"]


def test_who_has_no_meetings_is_told_how_to_begin(site):
    for role, said in (
        (Role.SECRETARY, "Her er ingen møder endnu"),
        (Role.READER, "Der er ingen møder i dine udvalg endnu"),
        (Role.ADMINISTRATOR, "ikke adgang til at læse møder"),
    ):
        page = site.person(role)
        page.goto("/")
        expect(page.locator("#found")).to_contain_text(said)
        assert violations(page) == []
        expect(page.get_by_role("button", name="Prøv med demomødet")).to_have_count(
            int(role is Role.SECRETARY)
        )


def test_the_demo_meeting_is_one_click_away_and_is_marked_as_one(site):
    page = site.visitor(Grant(role=Role.SECRETARY, body=HARBOUR))
    page.goto("/")
    page.get_by_role("button", name="Prøv med demomødet").click()
    expect(page).to_have_url(re.compile(r"/moeder/[0-9a-f-]{36}$"))
    expect(page.locator("main")).to_contain_text("Demomøde: et opdigtet møde")
    expect(page.locator("main")).to_contain_text("Mødet er i kø")
    page.get_by_role("link", name="Alle møder").click()
    expect(page.locator("#found").get_by_text("Demo", exact=True)).to_be_visible()
    with site.house.database.read() as tx:
        [made] = meetings.listed(tx)
    assert (made.body, made.job) == (HARBOUR, JobState.WANTED)
