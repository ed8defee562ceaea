"""Gennemse in a real browser: an item is read, written, saved, merged, answered for, and approved."""

import re
import time

import pytest
from playwright.sync_api import expect

from minutes.agenda import AgendaItem, Section
from minutes.vocabulary import SectionKind
from tests.browser import PATIENCE_MS, violations
from tests.corrected import SECRETARY, add_divided, current, work_off
from tests.drafted import BODY, CLOSED, POLICY, ROOF, drafts, material
from tests.held import add_meeting
from workflow.access import Role
from workflow.editing import save_edit
from workflow.phases import ItemState, JobState, Phase
from workflow.store import meetings, texts

expect.set_options(timeout=PATIENCE_MS)
WRONG = drafts()[2].text.replace("1,8", "1,9")
LONG_TITLE = (
    "Drøftelse af forslag til revideret styrelsesvedtægt for Kultur- og Fritidsudvalgets underliggende "
    "institutioner, råd og nævn samt stillingtagen til finansiering af den afledte drift i 2027-2030"
)


@pytest.fixture
def meeting_id(site):
    return add_divided(site.house.database)


@pytest.fixture
def at(meeting_id):
    return lambda item: f"/moeder/{meeting_id}/punkter/{item}"


def saved(page):
    expect(page.locator("#save-state")).to_have_text(re.compile(r"Gemt kl\. \d\d:\d\d"))


def anne_writes(site, meeting_id, text, item=ROOF):
    save_edit(site.house.database, SECRETARY, meeting_id, item, text)


def stored(site, meeting_id, item=ROOF):
    with site.house.database.read() as tx:
        return texts.item(tx, meeting_id, item)


def test_an_item_is_edited_merged_answered_for_approved_and_reopened_by_keyboard_alone(site, meeting_id, at):
    page, keys = (page := site.person(Role.APPROVER, closed=True)), page.keyboard
    page.goto(at(ROOF))
    expect(page.locator("#review-reading .mark").first).to_have_text(re.compile(r"\d+:\d\d"))
    assert violations(page) == []

    keys.press("r")
    field = page.get_by_label("Beslutningens tekst")
    expect(field).to_be_focused()
    keys.type(" Hertil kommer tilsyn.")
    saved(page)
    assert violations(page) == []
    assert current(site.house.database, meeting_id, ROOF).draft.text.endswith(" Hertil kommer tilsyn.")

    theirs = drafts()[2].text + " Annes sætning."
    anne_writes(site, meeting_id, theirs)
    keys.type(" Min sætning.")
    conflict = page.get_by_role("dialog", name="To har rettet den samme tekst")
    expect(conflict).to_contain_text("Anne Friis har gemt en anden tekst")
    expect(conflict.locator("[data-mine]")).to_contain_text("Min sætning.")
    expect(conflict.locator("[data-theirs]")).to_have_text(theirs)
    assert violations(page) == []
    for _ in range(3):  # mine, theirs, both
        keys.press("Tab")
    keys.press("Enter")
    expect(field).to_have_value(re.compile(r"Min sætning\.\n\nKultur.*Annes sætning\.$", re.DOTALL))
    expect(field).to_be_focused()
    keys.press("Control+a")
    keys.insert_text(WRONG)
    saved(page)
    keys.press("Escape")
    expect(page.locator("#review-reading .doubt.severe")).to_have_text("1,9 mio. kr")
    assert violations(page) == []

    keys.press("g")
    note = page.locator(".note.severe")
    expect(note).to_be_focused()
    answer = note.get_by_role("button", name="Jeg står inde for det")
    while not answer.evaluate("one => one === document.activeElement"):
        keys.press("Tab")
    keys.press("Enter")
    keys.type("Beløbet står i bilaget.")
    keys.press("Tab")
    keys.press("Enter")
    expect(page.get_by_role("button", name="Godkend punkt 3")).to_be_focused()
    keys.press("Enter")
    expect(page.locator("#review-bar")).to_contain_text("Godkendt af Kirsten Holm")
    expect(page.get_by_role("link", name="Næste punkt")).to_be_focused()
    assert violations(page) == []
    assert stored(site, meeting_id).state is ItemState.APPROVED

    reopen = page.get_by_role("button", name="Genåbn")
    while not reopen.evaluate("one => one === document.activeElement"):
        keys.press("Shift+Tab")
    keys.press("Enter")
    keys.type("Beløbet var forkert.")
    keys.press("Tab")
    keys.press("Enter")
    expect(page.get_by_role("button", name="Ret teksten")).to_be_focused()
    assert stored(site, meeting_id).state is ItemState.OPEN
    keys.press("n")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Høring om ny frivillighedspolitik")


def test_no_text_is_lost_without_a_network_or_by_leaving(site, meeting_id, at):
    page = site.person(Role.SECRETARY, closed=True)
    page.goto(at(ROOF))
    page.get_by_role("button", name="Ret teksten").click()
    page.context.set_offline(True)
    page.keyboard.type(" Skrevet uden net.")
    expect(page.get_by_role("alert")).to_contain_text("Ikke gemt: Referent svarer ikke")
    assert violations(page) == []
    page.context.set_offline(False)
    saved(page)
    expect(page.get_by_role("alert")).to_have_count(0)

    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('no network')); }")
    page.keyboard.type(" Skrevet lige før lukketid.")
    page.goto("about:blank")
    page.goto(at(ROOF))
    field = page.get_by_label("Beslutningens tekst")
    expect(field).to_have_value(re.compile(r"uden net\. Skrevet lige før lukketid\.$"))
    saved(page)
    assert current(site.house.database, meeting_id, ROOF).draft.text.endswith("lukketid.")

    page.keyboard.type(" Sendt i farten.")
    page.goto("about:blank")  # what is sent then arrives without an answer
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while not current(site.house.database, meeting_id, ROOF).draft.text.endswith("farten."):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    anne_writes(site, meeting_id, "Punktet blev udsat.")
    with page.expect_response("**/versions") as asked:  # whether the text arrived; keys are heard after it
        page.goto(at(ROOF))
    asked.value.finished()
    expect(page.locator("#review-reading")).to_contain_text("Punktet blev udsat.")
    page.keyboard.press("r")
    expect(field).to_have_value("Punktet blev udsat.")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_what_a_colleague_does_is_shown_to_whoever_reads(site, meeting_id, at):
    page = site.person(Role.SECRETARY, closed=True)
    page.goto(at(ROOF))
    expect(page.get_by_role("button", name="Ret teksten")).to_be_visible()
    anne_writes(site, meeting_id, "Punktet blev udsat.")
    expect(page.locator("#review-reading")).to_contain_text("Punktet blev udsat.")
    expect(page.locator("#say")).to_contain_text("Anne Friis har gemt en ny tekst")
    expect(page.locator("[aria-current=page] .item-state")).to_contain_text("Kontrollér")
    expect(page.get_by_role("button", name="Godkend")).to_have_count(0)  # a secretary does not approve

    page.route("**/items/*/text", lambda route: route.abort())
    page.get_by_role("button", name="Ret teksten").click()
    page.keyboard.type(" Ellers intet.")
    expect(page.get_by_role("alert")).to_contain_text("Ikke gemt")
    anne_writes(site, meeting_id, "Punktet blev drøftet.")
    page.evaluate("document.dispatchEvent(new CustomEvent('referent:talk-changed'))")
    page.unroute("**/items/*/text")
    conflict = page.get_by_role("dialog", name="To har rettet den samme tekst")
    expect(conflict).to_contain_text("Punktet blev drøftet.")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Vælg, hvilken tekst der skal gælde").click()
    conflict.get_by_role("button", name="Brug teksten fra Anne Friis").click()
    expect(page.get_by_label("Beslutningens tekst")).to_have_value("Punktet blev drøftet.")
    expect(page.get_by_role("alert")).to_have_count(0)
    assert current(site.house.database, meeting_id, ROOF).draft.text == "Punktet blev drøftet."


def test_a_new_draft_is_compared_and_what_was_there_is_restored(site, meeting_id, at):
    page = site.person(Role.APPROVER, closed=True)
    page.goto(at(ROOF))
    page.get_by_role("button", name="Ret teksten").click()
    page.keyboard.type(" Anlægget begynder i marts.")
    page.get_by_role("button", name="Nyt udkast").click()
    page.get_by_label("Kun beslutningen").check()
    assert violations(page) == []
    page.get_by_role("button", name="Lav et nyt udkast").click()
    waiting = page.locator("#review-redrafting")
    expect(waiting).to_contain_text("på vej")
    with site.house.database.write() as tx:
        meetings.change(tx, meeting_id, job=JobState.FAILED)
    expect(waiting).to_contain_text("kunne ikke laves")
    assert violations(page) == []
    work_off(site.house.database, meeting_id)
    page.reload()
    page.get_by_role("button", name="Sammenlign med det gamle").click()
    dialog = page.locator("#review-dialog")
    expect(dialog.locator("del")).to_contain_text("Anlægget begynder i marts.")
    assert violations(page) == []
    dialog.get_by_role("button", name="Brug det gamle").click()
    expect(page.locator("#review-reading")).to_contain_text("begynder i marts.")
    page.get_by_role("button", name="Udgaver").click()
    expect(dialog.locator(".step")).to_have_count(4)
    assert violations(page) == []
    dialog.get_by_role("button", name="Gendan udgave 1").click()
    expect(page.locator("#review-reading")).not_to_contain_text("begynder i marts.")
    page.get_by_role("button", name="Fortryd").click()
    expect(page.locator("#review-reading")).to_contain_text("begynder i marts.")


def test_who_took_no_part_and_how_it_was_voted_is_printed_below(site, meeting_id, at):
    page = site.person(Role.SECRETARY, closed=True)
    page.goto(at(ROOF))
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Genveje")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Deltagelse").click()
    page.get_by_label("Peter Jensen").select_option(label="Inhabil")
    assert violations(page) == []
    page.get_by_role("button", name="Gem", exact=True).click()
    expect(page.locator(".printed-notes")).to_have_text("Inhabil: Peter Jensen.")
    page.get_by_role("button", name="Afstemning").click()
    page.get_by_role("group", name="For").get_by_label("Antal").fill("4")
    page.get_by_role("group", name="Imod").get_by_label("Antal").fill("1")
    page.get_by_role("button", name="Gem", exact=True).click()
    expect(page.locator("#review-dialog").get_by_role("alert")).to_contain_text("Vælg andre, eller begrund")
    assert violations(page) == []
    page.get_by_label("Begrundelse").fill("Det står i formandens noter.")
    page.get_by_role("button", name="Gem", exact=True).click()
    expect(page.locator(".printed-notes")).to_contain_text("For stemte 4. Imod stemte 1.")


def test_a_mark_asks_for_its_sound_and_a_doubt_says_why(site, meeting_id, at):
    anne_writes(site, meeting_id, WRONG)
    page = site.person(Role.SECRETARY, closed=True)
    page.goto(at(ROOF))
    page.evaluate(
        "document.addEventListener('referent:hear', (e) => { window.asked = e.detail; });"
        "document.addEventListener('referent:key', (e) => { window.key = e.detail.act; });"
    )
    page.locator("#review-reading .mark").first.click()
    asked = page.evaluate("window.asked")
    assert asked["end"] > asked["start"] > 0
    assert material().transcript.utterances[asked["utterance"]].start == asked["start"]
    page.keyboard.press("F4")
    assert page.evaluate("window.key") == "play"
    page.locator(".doubt.severe").focus()
    expect(page.locator("#why")).to_contain_text("Tallet er ikke hørt på mødet")
    expect(page.locator(".doubt.severe")).to_have_accessible_description(re.compile("Tallet er ikke hørt"))
    page.keyboard.press("Escape")
    expect(page.locator("#why")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator(".note.severe")).to_be_focused()


def test_without_access_a_closed_item_is_its_number_and_nothing_more(site, meeting_id, at):
    page = site.person(Role.SECRETARY)
    page.goto(at(CLOSED))
    expect(page.get_by_role("heading", level=1)).to_have_text("5. Lukket punkt")
    expect(page.locator("main")).to_contain_text("du har ikke adgang til lukkede punkter")
    assert "ejendom" not in page.content()
    assert violations(page) == []
    for piece in ("tekst", "nyt", "udgaver", "sammenlign?old=1&new=1", "deltagelse", "afstemning"):
        assert page.request.get(f"{at(CLOSED)}/{piece}").status == 403
    insider = site.person(Role.READER, closed=True)
    insider.goto(at(CLOSED))
    expect(insider.get_by_role("heading", level=1)).to_contain_text("Køb af ejendom")
    expect(insider.get_by_role("button", name="Ret teksten")).to_have_count(0)
    assert violations(insider) == []


def test_many_items_with_long_titles_and_no_draft_yet_fit_a_narrow_page(site):
    section = Section(kind=SectionKind.CASE, heading_as_printed="Sagsfremstilling", text="Sagen er kendt.")
    items = tuple(
        AgendaItem(id=f"punkt-{k}", number=k, title=f"{LONG_TITLE} ({k})", sections=(section,))
        for k in range(1, 31)
    )
    with site.house.database.write() as tx:
        meeting_id = add_meeting(tx, BODY, items)
    page = site.person(Role.APPROVER, viewport={"width": 320, "height": 640})
    page.goto(f"/moeder/{meeting_id}/punkter/punkt-20")
    expect(page.locator(".item-list li")).to_have_count(30)
    expect(page.locator("[aria-current=page]")).to_be_in_viewport()
    expect(page.locator("main")).to_contain_text("Der er ikke noget udkast endnu.")
    expect(page.get_by_role("button", name="Ret teksten")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert violations(page) == []
    with site.house.database.write() as tx:
        meetings.change(tx, meeting_id, phase=Phase.DRAFTED)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.reload()
    page.get_by_role("button", name="Ret teksten").click()
    page.keyboard.type("Punktet blev udsat.")
    saved(page)
    assert violations(page) == []
    assert page.locator("[aria-current=page]").evaluate("one => one.closest('nav').scrollTop > 0")


def test_unanswered_clauses_are_listed_and_an_outcome_can_be_said(site, meeting_id, at):
    page = site.person(Role.SECRETARY, closed=True)
    page.goto(at(POLICY))
    expect(page.locator(".answers li").first).to_contain_text(
        "at udkastet til frivillighedspolitik drøftes – uafklaret"
    )
    expect(page.locator(".note")).to_have_count(2)
    page.get_by_label("Udfald").select_option(label="Udsat")
    expect(page.locator("#say")).to_contain_text("Udfaldet er gemt")
    assert current(site.house.database, meeting_id, POLICY).draft.outcome == "udsat"
