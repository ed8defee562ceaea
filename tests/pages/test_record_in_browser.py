"""A meeting recorded in the browser, with the made-up microphone of a real one."""

import re

import av
from playwright.sync_api import expect

from tests.browser import violations
from tests.drafted import BODY
from tests.pages.test_meeting import make_meeting, recordings
from workflow.access import Role
from workflow.phases import Phase
from workflow.store import meetings


def seconds_of(site, file):
    """What can be decoded of the stored sound."""
    with av.open(str(site.house.files.path(file.id))) as sound:
        return sum(frame.samples / frame.sample_rate for frame in sound.decode(audio=0))


def begin(page):
    page.get_by_role("button", name="Optag", exact=True).click()
    expect(page.get_by_role("dialog")).to_contain_text("Er deltagerne informeret?")
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile("^● Optager"))


def bytes_at_the_server(site):
    return sum(part.stat().st_size for part in (site.house.files.root / "incoming").glob("*.part"))


def test_a_recording_survives_a_reload_in_the_middle(site):
    meeting_id = make_meeting(site)
    page = site.person(Role.SECRETARY)
    page.goto(f"/moeder/{meeting_id}")
    begin(page)
    expect(page.locator("#record-time")).to_have_text("0.00.05")
    expect(page.locator("#record-sent")).to_contain_text("Alt er sendt")
    assert bytes_at_the_server(site) > 0
    assert violations(page) == []

    page.once("dialog", lambda dialog: dialog.accept())
    page.goto("/")
    left = page.locator("#unsent")
    expect(left).to_contain_text("Denne browser har en optagelse, som ikke er sendt helt")
    assert violations(page) == []
    left.get_by_role("link", name=BODY).click()
    expect(left).to_contain_text("En optagelse er ikke sendt helt")
    assert violations(page) == []
    with page.expect_download() as saved:
        page.get_by_role("button", name="Gem den på computeren").click()
    assert saved.value.suggested_filename.startswith("Optagelse")
    page.get_by_role("button", name="Send det optagne").click()
    expect(page.locator("#recordings").get_by_role("listitem")).to_have_count(1)
    expect(left).to_be_hidden()
    [kept] = recordings(site, meeting_id)
    assert seconds_of(site, kept) > 3.5
    assert saved.value.path().stat().st_size == kept.size_bytes
    page.goto("/")
    expect(page.locator("#found").get_by_role("listitem")).to_have_count(1)
    expect(left).to_be_hidden()


def test_a_recording_goes_on_without_the_net_and_by_keyboard_alone(site):
    meeting_id = make_meeting(site)
    page = site.person(Role.SECRETARY)
    page.goto(f"/moeder/{meeting_id}")
    begin(page)
    expect(page.locator("#record-sent")).to_contain_text("Alt er sendt")
    page.context.set_offline(True)
    expect(page.locator("#record-sent")).to_contain_text("Forbindelsen til Referent er væk")
    pause = page.get_by_role("button", name="Pause")
    pause.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#record-state")).to_have_text("Pause. Der bliver ikke optaget.")
    expect(page).to_have_title(re.compile("^Pause"))
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile("^● Optager"))
    page.get_by_role("button", name="Stop optagelsen").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Optag mødet her")).to_be_focused()
    assert recordings(site, meeting_id) == ()
    page.context.set_offline(False)
    expect(page.locator("#recordings").get_by_role("listitem")).to_have_count(1)
    [kept] = recordings(site, meeting_id)
    assert seconds_of(site, kept) > 1.5


def test_what_keeps_a_recording_from_beginning_or_arriving_is_said(site):
    meeting_id = make_meeting(site)
    page = site.person(Role.SECRETARY)
    page.goto(f"/moeder/{meeting_id}")
    page.evaluate("""() => { navigator.mediaDevices.getUserMedia = async () => {
        throw new DOMException("no", "NotAllowedError"); }; }""")
    page.get_by_role("button", name="Optag", exact=True).click()
    page.keyboard.press("Enter")
    expect(page.locator("#record-wrong")).to_contain_text("fik ikke lov til at bruge mikrofonen")
    assert violations(page) == []

    page.reload()
    begin(page)
    expect(page.locator("#record-sent")).to_contain_text("Alt er sendt")
    for part in (site.house.files.root / "incoming").iterdir():
        part.unlink()  # the server has lost what it had; the browser has all of it
    expect(page.locator("#record-sent")).to_contain_text("Forbindelsen til Referent er væk")
    page.get_by_role("button", name="Stop optagelsen").click()
    page.keyboard.press("Enter")
    expect(page.locator("#recordings").get_by_role("listitem")).to_have_count(1)
    [kept] = recordings(site, meeting_id)
    assert seconds_of(site, kept) > 1.5


def test_a_recording_that_came_too_late_can_still_be_saved(site):
    meeting_id = make_meeting(site)
    page = site.person(Role.SECRETARY)
    page.goto(f"/moeder/{meeting_id}")
    begin(page)
    expect(page.locator("#record-sent")).to_contain_text("Alt er sendt")
    with site.house.database.write() as tx:
        meetings.change(tx, meeting_id, phase=Phase.TRANSCRIBED)
    page.get_by_role("button", name="Stop optagelsen").click()
    page.keyboard.press("Enter")
    expect(page.locator("#record-wrong")).to_contain_text("Mødet er allerede sat i gang")
    page.reload()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Gem den på computeren").click()
    assert saved.value.path().stat().st_size > 1000
    assert violations(page) == []
    page.get_by_role("button", name="Slet den").click()
    page.get_by_role("dialog").get_by_role("button", name="Slet den").click()
    expect(page.locator("#unsent")).to_be_hidden()
