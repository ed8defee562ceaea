"""The whole mission over HTTP: agenda and talk in, drafts, corrections, approval, documents out."""

import base64
import hashlib
import json
import threading
from pathlib import Path

import pytest

from transcribe.imported import read_transcript
from workflow.access import Role
from workflow.jobs import WorkerOptions, run_worker
from workflow.settings import Settings

pytest_plugins = ["tests.staff"]
ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "workflow/demo"
AGENDA = DEMO / "dagsorden.docx"
RECORDING = DEMO / "recording.ogg"
TALK = (
    "WEBVTT\n\n00:00:01.000 --> 00:00:09.000\n<v Formand>Så går vi til punkt 1, godkendelse af dagsordenen. "
    "Er der bemærkninger? Det er der ikke, så er dagsordenen godkendt.\n\n00:00:10.000 --> 00:00:19.000\n"
    "<v Formand>Så er mødet slut. Tak for i dag.\n"
)
FORM = {
    "legal_basis": "Databeskyttelsesforordningen art. 6, stk. 1, litra e",
    "participants_informed": "true",
}


def create(client, agenda=None, name="dagsorden.docx", **form):
    content = AGENDA.read_bytes() if agenda is None else agenda
    return client.post("/api/v1/meetings", files={"agenda": (name, content)}, data={**FORM, **form})


def work_off(settings: Settings, client, meeting):
    """Run a real worker in this process until the meeting's job has ended."""
    stop = threading.Event()
    worker = threading.Thread(
        target=run_worker,
        args=(settings,),
        kwargs={"stop": stop, "options": WorkerOptions(poll_seconds=0.1, retry_seconds=0.1)},
    )
    worker.start()
    try:
        for _ in range(300):
            told = client.get(f"{meeting}/progress").json()
            if told["job"] not in ("wanted", "running"):
                return told
            stop.wait(0.1)
    finally:
        stop.set()
        worker.join()
    raise AssertionError(told)


@pytest.fixture
def secretary(staff):
    return staff.person(Role.SECRETARY, closed=True)


@pytest.fixture
def meeting(secretary):
    answer = create(secretary)
    assert answer.status_code == 201, answer.text
    return answer.headers["location"]


def test_from_agenda_and_talk_to_approved_minutes(staff, settings, secretary, meeting):
    assert secretary.put(f"{meeting}/transcript", content=TALK.encode()).json() == {"version": 1}
    assert secretary.post(f"{meeting}/start").json()["job"] == "wanted"
    assert work_off(settings, secretary, meeting)["phase"] == "drafted"

    approver = staff.person(Role.APPROVER, closed=True)
    for line in approver.get(f"{meeting}/items").json()["items"]:
        item = f"{meeting}/items/{line['id']}"
        seen = approver.get(item)
        body = seen.json()
        for concern in body["concerns"]:
            if concern["severity"] == "block":
                said = {"concern": concern["id"], "reason": "Jeg var til stede og har set det."}
                assert approver.post(f"{item}/acknowledge", json=said).status_code == 200
        done = approver.post(
            f"{item}/approve",
            json={"text_version": body["text"]["version"]},
            headers={"If-Match": approver.get(item).headers["etag"]},
        )
        assert done.status_code == 200, done.text
    draft = secretary.get(f"{meeting}/minutes.txt").text
    assert "UDKAST" in draft
    assert approver.post(f"{meeting}/approve").status_code == 200
    public = secretary.get(f"{meeting}/minutes.txt")
    assert "UDKAST" not in public.text and "Lukket punkt" in public.text
    again = secretary.get(f"{meeting}/minutes.txt", headers={"If-None-Match": public.headers["etag"]})
    assert again.status_code == 304
    closed = [i["title"] for i in secretary.get(meeting).json()["agenda"]["items"] if i["closed"]]
    assert closed and closed[0] not in public.text
    for suffix, sign in (("docx", b"PK"), ("pdf", b"%PDF"), ("html", b"<!"), ("json", b"{")):
        assert secretary.get(f"{meeting}/minutes.{suffix}").content.startswith(sign)


def test_a_recording_comes_in_parts_and_a_cut_costs_nothing(staff, secretary, meeting):
    content = RECORDING.read_bytes()
    told = {"filename": "../../optagelse.ogg", "sha256": hashlib.sha256(content).hexdigest()}
    metadata = ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in told.items())
    begun = secretary.post(
        f"{meeting}/uploads", headers={"Upload-Length": str(len(content)), "Upload-Metadata": metadata}
    )
    place, half = begun.headers["location"], len(content) // 2

    def send(offset, part):
        headers = {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
        return secretary.patch(place, content=part, headers=headers)

    assert send(0, content[:half]).status_code == 204
    assert send(0, content[:half]).status_code == 409 or send(0, content[:half]).status_code == 412
    assert secretary.head(place).headers["upload-offset"] == str(half)
    done = send(half, content[half:])
    assert done.status_code == 204, done.text
    (kept,) = secretary.get(f"{meeting}/recordings").json()["items"]
    assert (kept["id"], kept["name"]) == (done.headers["referent-recording"], "optagelse.ogg")
    assert kept["sha256"] == told["sha256"]
    assert secretary.head(place).status_code == 404

    again = secretary.put(f"{meeting}/recordings/samme.ogg", content=content)
    assert again.status_code == 201 and again.json()["again"]
    assert len(secretary.get(f"{meeting}/recordings").json()["items"]) == 1

    sound = f"{meeting}/recordings/{kept['id']}/audio"
    assert secretary.get(sound, headers={"Range": "bytes=10-19"}).content == content[10:20]
    assert staff.person(Role.SECRETARY).get(sound).status_code == 403  # part of the meeting is closed


def test_an_upload_that_was_all_here_when_the_server_died_is_taken_when_asked_for(staff, secretary, meeting):
    content = RECORDING.read_bytes()
    begun = secretary.post(f"{meeting}/uploads", headers={"Upload-Length": str(len(content))})
    (part,) = staff.house.files.root.rglob("*.part")
    part.write_bytes(content)
    assert secretary.head(begun.headers["location"]).headers["referent-recording"]
    (kept,) = secretary.get(f"{meeting}/recordings").json()["items"]
    assert kept["sha256"] == hashlib.sha256(content).hexdigest()


def test_another_persons_upload_does_not_exist(staff, secretary, meeting):
    begun = secretary.post(f"{meeting}/uploads", headers={"Upload-Length": "10"})
    other = staff.person(Role.SECRETARY)
    assert other.head(begun.headers["location"]).status_code == 404


@pytest.mark.parametrize(
    ("agenda", "status"),
    [(b"", 422), (b"\x00\x01\x02 nothing", 422), (b"PK\x03\x04 cut off", 422)],
)
def test_what_is_no_agenda_makes_no_meeting(staff, secretary, agenda, status):
    answer = create(secretary, agenda)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert secretary.get("/api/v1/meetings").json()["items"] == []
    assert [p for p in staff.house.files.root.rglob("*") if p.is_file()] == []


def test_participants_must_be_informed(secretary):
    assert create(secretary, participants_informed="false").status_code == 422
    assert create(secretary, legal_basis="  ").status_code == 422


@pytest.mark.parametrize("content", [b"", b"no sound in here"])
def test_what_is_no_recording_is_not_kept(secretary, meeting, content):
    assert secretary.put(f"{meeting}/recordings/x.wav", content=content).status_code == 422
    assert secretary.get(f"{meeting}/recordings").json()["items"] == []


def test_a_wrong_hash_refuses_the_upload(secretary, meeting):
    metadata = "sha256 " + base64.b64encode(b"0" * 64).decode()
    begun = secretary.post(f"{meeting}/uploads", headers={"Upload-Length": "3", "Upload-Metadata": metadata})
    headers = {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    assert secretary.patch(begun.headers["location"], content=b"abc", headers=headers).status_code == 422
    assert secretary.get(f"{meeting}/recordings").json()["items"] == []


def test_a_file_over_the_limit_is_refused_before_it_is_read(staff, secretary, meeting):
    huge = str(staff.house.settings.upload_max_bytes + 1)
    answer = secretary.post(f"{meeting}/uploads", headers={"Upload-Length": huge})
    assert answer.status_code == 413


def test_without_recording_there_is_nothing_to_start(secretary, meeting):
    assert secretary.post(f"{meeting}/start").status_code == 409
    assert secretary.post(f"{meeting}/cancel").status_code == 409
    assert secretary.post(f"{meeting}/retry").status_code == 409


def test_a_deleted_meeting_leaves_no_file_and_no_word(staff, secretary, meeting):
    secretary.put(f"{meeting}/transcript", content=TALK.encode())
    assert secretary.delete(meeting).status_code == 204
    assert secretary.get(meeting).status_code == 404
    assert [p for p in staff.house.files.root.rglob("*") if p.is_file()] == []


def test_progress_is_a_stream_that_ends(secretary, meeting):
    streamed = secretary.get(f"{meeting}/progress", headers={"Accept": "text/event-stream"})
    (event,) = [line for line in streamed.text.splitlines() if line.startswith("data: ")]
    assert json.loads(event.removeprefix("data: "))["job"] == "idle"


def test_what_an_agenda_says_can_be_seen_before_anything_is_kept(staff, secretary):
    seen = secretary.post("/api/v1/agendas/read", files={"agenda": ("d.docx", AGENDA.read_bytes())}).json()
    assert len(seen["items"]) == 6 and any(item["closed"] for item in seen["items"])
    assert [p for p in staff.house.files.root.rglob("*") if p.is_file()] == []


def test_a_recording_is_heard_by_range(secretary):
    text = "DAGSORDEN Udvalget d. 14-04-2027\n\nPunkt 1: Godkendelse af dagsorden\n\nPunkt 2: Eventuelt\n"
    meeting = create(secretary, text.encode(), "d.txt").headers["location"]
    kept = secretary.put(f"{meeting}/recordings/o.ogg", content=RECORDING.read_bytes()).json()
    part = secretary.get(f"{meeting}/recordings/{kept['id']}/audio", headers={"Range": "bytes=10-19"})
    assert (part.status_code, len(part.content)) == (206, 10)
    assert part.content == RECORDING.read_bytes()[10:20]


def test_the_transcript_that_the_journey_uses_is_one(tmp_path):
    (tmp_path / "t.vtt").write_text(TALK, encoding="utf-8")
    assert len(read_transcript(tmp_path / "t.vtt").utterances) == 2


@pytest.mark.parametrize(
    ("content", "danish"),
    [
        (b"%PDF-1.4 broken", "PDF-filen kan ikke åbnes. Eksportér den igen."),
        ("Kære alle. Husk kaffen.".encode(), "Der er ingen punkter i dokumentet. Er det dagsordenen?"),
    ],
)
def test_what_is_wrong_with_an_agenda_is_said_in_danish_and_names_no_path(staff, secretary, content, danish):
    problem = create(secretary, content).json()
    assert problem["detail"] == danish
    assert str(staff.house.files.root) not in json.dumps(problem)
