"""Webhooks: told once of what becomes public, signed, tried again, and never sent where they must not go."""

import base64
import hashlib
import hmac
import json
import socket
from datetime import timedelta

import pytest

from minutes.errors import InputError
from tests.api.test_publishing import CORRECTED, correct, publish
from tests.api.test_publishing import approver as _approver
from tests.api.test_publishing import meeting as _meeting
from tests.api.test_role_matrix import a_meeting
from tests.receiver import receiving
from workflow import webhook_sending
from workflow.access import Role
from workflow.settings import Settings
from workflow.shelving import shelve_at
from workflow.store import audit, tables
from workflow.store import webhooks as stored
from workflow.store.meetings import now
from workflow.webhook_addresses import read_target, refuse_internal, resolved
from workflow.webhook_sending import new_secret, send, signature
from workflow.webhooks import (
    FIRST_WAIT,
    LONGEST_WAIT,
    MOST_ATTEMPTS,
    MOST_WEBHOOKS,
    MessageKind,
    deliver,
    tell,
    wait_after,
)

approver, meeting = _approver, _meeting
WEBHOOKS = "/api/v1/webhooks"
INTERNAL = (
    "127.0.0.1", "10.0.0.5", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254", "0.0.0.0",
    "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fd00::1", "ff02::1", "::ffff:127.0.0.1",
    "::ffff:169.254.169.254", "64:ff9b::a00:1", "2002:7f00:1::", "::127.0.0.1", "fd00:ec2::254",
)  # fmt: skip


@pytest.fixture
def settings(database_url, tmp_path):
    return Settings(
        data_dir=tmp_path / "house", database_url=database_url, webhook_allowed_hosts=("localhost",)
    )


@pytest.fixture
def admin(staff):
    return staff.person(Role.ADMINISTRATOR)


@pytest.fixture
def receiver():
    with receiving() as opened:
        yield opened


@pytest.fixture
def webhook(admin, receiver):
    made = admin.post(WEBHOOKS, json={"name": "Intranettet", "url": receiver.url})
    assert made.status_code == 201, made.text
    return made.json()["webhook"]["id"], made.json()["secret"]


def tell_something(staff):
    """Put a message out as publishing does, for a meeting that was never on the way to the shelf."""
    meeting_id, _ = a_meeting(staff, closed=True)
    with staff.house.database.write() as tx:
        tell(tx, MessageKind.PUBLISHED, meeting_id, version=1)


def send_due(staff):
    deliver(staff.house.database, staff.house.settings)


def hurry(staff):
    """Make everything that waits due."""
    with staff.house.database.write() as tx:
        tx.execute(tables.deliveries.update().values(next_at=now() - timedelta(seconds=1)))


def messages(client, webhook, **wanted):
    return client.get(f"{WEBHOOKS}/{webhook[0]}/deliveries", params=wanted).json()


def test_a_webhook_is_told_of_each_step_and_of_no_word(staff, admin, webhook, receiver, approver, meeting):
    publish(approver, meeting)
    correct(approver, meeting, CORRECTED)
    publish(approver, meeting)
    approver.post(f"{meeting}/withdraw", json={"reason": "Et bilag var forkert."})
    send_due(staff)
    send_due(staff)  # nothing is left
    meeting_id = meeting.rpartition("/")[2]
    told = [json.loads(body) for body in receiver.bodies()]
    assert [(one["type"], one["data"]["version"]) for one in told] == [
        ("minutes.published", 1),
        ("minutes.corrected", 2),
        ("minutes.withdrawn", 2),
    ]
    for message in told:
        assert set(message) == {"type", "timestamp", "data"} and set(message["data"]) == {
            "id",
            "path",
            "version",
        }
        assert message["data"] | {"version": 0} == {
            "id": meeting_id, "path": f"/v1/minutes/{meeting_id}", "version": 0,
        }  # fmt: skip
    for headers, body in receiver.came:
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body}".encode()
        key = base64.b64decode(webhook[1].removeprefix("whsec_"))
        right = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
        assert headers["webhook-signature"] == f"v1,{right}"
        assert headers["content-type"] == "application/json" and headers["host"].startswith("localhost:")
    shown = messages(admin, webhook)
    assert [(one["state"], one["status"], one["attempts"]) for one in shown] == [("delivered", 204, 1)] * 3


def test_the_secret_is_shown_once_and_a_deleted_webhook_is_told_no_more(staff, admin, webhook, receiver):
    assert webhook[1] not in admin.get(WEBHOOKS).text
    assert [one["url"] for one in admin.get(WEBHOOKS).json()] == [receiver.url]
    tell_something(staff)
    assert admin.delete(f"{WEBHOOKS}/{webhook[0]}").status_code == 204
    assert admin.delete(f"{WEBHOOKS}/{webhook[0]}").status_code == 404
    send_due(staff)
    assert receiver.came == []
    with staff.house.database.read() as tx:
        logged = [row for row in audit.rows(tx, limit=1000) if row.action.startswith("webhook")]
    assert [row.action for row in logged] == ["webhook.create", "webhook.delete"]
    assert receiver.url not in repr(logged) and webhook[1] not in repr(logged)


def test_what_is_refused_tells_nobody(staff, webhook, receiver, approver, meeting):
    correct(approver, meeting, "Birkevej 12B får 1,8 mio. kr. til nyt tag.")
    assert approver.post(f"{meeting}/publish").status_code == 409
    send_due(staff)
    assert receiver.came == []


def test_nobody_is_told_before_the_intranet_shows_it(staff, webhook, receiver, approver, meeting):
    publish(approver, meeting)
    with staff.house.database.write() as tx:
        tx.execute(tables.publications.update().values(shelved_at=None))
    send_due(staff)
    assert receiver.came == []
    shelve_at(staff.house.database, staff.house.settings.published())
    send_due(staff)
    assert len(receiver.came) == 1


def test_what_fails_is_tried_again_given_up_and_sent_when_asked(staff, admin, webhook, receiver):
    receiver.answers = [500]
    tell_something(staff)
    send_due(staff)
    send_due(staff)  # not due yet
    (waiting,) = messages(admin, webhook)
    assert (waiting["state"], waiting["attempts"], waiting["failure"]) == ("waiting", 1, "refused")
    assert waiting["next_at"] > waiting["answered_at"]
    for _ in range(MOST_ATTEMPTS - 1):
        hurry(staff)
        send_due(staff)
    (dead,) = messages(admin, webhook, state="dead")
    assert (dead["attempts"], dead["status"], dead["next_at"]) == (MOST_ATTEMPTS, 500, None)
    hurry(staff)
    send_due(staff)
    assert len(receiver.came) == MOST_ATTEMPTS
    receiver.answers = [204]
    again = f"{WEBHOOKS}/{webhook[0]}/deliveries/{dead['id']}/retry"
    assert admin.post(again).json()["state"] == "waiting"
    send_due(staff)
    assert messages(admin, webhook)[0]["state"] == "delivered"
    assert {headers["webhook-id"] for headers, _ in receiver.came} == {dead["id"]}
    assert admin.post(again).status_code == 404  # it is dead no more


def test_a_receiver_that_is_gone_for_good_is_not_asked_again(staff, admin, webhook, receiver):
    receiver.answers = [410]
    tell_something(staff)
    send_due(staff)
    assert messages(admin, webhook)[0]["state"] == "dead"


def test_a_sender_that_died_on_the_way_costs_a_second_delivery_of_the_same_message(staff, webhook, receiver):
    tell_something(staff)
    with staff.house.database.write() as tx:
        lent = stored.take_due(tx, now(), until=now() + timedelta(seconds=60), without=())
    send_due(staff)
    assert receiver.came == []  # lent to the other one
    hurry(staff)
    send_due(staff)
    assert [headers["webhook-id"] for headers, _ in receiver.came] == [lent.id]


def test_waits_grow_and_all_together_are_days():
    waits = [wait_after(n) for n in range(1, MOST_ATTEMPTS)]
    assert waits[0] == FIRST_WAIT and waits[-1] == LONGEST_WAIT
    assert waits == sorted(waits) and timedelta(days=2) < sum(waits, timedelta()) < timedelta(days=4)


def test_the_signature_is_that_of_the_standard():
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    made = signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, '{"test": 2432232314}')
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("address", INTERNAL)
def test_no_internal_address_is_sent_to(address, monkeypatch):
    host = f"[{address}]" if ":" in address else address
    target = read_target(f"http://{host}/x")
    assert resolved(target, ()) is None
    with pytest.raises(InputError, match="inside the house"):
        refuse_internal(target, ())
    _answering(monkeypatch, address)
    assert resolved(read_target("http://evil.example/x"), ()) is None
    assert resolved(read_target("http://evil.example/x"), ("intranet.example",)) is None


def test_a_named_host_may_lie_inside_and_yet_not_be_this_machine(monkeypatch):
    target = read_target("http://Intranet.example/x")
    _answering(monkeypatch, "10.0.0.5")
    assert str(resolved(target, ("intranet.EXAMPLE",))) == "10.0.0.5"
    for never in ("127.0.0.1", "169.254.169.254", "::1"):
        _answering(monkeypatch, never)
        assert resolved(target, ("intranet.example",)) is None
    _answering(monkeypatch, "93.184.215.14", "10.0.0.5")
    assert resolved(target, ()) is None  # one inside is one too many
    _answering(monkeypatch, "2606:2800:21f:cb07::1", "93.184.215.14")
    assert str(resolved(target, ())) == "93.184.215.14"


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.example/x", "file:///etc/passwd", "https://a:b@a.example/", "https://", "x", "",
        "https://a.example/#x", "https://a .example/", "https://[::1", "https://a..b/", "https://./",
        "https://x:0/", "https://x:99999/", "http://127.0.0.1:5432/", "http://[::1]/", "http://169.254.169.254/",
        "https://æ.dk/", "https://x.dk/\n", "https://" + "a" * 500,
    ],
)  # fmt: skip
def test_an_address_that_cannot_be_sent_to_is_refused(url):
    with pytest.raises(InputError):
        refuse_internal(read_target(url), ())


def test_a_refused_address_is_said_in_danish_and_not_kept(admin):
    for url, danish in (
        ("http://127.0.0.1:5432/", "Adressen ligger på husets eget net."),
        ("ftp://a.example/", "Adressen skal begynde med https://"),
    ):
        answer = admin.post(WEBHOOKS, json={"name": "x", "url": url})
        assert answer.status_code == 422 and answer.json()["detail"].startswith(danish)
    assert admin.get(WEBHOOKS).json() == []


def test_there_are_not_too_many(admin):
    for n in range(MOST_WEBHOOKS + 1):
        answer = admin.post(WEBHOOKS, json={"name": "x", "url": f"https://a.example/{n}"})
    assert answer.status_code == 422
    assert answer.json()["detail"] == "Der er allerede 20 webhooks. Slet en først."


def test_a_redirect_is_not_followed_and_the_name_is_looked_up_once(receiver, monkeypatch):
    receiver.answers = [302]
    asked = _answering(monkeypatch, "127.0.0.1")
    outcome = _send(receiver.url)
    assert (outcome.status, outcome.failure) == (302, "refused")
    assert len(receiver.came) == 1 and asked == ["localhost"]


def test_an_answer_without_an_end_is_left(receiver, monkeypatch):
    receiver.drips = True
    monkeypatch.setattr(webhook_sending, "ATTEMPT_SECONDS", 0.3)
    assert _send(receiver.url).failure == "timeout"


def test_what_cannot_be_reached_is_said(monkeypatch):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        assert _send(f"http://localhost:{free.getsockname()[1]}/").failure == "not_reached"
    assert _send("http://127.0.0.1:1/", allowed=()).failure == "internal_address"
    _answering(monkeypatch)
    assert _send("http://nowhere.example/").failure == "not_reached"


def _send(url, allowed=("localhost",)):
    return send(url, secret=new_secret(), message_id="x", at=now(), body="{}", allowed_hosts=allowed)


def _answering(monkeypatch, *addresses):
    """Have every name resolved to these addresses; gives the names that were asked for."""
    asked = []

    def look_up(host, port, **_):
        asked.append(host)
        if not addresses:
            raise socket.gaierror("x")
        return [(None, None, None, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return asked
