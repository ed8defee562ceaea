"""The talk in a real browser: read, heard, followed, moved, and put right; beside an item and as a whole."""

import re
from time import perf_counter

import pytest
from playwright.sync_api import expect

from tests.browser import PATIENCE_MS, violations
from tests.corrected import SECRETARY, add_divided, row_version
from tests.drafted import CLOSED, POOL, ROOF, SECONDS, add_drafted, material
from tests.sounding import UTTERANCES, add_long, add_recording, hear_badly
from workflow import speakers
from workflow.access import Role
from workflow.store import meetings, texts, work

expect.set_options(timeout=PATIENCE_MS)
BUDGET_BYTES = 400_000
LONGEST_SECONDS = 1.0


@pytest.fixture
def meeting_id(site):
    return add_divided(site.house.database)


@pytest.fixture
def recording(site, meeting_id):
    return add_recording(site.house, meeting_id, material().transcript.duration)


def first_of(site, meeting_id, item_id):
    with site.house.database.read() as tx:
        return work.segmentation(tx, meeting_id).segmentation.discussion(item_id).spans[0].first_utterance


def row(page, utterance):
    return page.locator(f'[data-u="{utterance}"]')


def at_rest(page):
    """The talk is there, and its sound is drawn."""
    expect(page.locator(".talk-wave.drawn canvas").first).to_be_attached()


def sends(page, kind, detail):
    """What the text side tells the talk."""
    page.evaluate(
        "([kind, detail]) => document.dispatchEvent(new CustomEvent(kind, {detail}))", [kind, detail]
    )


def told(page, text):
    expect(page.locator("#say")).to_contain_text(text)


def test_a_secretary_hears_moves_a_boundary_and_puts_a_name_and_a_speaker_right(site, meeting_id):
    page, said, house = site.person(Role.SECRETARY, closed=True), [], site.house
    first = first_of(site, meeting_id, ROOF)
    break_at = (first + 2) * SECONDS + 2  # in the middle of a remark, one recording ends and the next begins
    add_recording(house, meeting_id, break_at)
    add_recording(house, meeting_id, material().transcript.duration - break_at, position=1)
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"/moeder/{meeting_id}/punkter/{ROOF}")
    at_rest(page)
    assert violations(page) == []

    page.get_by_label("Hastighed").select_option("2")
    row(page, first + 2).get_by_role("button", name=re.compile("^Hør fra")).click()
    expect(row(page, first + 2)).to_have_class(re.compile("speaking"))
    assert page.evaluate("[...CSS.highlights.get('talk-now')].length") == 1
    expect(row(page, first + 3)).to_have_class(re.compile("speaking"))
    page.get_by_role("button", name="Pause").click()
    start = (first + 5) * SECONDS
    sends(page, "referent:hear", {"start": start, "end": start + 0.4, "utterance": first + 5})
    expect(row(page, first + 5)).to_have_class(re.compile("speaking"))
    expect(page.get_by_role("button", name="Afspil")).to_be_visible()  # it stops behind the stretch by itself
    sends(page, "referent:key", {"act": "back"})
    expect(page.locator("[data-at]")).to_have_text(re.compile(r"^\d+:\d\d$"))

    page.get_by_role("button", name="Ret i samtalen").click()
    row(page, first + 1).get_by_role("checkbox").check()
    expect(page.get_by_text("1 ytring er valgt")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Punktet starter her").click()
    asked = page.get_by_role("dialog")
    expect(asked).to_contain_text("Maskinen skriver udkastet om")
    assert violations(page) == []
    asked.get_by_role("button", name="Ja, flyt").click()
    told(page, "Samtalen er flyttet")
    expect(row(page, first)).to_have_class(re.compile("beside"))
    with house.database.read() as tx:
        assert texts.item(tx, meeting_id, ROOF).redraft is not None
        assert work.segmentation(tx, meeting_id).version == 3

    page.get_by_role("button", name="Ret et navn").click()
    named = page.get_by_role("dialog")
    named.get_by_label("Navnet, som det står nu").fill("Skovsund")
    named.get_by_label("Navnet, som det skal stå").fill("Skovlund")
    page.keyboard.press("Enter")
    expect(named.locator("ins").first).to_have_text("Skovlund")
    expect(named.get_by_role("button", name="Ret navnet")).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("Enter")
    told(page, "Navnet er rettet")
    expect(page.get_by_text("Hørt som: »").first).to_be_visible()

    row(page, first + 2).get_by_role("checkbox").check()
    page.get_by_role("button", name="Hvem taler?").click()
    page.get_by_role("dialog").get_by_label("Navn eller rolle").fill("Karen Møller")
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(row(page, first + 2)).to_contain_text("Karen Møller")
    assert [text for text in said if "Content Security Policy" in text] == []


def test_who_comes_second_is_told_and_loses_nothing(site, meeting_id):
    page, database = site.person(Role.SECRETARY, closed=True), site.house.database
    page.goto(f"/moeder/{meeting_id}/punkter/{ROOF}")
    first = first_of(site, meeting_id, ROOF)
    page.get_by_role("button", name="Ret i samtalen").click()
    with database.write() as tx:
        meetings.change(tx, meeting_id, priority=4)  # something else of the meeting: nothing to be told
    row(page, first).get_by_role("checkbox").check()
    page.get_by_label("Flyt til").select_option(label="Uden punkt")
    page.get_by_role("button", name="Flyt", exact=True).click()
    asked = page.get_by_role("dialog")
    expect(asked).to_contain_text("»Uden punkt«")
    asked.get_by_role("button", name="Fortryd").click()

    version = row_version(database, meeting_id)
    speakers.label(database, SECRETARY, meeting_id, utterance_ids=[first], new="Formanden", expected=version)
    page.get_by_role("button", name="Flyt", exact=True).click()
    told(page, "En kollega har rettet")
    expect(row(page, first)).to_contain_text("Formanden")

    row(page, first).get_by_role("checkbox").check()
    page.get_by_role("button", name="Hvem taler?").click()
    asked = page.get_by_role("dialog")
    asked.get_by_label("Overalt, hvor der nu står »Formanden«").check()
    asked.get_by_label("Navn eller rolle").fill("Karen Møller")
    asked.get_by_role("button", name="Gem").click()
    expect(row(page, first)).to_contain_text("Karen Møller")


def test_closed_talk_is_never_on_the_page_and_the_rest_is_heard_remark_by_remark(site, meeting_id, recording):
    page, asked = site.person(Role.SECRETARY), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"/moeder/{meeting_id}/samtale")
    at_rest(page)
    assert violations(page) == []
    expect(page.get_by_text(re.compile("^Lukket del"))).to_be_visible()
    case = material().case(CLOSED)
    secret = [case.transcript.utterances[i].text for i in case.discussion.utterance_ids()]
    shown = page.content()
    assert [text for text in secret if text in shown] == []

    page.goto(f"/moeder/{meeting_id}/punkter/{POOL}")
    at_rest(page)
    expect(page.get_by_text("Lyden spilles derfor ytring for ytring.")).to_be_visible()
    first = first_of(site, meeting_id, POOL)
    row(page, first + 1).locator(".u-text").click(position={"x": 8, "y": 8})
    expect(row(page, first + 1)).to_have_class(re.compile("speaking"))
    expect(row(page, first + 2)).to_have_class(re.compile("speaking"))
    assert violations(page) == []
    assert any(f"/utterances/{first + 1}/audio" in url for url in asked)
    assert [url for url in asked if url.endswith(f"/recordings/{recording}/audio")] == []


def test_what_was_heard_badly_and_what_is_gone_is_said(site, meeting_id, recording):
    first = first_of(site, meeting_id, ROOF)
    hear_badly(site.house.database, meeting_id, doubtful=first + 1, dropped=first + 3)
    reader = site.person(Role.READER, closed=True)
    reader.goto(f"/moeder/{meeting_id}/punkter/{ROOF}")
    expect(reader.get_by_text("Du har ikke adgang til lyden.")).to_be_visible()
    expect(row(reader, first + 1).locator("mark.much")).to_have_attribute("title", "Hørt med 20 % sikkerhed")
    expect(row(reader, first + 3)).to_contain_text("Det ligner en fast undertekst")
    assert violations(reader) == []

    with site.house.database.write() as tx:
        meetings.destroy_file(tx, recording)
    site.house.files.destroy(recording)
    page = site.person(Role.SECRETARY, closed=True)
    page.goto(f"/moeder/{meeting_id}/samtale")
    expect(page.get_by_text("Lyden er slettet.")).to_be_visible()
    sends(page, "referent:hear", {"start": 0, "end": 1, "utterance": first + 5})
    expect(row(page, first + 5)).to_have_class(re.compile("speaking"))
    expect(row(page, first + 5)).to_be_in_viewport()
    expect(page.get_by_role("row", name=re.compile("^Frasorteret 0:05"))).to_be_visible()
    assert violations(page) == []

    without_item = page.locator(".talk-lane-items .talk-part.unplaced")
    before = without_item.count()
    page.get_by_role("button", name="Ret i samtalen").click()
    row(page, first).get_by_role("checkbox").check()
    row(page, first + 2).get_by_role("checkbox").click(modifiers=["Shift"])
    page.locator("select[data-to]").select_option("")
    page.get_by_role("button", name="Flyt", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Ja, flyt").click()
    told(page, "Samtalen er flyttet")
    expect(page.get_by_role("region", name="Tale uden punkt")).to_contain_text("3 ytringer")
    expect(without_item).to_have_count(before + 1)

    untouched = add_drafted(site.house.database)
    with site.house.database.write() as tx:
        from workflow.store import tables

        tx.execute(tables.transcripts.delete().where(tables.transcripts.c.meeting_id == untouched))
    page.goto(f"/moeder/{untouched}/samtale")
    expect(page.get_by_text("samtalen er slettet")).to_be_visible()
    assert violations(page) == []


def test_four_hours_open_at_once_come_piece_by_piece_and_weigh_little(site):
    meeting_id = add_long(site.house.database)
    page = site.person(Role.SECRETARY, closed=True)
    for part in ("/samtale", "/punkter/punkt-17/samtale", "/punkter/punkt-17"):
        took = min(seconds_for(page, f"/moeder/{meeting_id}{part}") for _ in range(3))
        assert took < LONGEST_SECONDS, part

    weighed = page.context.new_cdp_session(page)
    kinds, sizes = {}, {}
    weighed.send("Network.enable")
    weighed.on("Network.responseReceived", lambda one: kinds.update({one["requestId"]: one["type"]}))
    weighed.on(
        "Network.loadingFinished", lambda one: sizes.update({one["requestId"]: one["encodedDataLength"]})
    )
    page.goto(f"/moeder/{meeting_id}/punkter/punkt-17", wait_until="networkidle")
    expect(page.locator("#talk [data-u]").first).to_be_visible()
    sent = sum(size for one, size in sizes.items() if kinds.get(one) not in ("Font", "Media"))
    assert 50_000 < sent < BUDGET_BYTES

    page.goto(f"/moeder/{meeting_id}/samtale#u{UTTERANCES - 40}")
    expect(row(page, UTTERANCES - 40)).to_be_in_viewport()
    assert page.locator("[data-u]").count() < 500
    assert violations(page) == []
    page.locator(".talk-waiting").first.scroll_into_view_if_needed()
    expect(row(page, 60)).to_be_attached()


def seconds_for(page, url):
    start = perf_counter()
    assert page.request.get(url).status == 200
    return perf_counter() - start
