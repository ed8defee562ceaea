"""A recording that is sent while it is made: tus creation-defer-length."""

import base64
from pathlib import Path

import pytest

from workflow import demo_meeting
from workflow.access import Role
from workflow.settings import Settings

FORM = {"legal_basis": "x", "participants_informed": "true"}
STREAM = "application/offset+octet-stream"
NAME = base64.b64encode(b"m\xc3\xb8de.ogg").decode()
SOUND = demo_meeting.RECORDING.read_bytes()
HALF = len(SOUND) // 2


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """On SQLite alone: nothing of this hangs on the database."""
    return Settings(data_dir=tmp_path / "house")


@pytest.fixture
def secretary(staff):
    return staff.person(Role.SECRETARY)


@pytest.fixture
def meeting(secretary):
    agenda = ("dagsorden.docx", demo_meeting.AGENDA.read_bytes())
    made = secretary.post("/api/v1/meetings", files={"agenda": agenda}, data=FORM)
    return made.headers["Location"]


def begin(client, meeting, **headers):
    told = {"Upload-Defer-Length": "1", "Upload-Metadata": f"filename {NAME}", **headers}
    return client.post(f"{meeting}/uploads", headers=told)


def send(client, upload, content, offset, **headers):
    told = {"Content-Type": STREAM, "Upload-Offset": str(offset), **headers}
    return client.patch(upload, content=content, headers=told)


def test_what_is_sent_as_it_grows_becomes_a_recording_when_it_has_ended(secretary, meeting):
    begun = begin(secretary, meeting)
    assert begun.status_code == 201
    assert "creation-defer-length" in begun.headers["Tus-Extension"]
    upload = begun.headers["Location"]
    assert "Referent-Recording" not in send(secretary, upload, SOUND[:HALF], 0).headers
    told = secretary.head(upload).headers
    assert (told["Upload-Offset"], told["Upload-Defer-Length"]) == (str(HALF), "1")
    assert "Upload-Length" not in told
    assert send(secretary, upload, SOUND[HALF:], HALF).status_code == 204

    ended = send(secretary, upload, b"", len(SOUND), **{"Upload-Length": str(len(SOUND))})
    [kept] = secretary.get(f"{meeting}/recordings").json()["items"]
    assert ended.headers["Referent-Recording"] == kept["id"]
    assert (kept["name"], kept["size_bytes"]) == ("møde.ogg", len(SOUND))
    assert secretary.head(upload).status_code == 404


def test_a_length_that_is_said_later_is_kept_to(secretary, meeting):
    upload = begin(secretary, meeting).headers["Location"]
    send(secretary, upload, SOUND[:HALF], 0)
    assert send(secretary, upload, b"", HALF, **{"Upload-Length": str(HALF - 1)}).status_code == 422
    assert send(secretary, upload, b"", HALF, **{"Upload-Length": str(len(SOUND))}).status_code == 204
    assert secretary.head(upload).headers["Upload-Length"] == str(len(SOUND))
    assert send(secretary, upload, b"", HALF, **{"Upload-Length": str(len(SOUND) + 1)}).status_code == 422


@pytest.mark.parametrize("headers", [{"Upload-Length": "5"}, {"Upload-Defer-Length": "2"}])
def test_an_upload_has_a_length_or_says_that_it_has_none_yet(secretary, meeting, headers):
    assert begin(secretary, meeting, **headers).status_code in (400, 422)


def test_an_upload_that_says_nothing_of_its_length_is_refused(secretary, meeting):
    assert secretary.post(f"{meeting}/uploads").status_code == 400
