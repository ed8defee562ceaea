"""What holds for every request: problems in Danish, security headers, limits, ids, metrics and quiet logs."""

import json
import sqlite3
import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa
from fastapi import APIRouter, Response
from prometheus_client import generate_latest

from api.app import JSON_MAX_BYTES
from api.idempotency import HEADER, REPLAYED
from api.problems import kind_of
from api.security import PERMISSION_KEY, Who, needs, public
from minutes.errors import FormatError, OutputError
from tests.drafted import add_drafted
from tests.staff import Staff
from workflow.access import Grant, Permission, Role, Scope
from workflow.phases import JobState
from workflow.store import audit, database, meetings, tables, workers
from workflow.store.meetings import new_id
from workflow.store.workers import SeenWorker

SECRET = "Kirsten Holm fortalte om sin sygdom"

made: list[str] = []
hold, held = threading.Event(), threading.Event()
router = APIRouter()


@router.post("/api/v1/things", status_code=201, **needs(Permission.PREPARE, creates=True))
def make_a_thing(asked: dict[str, object], who: Who, response: Response) -> dict[str, str]:
    if asked.get("wait"):
        held.set()
        assert hold.wait(10)
    if asked.get("break"):
        raise RuntimeError(SECRET)
    made.append(new_id())
    response.headers["Location"] = f"/api/v1/things/{made[-1]}"
    return {"id": made[-1]}


@router.get("/api/v1/broken/{name}", **public())
def broken(name: str) -> None:
    raise RuntimeError(SECRET)


@pytest.fixture
def staff(staff: Staff) -> Staff:
    """The app with two routes more: a creation, and one that fails."""
    made.clear()
    hold.clear()
    held.clear()
    staff.app.include_router(router, max_body_size=JSON_MAX_BYTES)
    return staff


@pytest.fixture
def secretary(staff):
    return staff.person(Role.SECRETARY)


# --- problems ---------------------------------------------------------------------------------------------
def test_a_format_that_cannot_be_made_is_not_told_as_a_full_disk():
    told = {"where": "Referat", "remedy": "Write them as .docx instead"}
    assert kind_of(FormatError("the minutes cannot be set as PDF (too deep)", **told)) == "not_acceptable"
    assert kind_of(OutputError("the file cannot be kept (No space left)", **told)) == "disk_full"


def test_a_fault_says_nothing_of_itself_to_the_reader_or_the_log(staff, capfd):
    answer = staff.anonymous().get(f"/api/v1/broken/{SECRET}")
    assert answer.status_code == 500
    assert answer.json()["title"] == "Der skete en fejl"
    assert answer.headers["x-content-type-options"] == "nosniff"
    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    assert "Kirsten" not in str(lines) + answer.text
    fault = next(line for line in lines if line["event"] == "fault")
    assert fault["error"] == "RuntimeError"
    assert "broken" in fault["frames"][-1]
    request = next(line for line in lines if line["event"] == "request")
    assert request["route"] == "/api/v1/broken/{name}"
    assert request["request_id"] == answer.headers["x-request-id"]
    assert request["status"] == 500


@pytest.mark.parametrize(
    ("method", "path", "status", "kind"),
    [
        ("GET", "/findes/ikke", 404, "not_found"),
        ("GET", "/api/v1/../../etc/passwd", 404, "not_found"),
        ("GET", "/api/v1/meetings/%2e%2e%2f%2e%2e%2fetc%2fpasswd/items", 404, "not_found"),
        ("GET", "/api/v1/meetings/a%00b/items", 404, "not_found"),
        ("GET", "/api/v1/meetings/" + "x" * 4000 + "/items", 404, "not_found"),
        ("PUT", "/api/v1/session", 405, "wrong_method"),
        ("BREW", "/api/v1/session", 405, "wrong_method"),
        ("POST", "/api/v1/things", 422, "invalid"),
    ],
)
def test_whatever_is_asked_wrongly_is_answered_with_a_problem_in_danish(
    secretary, method, path, status, kind
):
    answer = secretary.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["type"] == f"urn:referent:{kind}"
    assert problem["status"] == status
    assert problem["detail"].endswith(".")
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_a_wrong_field_is_named_and_its_value_is_not_repeated(staff):
    answer = staff.anonymous().post("/api/v1/session", json={"email": "a@b.dk", "password": [SECRET]})
    assert answer.status_code == 422
    assert answer.json()["fields"] == [{"where": "body.password", "what": "Input should be a valid string"}]


@pytest.mark.parametrize(
    "body", [b"{", b"\xff\xfe", b'{"email": "\\ud800"}', b"[" * 100_000, b"1e999", b"NaN"]
)
def test_json_that_cannot_be_read_is_refused(staff, body):
    answer = staff.anonymous().post(
        "/api/v1/session", content=body, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code in (400, 422), answer.text
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("length", ["real", "lying", "none"])
def test_a_body_that_is_too_large_is_refused_before_it_is_read(staff, length):
    def blocks():
        for _ in range(3):
            yield b" " * (JSON_MAX_BYTES // 2)

    body = {"real": b" " * (JSON_MAX_BYTES + 1), "lying": b"{}", "none": blocks()}[length]
    headers = {"Content-Type": "application/json"}
    if length == "lying":
        headers["Content-Length"] = str(10**12)
    answer = staff.anonymous().post("/api/v1/session", content=body, headers=headers)
    assert answer.status_code == 413
    assert answer.json()["type"] == "urn:referent:too_large"
    assert answer.headers["content-type"] == "application/problem+json"
    assert int(answer.headers["content-length"]) == len(answer.content)


def test_a_locked_database_is_503_with_a_time_to_come_back(staff, monkeypatch, tmp_path):
    if staff.house.database.is_sqlite:
        monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
        staff.house.database.close()
        staff.house.database._engine = database._open(staff.house.database.url, is_sqlite=True)
        client = staff.person(Role.SECRETARY)
        lock = sqlite3.connect(staff.house.database.url.database, isolation_level=None)
        lock.execute("BEGIN EXCLUSIVE")
    else:
        client, lock = staff.person(Role.SECRETARY), None
        staff.house.database.close()
        url = staff.house.database.url.set(port=1, host="127.0.0.1", query={})
        staff.house.database._engine = database._open(url, is_sqlite=False)
    answer = client.post("/api/v1/things", json={}, headers={HEADER: "a"})
    assert answer.status_code == 503
    assert answer.json()["detail"] == "Databasen svarer ikke lige nu. Prøv igen om et øjeblik."
    assert int(answer.headers["retry-after"]) > 0
    assert made == []
    if lock is not None:
        assert client.get("/readyz").status_code == 200
        lock.close()
        assert client.post("/api/v1/things", json={}, headers={HEADER: "a"}).status_code == 201
    else:
        assert client.get("/readyz").status_code == 503
        assert b"referent_database_up 0.0" in generate_latest(staff.app.state.metrics)


# --- refusals ---------------------------------------------------------------------------------------------
def rows(staff):
    with staff.house.database.read() as tx:
        return [row for row in audit.rows(tx, limit=1000) if row.action.startswith("denied")]


def test_a_flood_of_refusals_leaves_few_rows_and_says_how_many_it_left_out(staff, monkeypatch):
    reader = staff.person(Role.READER)
    for _ in range(40):
        assert reader.get("/api/v1/people").status_code == 403
    found = rows(staff)
    assert [row.action for row in found] == ["denied"] * 10 + ["denied.more"]
    staff.house.limits._counter.storage.reset()
    reader.get("/api/v1/people")
    assert rows(staff)[-1].detail["unwritten"] == 30
    with staff.house.database.read() as tx:
        assert list(audit.broken(tx)) == []


def test_a_refusal_names_the_person_and_the_route_and_no_value(staff):
    person_id = staff.add_person()
    staff.sign_in(person_id).get(f"/api/v1/people/{new_id()}")
    (row,) = rows(staff)
    assert (row.actor, row.detail["route"]) == (person_id, "/api/v1/people/{person_id}")
    assert row.detail["kind"] == "not_allowed"


def test_who_brought_nothing_is_not_written_down_but_a_false_key_is(staff):
    staff.anonymous().get("/api/v1/people")
    assert rows(staff) == []
    staff.anonymous(Authorization="Bearer ref_falsk").get("/api/v1/people")
    (row,) = rows(staff)
    assert (row.actor, row.detail["kind"]) == ("anonymous", "sign_in")


# --- creations --------------------------------------------------------------------------------------------
def test_a_creation_sent_twice_is_made_once(staff, secretary):
    first, second = (
        secretary.post("/api/v1/things", json={"a": 1}, headers={HEADER: "3f0c7b5e"}) for _ in range(2)
    )
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.content == first.content
    assert second.headers["location"] == first.headers["location"]
    assert REPLAYED not in first.headers and second.headers[REPLAYED] == "true"
    assert len(made) == 1


def test_a_key_belongs_to_its_person_and_its_request(staff, secretary):
    headers = {HEADER: "a"}
    assert secretary.post("/api/v1/things", json={"a": 1}, headers=headers).status_code == 201
    other = secretary.post("/api/v1/things", json={"a": 2}, headers=headers)
    assert other.status_code == 422
    assert other.json()["detail"] == "Nøglen er brugt til en anden forespørgsel."
    assert (
        staff.person(Role.SECRETARY).post("/api/v1/things", json={"a": 2}, headers=headers).status_code == 201
    )
    assert len(made) == 2


def test_while_the_first_is_under_way_the_second_is_told_so(staff, secretary):
    answers = []
    first = threading.Thread(
        target=lambda: answers.append(
            secretary.post("/api/v1/things", json={"wait": 1}, headers={HEADER: "a"})
        )
    )
    first.start()
    assert held.wait(10)
    second = secretary.post("/api/v1/things", json={"wait": 1}, headers={HEADER: "a"})
    hold.set()
    first.join()
    assert (answers[0].status_code, second.status_code) == (201, 409)
    assert second.json()["type"] == "urn:referent:in_flight"


@pytest.mark.parametrize("failing", [{"break": 1}, []])
def test_a_creation_that_failed_may_be_tried_again_under_its_key(staff, secretary, failing):
    assert secretary.post("/api/v1/things", json=failing, headers={HEADER: "a"}).status_code in (422, 500)
    assert secretary.post("/api/v1/things", json={"a": 1}, headers={HEADER: "a"}).status_code == 201


@pytest.mark.parametrize(("crashed", "status"), [(timedelta(minutes=1), 409), (timedelta(minutes=11), 201)])
def test_a_key_whose_answer_a_crash_prevented_is_free_again_after_some_minutes(
    staff, secretary, crashed, status
):
    # As a process leaves it that was killed while it created: taken, and never answered.
    headers = {HEADER: "a"}
    assert secretary.post("/api/v1/things", json={}, headers=headers).status_code == 201
    table = tables.idempotency
    with staff.house.database.write() as tx:
        tx.execute(sa.update(table).values(status=None, response=None, created_at=meetings.now() - crashed))
    assert secretary.post("/api/v1/things", json={}, headers=headers).status_code == status
    assert len(made) == (1 if status == 409 else 2)


def test_a_replay_is_not_given_to_one_who_lost_the_role(staff):
    person_id = staff.add_person(Grant(role=Role.SECRETARY))
    client = staff.sign_in(person_id)
    client.post("/api/v1/things", json={}, headers={HEADER: "a"})
    from workflow.store import people
    from workflow.store.people import GrantSource

    with staff.house.database.write() as tx:
        people.set_grants(tx, person_id, [], source=GrantSource.LOCAL)
    assert client.post("/api/v1/things", json={}, headers={HEADER: "a"}).status_code == 403


@pytest.mark.parametrize("key", ["", " ", "x" * 201])
def test_a_key_that_is_none_is_refused(secretary, key):
    assert secretary.post("/api/v1/things", json={}, headers={HEADER: key}).status_code == 422


# --- health -----------------------------------------------------------------------------------------------
def test_health_and_readiness_are_for_everybody_under_any_name(staff):
    client = staff.anonymous(Host="10.0.0.7")
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"database": "ok", "disk": "ok", "worker": "absent"}


def test_a_house_whose_work_waits_for_a_worker_that_is_gone_is_not_ready(staff):
    meeting_id, client = add_drafted(staff.house.database), staff.anonymous()
    with staff.house.database.write() as tx:
        meetings.change(tx, meeting_id, job=JobState.WANTED)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["type"]) == (503, "urn:referent:unavailable")
    assert answer.json()["technical"] == "meetings wait, and no worker was seen lately"
    for seconds, status in ((0, 200), (600, 503)):
        seen_at = meetings.now() - timedelta(seconds=seconds)
        with staff.house.database.write() as tx:
            workers.note_seen(tx, SeenWorker(executor_id="gpu-1", version="1", seen_at=seen_at))
        assert client.get("/readyz").status_code == status
    with staff.house.database.write() as tx:
        workers.note_end(tx, "gpu-1")
        meetings.change(tx, meeting_id, job=JobState.DONE)
    assert client.get("/readyz").json()["worker"] == "absent"


def test_a_full_disk_is_not_ready(staff, monkeypatch):
    monkeypatch.setattr("api.health.DISK_FREE_MIN_BYTES", 10**18)
    answer = staff.anonymous().get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["technical"] == "the disk of the data folder is nearly full"


def test_metrics_count_by_route_and_tell_nothing_of_a_meeting(staff, secretary):
    secretary.get(f"/api/v1/meetings/{new_id()}/items")
    secretary.get("/findes/ikke/Kirsten")
    assert staff.anonymous().get("/metrics").status_code == 401
    assert secretary.get("/metrics").status_code == 403
    program = staff.key(staff.add_person(Grant(role=Role.ADMINISTRATOR)), Scope.METRICS)
    text = program.get("/metrics").text
    assert 'handler="/api/v1/meetings/{meeting_id}/items"' in text
    assert 'referent_meetings_by_job{job="failed"} 0.0' in text
    assert "referent_workers 0.0" in text
    assert "Kirsten" not in text and "findes" not in text


def test_every_problem_kind_has_a_status_a_title_and_a_sentence():
    from api import danish, problems

    assert set(problems.STATUS) == set(danish.TITLES) == set(danish.FALLBACKS)
    assert {kind for _, kind in problems.KINDS} <= set(problems.STATUS)


def test_the_document_is_openapi_31_and_names_problems_everywhere(staff):
    document = staff.anonymous().get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    for path, operations in document["paths"].items():
        for operation in operations.values():
            assert operation["responses"]["default"] == {"$ref": "#/components/responses/Problem"}, path
            assert PERMISSION_KEY in operation
            assert "HTTPValidationError" not in json.dumps(operation)
    assert set(document["components"]["securitySchemes"]) == {"session", "csrf", "api_key"}
