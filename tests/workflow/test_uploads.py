"""Uploads under way: how far one is, who it belongs to, and what a full disk or a second sender does."""

import os
import time

import pytest

from minutes.errors import BusyError, ChangedError, InputError, NotFoundError, OutputError, TooLargeError
from workflow.uploads import KEPT_SECONDS, Append, Uploads


@pytest.fixture
def uploads(tmp_path):
    return Uploads(tmp_path)


def begin(uploads, length=10, **more):
    given = {"meeting_id": "m", "person_id": "p", "limit_bytes": 100, "name": "x", "sha256": None} | more
    return uploads.begin(length=length, **given)


def test_what_was_written_before_a_cut_is_there_to_go_on_from(tmp_path, uploads):
    upload = begin(uploads)
    with pytest.raises(ConnectionError), uploads.going_on(upload, 0) as append:
        append.write(b"12345")
        raise ConnectionError
    again = Uploads(tmp_path)
    assert again.offset(again.find(upload.id, meeting_id="m", person_id="p")) == 5
    with again.going_on(upload, 5) as append:
        append.write(b"67890")
    assert again.finished(upload).read_bytes() == b"1234567890"


def test_only_one_request_writes_at_a_time(uploads):
    upload = begin(uploads)
    busy = pytest.raises(BusyError, match="another request")
    with uploads.going_on(upload, 0), busy, uploads.going_on(upload, 0):
        pass


def test_a_wrong_offset_and_too_many_bytes_are_refused(uploads):
    upload = begin(uploads)
    with pytest.raises(ChangedError), uploads.going_on(upload, 3):
        pass
    with pytest.raises(TooLargeError), uploads.going_on(upload, 0) as append:
        append.write(b"x" * 11)
    assert uploads.offset(upload) == 0


def test_a_full_disk_is_said_and_the_upload_waits(uploads):
    full = os.open("/dev/full", os.O_WRONLY)
    try:
        with pytest.raises(OutputError, match="No space left"):
            Append(full, left=10).write(b"12345")
    finally:
        os.close(full)


@pytest.mark.parametrize(("length", "error"), [(0, InputError), (101, TooLargeError)])
def test_nothing_and_too_much_are_refused_at_once(uploads, length, error):
    with pytest.raises(error):
        begin(uploads, length)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "x" * 40, "%00"])
def test_an_id_that_we_did_not_give_out_finds_nothing(uploads, name):
    with pytest.raises(NotFoundError):
        uploads.find(name, meeting_id="m", person_id="p")


def test_an_upload_is_its_senders_and_its_meetings(uploads):
    upload = begin(uploads)
    for meeting_id, person_id in (("other", "p"), ("m", "other")):
        with pytest.raises(NotFoundError):
            uploads.find(upload.id, meeting_id=meeting_id, person_id=person_id)


def test_an_upload_that_nobody_went_on_with_is_swept_away(tmp_path, uploads):
    begin(uploads)
    long_ago = time.time() - KEPT_SECONDS - 1
    for path in tmp_path.rglob("*.*"):
        os.utime(path, (long_ago, long_ago))
    begin(uploads)
    assert len(list(tmp_path.rglob("*.part"))) == 1


def test_an_upload_that_grows_is_whole_once_its_length_is_said(tmp_path, uploads):
    upload = begin(uploads, None)
    for offset, block in ((0, b"12345"), (5, b"678")):
        with uploads.going_on(upload, offset) as append:
            append.write(block)
    assert not uploads.is_whole(upload)
    again = Uploads(tmp_path)
    again.declare(again.find(upload.id, meeting_id="m", person_id="p"), 8)
    assert again.is_whole(again.find(upload.id, meeting_id="m", person_id="p"))


@pytest.mark.parametrize(("length", "error"), [(4, InputError), (101, TooLargeError)])
def test_a_length_said_later_is_one_that_it_can_have(uploads, length, error):
    upload = begin(uploads, None)
    with uploads.going_on(upload, 0) as append:
        append.write(b"12345")
    with pytest.raises(error):
        uploads.declare(upload, length)
    declared = uploads.declare(upload, 9)
    with pytest.raises(InputError):
        uploads.declare(declared, 8)


def test_an_upload_that_grows_has_an_end_too(uploads):
    upload = begin(uploads, None)
    with pytest.raises(TooLargeError), uploads.going_on(upload, 0) as append:
        append.write(b"x" * 101)
