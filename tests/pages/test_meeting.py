"""A meeting's own page, seen in a real browser: sound in, work under way, approval, the public."""

import re
import wave
from datetime import timedelta

import numpy as np
from playwright.sync_api import expect

from api.pages import meeting_words
from summarise.personal_data import PersonalKind
from tests.browser import violations
from tests.corrected import APPROVER, SECRETARY, approve_item
from tests.drafted import POOL, add_drafted, material
from workflow import demo_meeting, intake
from workflow.access import Role
from workflow.approval import acknowledge
from workflow.editing import save_edit
from workflow.intake import NewMeeting
from workflow.phases import JobState, Phase
from workflow.progress import Stage
from workflow.review import look
from workflow.store import meetings
from workflow.store.meetings import FileKind

REASON = "Det har formanden sagt god for."
SLOW = {"offline": False, "latency": 20, "downloadThroughput": 400_000, "uploadThroughput": 400_000}
FAST = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}


def make_meeting(site):
    agenda = demo_meeting.AGENDA.read_bytes()
    made = intake.receive_meeting(
        site.house.database,
        site.house.files,
        SECRETARY,
        [agenda],
        name="dagsorden.docx",
        limit_bytes=len(agenda),
        new=NewMeeting(legal_basis="x", participants_informed=True),
    )
    return made.id


def recordings(site, meeting_id):
    with site.house.database.read() as tx:
        return meetings.files(tx, meeting_id, FileKind.RECORDING)


def change(site, meeting_id, **columns):
    with site.house.database.write() as tx:
        meetings.change(tx, meeting_id, **columns)


def noise(path, seconds=30):
    """A recording of its own that no line sends in a moment."""
    sound = np.random.default_rng(1).integers(-9000, 9000, 32_000 * seconds, dtype=np.int16)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(32_000)
        file.writeframes(sound.tobytes())
    return path


def test_sound_comes_in_over_a_slow_line_through_a_reload_and_the_work_is_followed(site, tmp_path):
    meeting_id = make_meeting(site)
    page = site.person(Role.SECRETARY, closed=True)
    begun = []
    page.on("request", lambda one: begun.append(one) if one.method == "POST" else None)
    page.goto(f"/moeder/{meeting_id}")
    assert violations(page) == []

    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW)
    large = noise(tmp_path / "Del 2.wav")
    page.get_by_label("Vælg lydfiler").set_input_files(large)
    expect(page.locator("#uploads")).to_contain_text(re.compile(r"Sender [1-9]\d? %, .* tilbage"))
    assert violations(page) == []
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator("#unfinished")).to_contain_text("»Del 2.wav« er ikke kommet helt frem")
    line.send("Network.emulateNetworkConditions", FAST)
    page.get_by_label("Vælg lydfiler").set_input_files([demo_meeting.AGENDA, large])
    expect(page.locator("#uploads")).to_contain_text("Filen er ikke en optagelse")
    expect(page.locator("#recordings")).to_contain_text("Del 2.wav")
    assert len([one for one in begun if one.url.endswith("/uploads")]) == 2  # the large one went on
    assert [one.size_bytes for one in recordings(site, meeting_id)] == [large.stat().st_size]
    assert violations(page) == []

    page.get_by_label("Vælg lydfiler").set_input_files(demo_meeting.RECORDING)
    remove = page.get_by_role("button", name="Fjern Del 2.wav")
    expect(page.locator("#recordings").get_by_role("listitem")).to_have_count(2)
    remove.click()
    page.keyboard.press("Escape")
    expect(remove).to_be_focused()
    remove.click()
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(page.locator("#recordings").get_by_role("listitem")).to_have_count(1)

    page.get_by_role("button", name="Sæt arbejdet i gang").click()
    expect(page.get_by_text("Mødet er i kø")).to_be_visible()
    began = meetings.now() - timedelta(seconds=300)
    running = {"job": JobState.RUNNING, "stage": Stage.TRANSCRIBING, "stage_started_at": began}
    change(site, meeting_id, fraction=0.5, **running)
    expect(page.locator("#work-left")).to_have_text("50 %, ca. 5 min. tilbage")
    assert violations(page) == []
    change(site, meeting_id, job=JobState.FAILED, failure="Referent failed unexpectedly (KeyError)")
    expect(page.get_by_role("heading", name="Arbejdet gik i stå")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Der skete en fejl under arbejdet")
    assert violations(page) == []
    page.get_by_role("button", name="Prøv igen").click()
    page.get_by_role("button", name="Stop arbejdet").click()
    page.get_by_role("dialog").get_by_role("button", name="Stop arbejdet").click()
    expect(page.get_by_role("heading", name="Arbejdet er standset")).to_be_visible()

    page.get_by_role("button", name="Slet mødet").click()
    page.get_by_role("dialog").get_by_role("button", name="Slet mødet").click()
    expect(page.get_by_text("Her er ingen møder endnu")).to_be_visible()
    assert recordings(site, meeting_id) == ()


def test_a_ready_transcript_is_taken_instead(site, tmp_path):
    meeting_id = make_meeting(site)
    page = site.person(Role.SECRETARY, viewport={"width": 320, "height": 640})
    page.goto(f"/moeder/{meeting_id}")
    page.get_by_text("Har du allerede en udskrift?").click()
    choose = page.get_by_label("Vælg udskriften")
    choose.set_input_files(demo_meeting.AGENDA)
    expect(page.get_by_role("alert").first).to_be_focused()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    talk = tmp_path / "møde.vtt"
    talk.write_text("WEBVTT\n\n00:01.000 --> 00:04.000\nDagsordenen er godkendt.\n", encoding="utf-8")
    choose.set_input_files(talk)
    expect(page.get_by_role("button", name="Sæt arbejdet i gang")).to_be_visible()
    expect(page.get_by_text("Træk lydfilerne herhen")).to_have_count(0)


def test_minutes_are_approved_published_and_withdrawn_each_asked_about_once(site):
    database = site.house.database
    meeting_id = add_drafted(database)
    change(site, meeting_id, warnings=["20 seconds are missing from the recording file: ask for another."])
    items = [item.id for item in material().agenda.items]
    for item_id in items:
        if item_id != POOL:
            approve_item(database, meeting_id, item_id)
    save_edit(database, APPROVER, meeting_id, POOL, "Spørgsmål stilles til Birkevej 12B, tlf. 12 34 56 78.")

    page = site.person(Role.APPROVER, closed=True)
    page.goto(f"/moeder/{meeting_id}")
    expect(page.locator("main")).to_contain_text("Der mangler 20 sekunder i optagelsens fil")
    expect(page.locator("main")).to_contain_text("1 af 6 punkter mangler at blive godkendt")
    expect(page.locator(".blocking")).to_contain_text("skal rettes eller begrundes")
    link = page.get_by_role("link", name="Gennemse punkterne")
    assert link.get_attribute("href") == f"/moeder/{meeting_id}/punkter/{POOL}"
    approve = page.get_by_role("button", name="Godkend referatet")
    expect(approve).to_be_disabled()
    assert violations(page) == []
    with page.expect_download() as got:
        page.get_by_role("link", name="Word (DOCX)").click()
    assert got.value.suggested_filename.startswith("Udkast")

    for concern in look(database, APPROVER, meeting_id, POOL).blocking:
        acknowledge(database, APPROVER, meeting_id, POOL, concern=concern.id, reason=REASON)
    approve_item(database, meeting_id, POOL)
    page.reload()
    approve.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Du godkender hele referatet som Kirsten Holm")
    dialog.get_by_role("button", name="Godkend referatet").click()
    expect(page.locator("main")).to_contain_text("Version 1 er godkendt af Kirsten Holm")
    assert violations(page) == []

    publish = page.get_by_role("button", name="Offentliggør")
    expect(publish).to_be_disabled()
    answers = page.get_by_role("button", name=re.compile("^Begrund »"))
    for left in range(answers.count(), 0, -1):
        expect(answers).to_have_count(left)
        answers.first.click()
        dialog.get_by_label("Hvorfor må det blive offentligt?").fill(REASON)
        assert left > 1 or violations(page) == []
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    publish.click()
    dialog.get_by_role("button", name="Offentliggør").click()
    expect(page.locator("main")).to_contain_text("Version 1 er offentlig siden")
    assert violations(page) == []
    page.get_by_role("button", name="Træk tilbage").click()
    dialog.get_by_label("Begrundelse, som alle kan læse").fill("Et bilag var forkert.")
    dialog.get_by_role("button", name="Træk tilbage").click()
    expect(page.locator("main")).to_contain_text("Referatet blev trukket tilbage")
    assert violations(page) == []
    with database.read() as tx:
        assert meetings.get(tx, meeting_id).phase is Phase.WITHDRAWN


def test_who_may_not_see_closed_items_sees_no_more_than_that_they_are(site):
    meeting_id = add_drafted(site.house.database)
    page = site.person(Role.READER)
    page.goto(f"/moeder/{meeting_id}")
    assert "Køb af ejendom" not in page.content()
    expect(page.locator("main")).to_contain_text("Lukket for dig")
    for name in ("Godkend referatet", "Slet mødet", "Offentliggør"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)
    assert violations(page) == []


def test_every_stage_and_kind_of_finding_has_a_name():
    assert all(meeting_words.personal(kind) for kind in PersonalKind)
    for stage in (Stage.TRANSCRIBING, Stage.SEGMENTING, Stage.DRAFTING):
        assert meeting_words.doing(stage)
