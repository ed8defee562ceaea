"""Feeds and calendar as stock readers read them."""

import json
from datetime import UTC, datetime

import feedparser
import icalendar
import pytest
from starlette.testclient import TestClient

from api.intranet import create_intranet_app
from tests.published import START, item, meeting_id, publication, some
from workflow.settings import Settings

ADDRESS = "https://referater.kommune.example"


@pytest.fixture
def house(database_url, tmp_path):
    app = create_intranet_app(
        Settings(data_dir=tmp_path, published_url=database_url, intranet_url=f"{ADDRESS}/")
    )
    shelf = app.state.desk.shelf
    shelf.put_all(some())
    yield TestClient(app), shelf
    shelf.close()


def test_a_stock_reader_reads_the_atom_feed(house):
    intranet, shelf = house
    feed = feedparser.parse(intranet.get("/v1/feed.atom").content)
    assert not feed.bozo
    assert feed.version == "atom10"
    assert [entry.id for entry in feed.entries] == [f"urn:uuid:{meeting_id(n)}" for n in (3, 2, 1)]
    assert feed.entries[0].link == f"{ADDRESS}/referater/{meeting_id(3)}"
    assert feed.entries[0].author == "Klimaudvalget"
    assert "Klimaplan <2030>" in feed.entries[0].summary
    of_body = feedparser.parse(intranet.get("/v1/bodies/klimaudvalget/feed.atom").content)
    assert [entry.id for entry in of_body.entries] == [f"urn:uuid:{meeting_id(3)}"]
    shelf.withdraw(meeting_id(3), at=datetime.now(UTC), reason="Fejl & rod")
    after = intranet.get("/v1/feed.atom")
    assert len(feedparser.parse(after.content).entries) == 2
    assert f'<at:deleted-entry ref="urn:uuid:{meeting_id(3)}"' in after.text
    assert after.headers["content-type"] == "application/atom+xml; charset=utf-8"


def test_a_stock_reader_reads_the_json_feed(house):
    answer = house[0].get("/v1/feed.json")
    feed = feedparser.parse(answer.content, response_headers={"content-type": "application/feed+json"})
    assert feed.version == "json11" or feed.entries == []  # older readers know Atom only
    plain = json.loads(answer.content)
    assert plain["version"] == "https://jsonfeed.org/version/1.1"
    assert [one["id"] for one in plain["items"]] == [f"urn:uuid:{meeting_id(n)}" for n in (3, 2, 1)]


def test_a_stock_reader_reads_the_calendar(house):
    intranet, shelf = house
    long = "Ærø, Læsø; og \\ Ålborg: " * 8
    shelf.put(publication(4, item(1, long), body="Økonomi, Plan; og Miljø", starts_at=START))
    answer = intranet.get("/v1/calendar.ics")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    calendar = icalendar.Calendar.from_ical(answer.content)
    events = {str(event["UID"]): event for event in calendar.walk("VEVENT")}
    event = events[f"{meeting_id(4)}@referent"]
    assert event["SUMMARY"] == "Møde i Økonomi, Plan; og Miljø"
    assert event["DESCRIPTION"] == f"1. {long}"
    assert event["DTSTART"].dt == START
    assert len(events) == 4
    one_body = icalendar.Calendar.from_ical(intranet.get("/v1/bodies/klimaudvalget/calendar.ics").content)
    assert len(one_body.walk("VEVENT")) == 1


def test_a_meeting_whose_hour_is_not_known_lasts_all_day_and_one_without_a_day_is_left_out(house):
    intranet, shelf = house
    shelf.put(publication(5, starts_at=START.replace(hour=0)))
    shelf.put(publication(6, starts_at=None))
    text = intranet.get("/v1/calendar.ics").text
    assert "DTSTART;VALUE=DATE:20260506" in text
    assert meeting_id(6) not in text


def test_a_correction_keeps_the_events_id_and_counts_on(house):
    intranet, shelf = house
    shelf.put(publication(1, version=2))
    assert f"UID:{meeting_id(1)}@referent" in intranet.get("/v1/calendar.ics").text
    assert "SEQUENCE:1" in intranet.get("/v1/calendar.ics").text
