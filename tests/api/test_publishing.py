"""Publishing over HTTP: what stands in the way, what the intranet then shows, corrections and withdrawals."""

import pytest
from starlette.testclient import TestClient

from api.intranet import create_intranet_app
from api.intranet_documents import ItemContent
from tests.drafted import CLOSED, ROOF, add_drafted
from workflow.access import Role

SHOWN_TITLE = "Anlægsbevilling til nyt tag på Skovsund Hallen"
REASON = "Det er hallens adresse, som alle må kende."
PERSONAL = "Bevillingen på 1,8 mio. kr. til Birkevej 12B blev godkendt. Spørgsmål: ane@example.org."
CORRECTED = "Bevillingen på 1,8 mio. kr. til nyt tag blev godkendt."


@pytest.fixture
def approver(staff):
    return staff.person(Role.APPROVER, closed=True)


@pytest.fixture
def meeting(staff, approver):
    address = f"/api/v1/meetings/{add_drafted(staff.house.database)}"
    for line in approver.get(f"{address}/items").json()["items"]:
        approve(approver, f"{address}/items/{line['id']}")
    assert approver.post(f"{address}/approve").status_code == 200
    return address


@pytest.fixture
def intranet(settings, staff):
    """The app that the public reads, over the same house."""
    app = create_intranet_app(settings)
    yield TestClient(app)
    app.state.desk.shelf.close()


def approve(client, item, reason=REASON):
    for concern in client.get(item).json()["concerns"]:
        if concern["severity"] == "block":
            said = {"concern": concern["id"], "reason": reason}
            assert client.post(f"{item}/acknowledge", json=said).status_code == 200
    seen = client.get(item)
    answer = client.post(
        f"{item}/approve",
        json={"text_version": seen.json()["text"]["version"]},
        headers={"If-Match": seen.headers["etag"]},
    )
    assert answer.status_code == 200, answer.text


def correct(client, meeting, text):
    item = f"{meeting}/items/{ROOF}"
    assert client.post(f"{item}/reopen", json={"reason": REASON}).status_code == 200
    written = client.put(
        f"{item}/text", json={"text": text}, headers={"If-Match": client.get(item).headers["etag"]}
    )
    assert written.status_code == 200, written.text
    approve(client, item)
    assert client.post(f"{meeting}/approve").status_code == 200


def answer_all(client, meeting):
    for finding in client.get(f"{meeting}/publication").json()["findings"]:
        said = {"finding": finding["id"], "reason": REASON}
        assert client.post(f"{meeting}/publication/answers", json=said).status_code == 200


def publish(client, meeting):
    answer_all(client, meeting)
    return client.post(f"{meeting}/publish")


def public(meeting):
    return meeting.replace("/api/v1/meetings/", "/v1/minutes/")


def test_published_minutes_are_seen_on_the_intranet_and_not_before(approver, meeting, intranet):
    state = approver.get(f"{meeting}/publication").json()
    assert (state["phase"], state["minutes_version"], state["published_version"]) == ("approved", 1, None)
    assert intranet.get(public(meeting)).status_code == 404
    done = publish(approver, meeting)
    assert done.status_code == 200, done.text
    assert done.json()["phase"] == "published"
    assert (done.json()["published_version"], done.json()["on_intranet"]) == (1, True)
    shown = intranet.get(public(meeting)).json()["properties"]
    assert SHOWN_TITLE in [item["title"] for item in shown["items"]]
    assert approver.post(f"{meeting}/publish").status_code == 409  # once


def test_personal_data_is_answered_for_before_it_becomes_public(approver, meeting, intranet):
    correct(approver, meeting, PERSONAL)
    found = approver.get(f"{meeting}/publication").json()
    mine = {(one["kind"], one["text"]) for one in found["findings"] if one["item_id"] == ROOF}
    assert {("address", "Birkevej 12B"), ("email", "ane@example.org")} <= mine
    refused = approver.post(f"{meeting}/publish")
    assert refused.status_code == 409
    assert refused.json()["detail"].startswith(f"{found['unanswered']} mulige personoplysninger")
    wrong = {"finding": "x", "reason": REASON}
    assert approver.post(f"{meeting}/publication/answers", json=wrong).status_code == 404
    unreasoned = {"finding": found["findings"][0]["id"], "reason": " "}
    assert approver.post(f"{meeting}/publication/answers", json=unreasoned).status_code == 422
    assert intranet.get(public(meeting)).status_code == 404
    assert publish(approver, meeting).json()["unanswered"] == 0
    assert "Birkevej 12B" in intranet.get(public(meeting)).text


def test_a_correction_links_from_the_version_that_it_replaces(approver, meeting, intranet):
    publish(approver, meeting)
    correct(approver, meeting, CORRECTED)
    assert CORRECTED not in intranet.get(public(meeting)).text  # approved, and not public yet
    assert publish(approver, meeting).json()["published_version"] == 2
    assert CORRECTED in intranet.get(public(meeting)).text
    older = intranet.get(f"{public(meeting)}/versions/1")
    assert f'<{public(meeting)}/versions/2>; rel="successor-version"' in older.headers["link"]


def test_what_is_withdrawn_is_gone_and_its_tombstone_says_why(approver, meeting, intranet):
    assert approver.post(f"{meeting}/withdraw", json={"reason": "Et bilag."}).status_code == 409
    publish(approver, meeting)
    personal = approver.post(f"{meeting}/withdraw", json={"reason": "Ane, tlf. 12 34 56 78, bad om det."})
    assert personal.status_code == 422
    done = approver.post(f"{meeting}/withdraw", json={"reason": "Et bilag var forkert."})
    assert (done.json()["phase"], done.json()["published_version"]) == ("withdrawn", None)
    assert done.json()["withdrawn_at"]
    gone = intranet.get(public(meeting))
    assert gone.status_code == 410
    assert gone.json()["tombstone"]["properties"]["reason"] == "Et bilag var forkert."
    assert intranet.get(f"{public(meeting)}/versions/1").status_code == 410
    assert SHOWN_TITLE not in gone.text


def test_a_secretary_does_not_publish(staff, meeting, intranet):
    secretary = staff.person(Role.SECRETARY, closed=True)
    for refused in (
        secretary.get(f"{meeting}/publication"),
        secretary.post(f"{meeting}/publish"),
        secretary.post(f"{meeting}/withdraw", json={"reason": REASON}),
    ):
        assert refused.status_code == 403
    assert intranet.get(public(meeting)).status_code == 404


WORDING = "Udvalget behandlede en sag om køb af en grund ved havnebadet."


def propose(client, meeting, text=WORDING):
    return client.put(f"{meeting}/items/{CLOSED}/public-wording", json={"text": text})


def stand_by(client, meeting, version):
    return client.post(f"{meeting}/items/{CLOSED}/public-wording/approve", json={"version": version})


def test_of_a_closed_item_the_public_reads_what_was_approved_apart_and_nothing_else(
    staff, approver, meeting, intranet
):
    secretary = staff.person(Role.SECRETARY, closed=True)
    address = f"{meeting}/items/{CLOSED}/public-wording"
    nothing = secretary.get(address).json()
    assert (nothing["version"], nothing["text"], nothing["approved_by"]) == (0, "", None)
    assert propose(secretary, meeting).json()["approved_by"] is None
    publish(approver, meeting)
    assert "havnebadet" not in intranet.get(public(meeting)).text  # not approved
    assert approver.post(f"{meeting}/publish").status_code == 409
    assert stand_by(secretary, meeting, 1).status_code == 403
    assert stand_by(approver, meeting, 2).status_code == 409
    assert stand_by(approver, meeting, 1).json()["approved_by"] == "Kirsten Holm"
    done = approver.post(f"{meeting}/publish")  # nothing was reopened: the wording alone is new
    assert done.json()["published_version"] == 2, done.text

    shut = next(i for i in intranet.get(public(meeting)).json()["properties"]["items"] if i["closed"])
    assert (shut["title"], shut["publicWording"]) == ("Lukket punkt", WORDING)
    assert "decision" not in shut and "sections" not in shut
    for suffix in ("html", "txt"):
        assert WORDING in intranet.get(f"{public(meeting)}.{suffix}").text
    assert WORDING in intranet.get(meeting.replace("/api/v1/meetings", "/referater")).text
    (hit,) = intranet.get("/v1/search", params={"q": "havnebad grund"}).json()["items"]
    assert (hit["id"], hit["name"]) == (shut["id"], "Lukket punkt")
    alone = ItemContent.model_validate(intranet.get(f"/v1/items/{shut['id']}").json())
    assert alone.properties.publicWording == WORDING and alone.properties.decision is None
    assert WORDING in secretary.get(f"{meeting}/minutes.txt").text

    propose(approver, meeting, "")
    stand_by(approver, meeting, 2)
    assert approver.post(f"{meeting}/publish").json()["published_version"] == 3
    assert "havnebadet" not in intranet.get(public(meeting)).text
    assert intranet.get("/v1/search", params={"q": "havnebad"}).json()["total"] == 0


def test_only_those_who_see_a_closed_item_come_near_its_wording(staff, approver, meeting):
    outsider = staff.person(Role.APPROVER)
    for refused in (
        outsider.get(f"{meeting}/items/{CLOSED}/public-wording"),
        propose(outsider, meeting),
        stand_by(outsider, meeting, 1),
    ):
        assert refused.status_code == 403
    of_an_open_item = f"{meeting}/items/{ROOF}/public-wording"
    assert approver.get(of_an_open_item).status_code == 409
    assert approver.put(of_an_open_item, json={"text": "x"}).status_code == 409
    assert propose(approver, meeting, "x" * 2001).status_code == 422


def test_a_public_wording_is_looked_through_for_personal_data_too(approver, meeting):
    propose(approver, meeting, "Sagen gælder Birkevej 12B.")
    stand_by(approver, meeting, 1)
    found = approver.get(f"{meeting}/publication").json()["findings"]
    assert [(one["place"], one["text"]) for one in found if one["item_id"] == CLOSED] == [
        ("public_wording", "Birkevej 12B")
    ]
    assert approver.post(f"{meeting}/publish").status_code == 409
