"""Nyt møde, step by step, seen in a real browser."""

import re
from datetime import datetime
from pathlib import Path

from playwright.sync_api import expect

from minutes.reading.dates import COPENHAGEN
from tests.browser import violations
from workflow import demo_meeting
from workflow.access import Grant, Role
from workflow.store import meetings

AGENDAS = Path(__file__).parents[1] / "data" / "agendas"


def the_only_meeting(site):
    with site.house.database.read() as tx:
        [one] = meetings.listed(tx)
    return one


def test_an_agenda_is_looked_at_before_a_meeting_is_made_of_it(site):
    page = site.person(Role.SECRETARY, timezone_id="America/New_York")
    page.goto("/moeder/nyt")
    assert violations(page) == []
    choose = page.get_by_label("Vælg dagsordenen")
    choose.set_input_files(demo_meeting.RECORDING)
    expect(page.get_by_role("alert").first).to_be_focused()
    assert violations(page) == []

    choose.set_input_files(AGENDAS / "punkter-med-nul-foran.txt")
    expect(page.get_by_role("heading", name="Sådan er dagsordenen læst")).to_be_focused()
    expect(page.locator("#rest")).to_contain_text("1 linje kunne ikke placeres")
    page.get_by_role("button", name="Vælg en anden fil").click()
    choose.set_input_files(AGENDAS / "overskrifter-og-lister.docx")
    expect(page.locator("#rest")).to_contain_text("Sporede ændringer er læst som godtaget (2).")
    page.get_by_role("button", name="Vælg en anden fil").click()

    choose.set_input_files(demo_meeting.AGENDA)
    items = page.locator(".agenda > li")
    expect(items).to_have_count(6)
    expect(items.nth(4)).to_contain_text("Lukket")
    items.nth(2).get_by_text("Indstilling med 2 led").click()
    expect(items.nth(2).get_by_role("listitem")).to_have_count(2)
    assert violations(page) == []

    page.get_by_role("button", name="Opret mødet").click()
    expect(page.get_by_label("Behandlingsgrundlag")).to_be_focused()
    page.keyboard.type("Databeskyttelsesforordningens artikel 6, stk. 1, litra e")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Deltagerne er informeret")).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("Space")
    page.get_by_label("Klokken").fill("16:30")
    page.get_by_role("button", name="Opret mødet").click()
    expect(page).to_have_url(re.compile(r"/moeder/[0-9a-f-]{36}$"))
    made = the_only_meeting(site)
    assert made.starts_at == datetime(2027, 4, 14, 16, 30, tzinfo=COPENHAGEN)
    assert made.legal_basis == "Databeskyttelsesforordningens artikel 6, stk. 1, litra e"
    assert made.participants_informed_by == "Kirsten Holm"


def test_a_secretary_of_two_bodies_chooses_between_these(site):
    grants = [Grant(role=Role.SECRETARY, body=body) for body in ("Havneudvalget", "Økonomiudvalget")]
    page = site.visitor(*grants, viewport={"width": 320, "height": 640})
    page.goto("/moeder/nyt")
    page.get_by_label("Vælg dagsordenen").set_input_files(demo_meeting.AGENDA)
    page.get_by_label("Behandlingsgrundlag").fill("x")
    page.get_by_label("Deltagerne er informeret").check()
    page.get_by_role("button", name="Opret mødet").click()
    body = page.get_by_label("Udvalg eller forum")
    expect(body).to_be_focused()
    body.select_option("Havneudvalget")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("button", name="Opret mødet").click()
    expect(page).to_have_url(re.compile(r"/moeder/[0-9a-f-]{36}$"))
    assert the_only_meeting(site).body == "Havneudvalget"


def test_who_may_not_prepare_meetings_is_told_so(site):
    page = site.person(Role.APPROVER)
    page.goto("/moeder/nyt")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Det har du ikke adgang til")
