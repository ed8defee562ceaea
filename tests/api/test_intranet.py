"""The intranet app as an intranet developer meets it: what is published, caches, keys, no hint of more."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from api.intranet import create_intranet_app
from api.intranet_documents import ItemContent, MinutesContent, MinutesPage, SearchPage
from tests.published import SECRET, item, meeting_id, publication, some
from workflow.published import readers
from workflow.published.publication import ItemProvenance
from workflow.settings import IntranetAccess, Settings

NOW = datetime.now(UTC)
ONE, TWO, THREE = meeting_id(1), meeting_id(2), meeting_id(3)


@pytest.fixture
def make(database_url, tmp_path):
    """Make an app over a shelf with three meetings."""
    opened = []

    def build(**more):
        settings = Settings(data_dir=tmp_path / "house", published_url=database_url, **more)
        app = create_intranet_app(settings)
        shelf = app.state.desk.shelf
        shelf.put_all(some())
        opened.append(shelf)
        return TestClient(app, raise_server_exceptions=False), shelf

    yield build
    for shelf in opened:
        shelf.close()


@pytest.fixture
def intranet(make):
    return make()[0]


def names(answer):
    return [one["id"] for one in answer.json()["items"]]


def test_the_list_has_the_shape_that_umbraco_developers_know(intranet):
    answer = intranet.get("/v1/minutes")
    page = MinutesPage.model_validate(answer.json())
    assert page.total == 3
    assert names(answer) == [TWO, ONE, THREE]
    first = answer.json()["items"][0]
    assert list(first) == ["id", "contentType", "name", "createDate", "updateDate", "route", "properties"]
    assert first["route"] == {"path": f"/referater/{TWO}"}
    assert [one["title"] for one in first["properties"]["items"]] == [
        "Skolevej ved Åbenrå",
        "Lukket punkt",
        "Orientering",
    ]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"filter": "body:klimaudvalget"}, [THREE]),
        ({"filter": "body:findes-ikke"}, []),
        ({"filter": ["body:klimaudvalget", "body:boerne-og-skoleudvalget"]}, []),
        ({"filter": "kle:00"}, [ONE]),
        ({"filter": "kle:05.01"}, [TWO]),
        ({"filter": "kle:05.01.00"}, [TWO]),
        ({"filter": "journalNumber:09.00.00-P00-2-25"}, [THREE]),
        ({"filter": "date>:2026-05-06"}, [TWO, ONE]),
        ({"filter": "date>2026-05-06"}, [TWO]),
        ({"filter": "date<2026-05-06"}, [THREE]),
        ({"filter": ["date>:2026-05-06", "date<:2026-05-06"]}, [ONE]),
        ({"filter": "date:2026-05-13"}, [TWO]),
        ({"sort": "date:asc"}, [THREE, ONE, TWO]),
        ({"sort": "updateDate:desc"}, [THREE, TWO, ONE]),
        ({"sort": "name"}, [ONE, TWO, THREE]),
        ({"skip": 1, "take": 1}, [ONE]),
        ({"skip": 1000}, []),
    ],
)
def test_lists_are_filtered_sorted_and_paged(intranet, asked, found):
    answer = intranet.get("/v1/minutes", params=asked)
    assert answer.status_code == 200, answer.text
    assert names(answer) == found


def test_fields_leave_out_what_was_not_asked_for(intranet):
    answer = intranet.get("/v1/minutes", params={"fields": "properties[version,body]"})
    assert all(set(one["properties"]) == {"body", "version"} for one in answer.json()["items"])
    one = intranet.get(f"/v1/minutes/{ONE}", params={"fields": "properties[place]"}).json()
    assert one["properties"] == {"place": "Mødesalen"}


def test_a_copy_is_kept_by_asking_for_what_changed_since(make):
    intranet, shelf = make()
    seen = intranet.get("/v1/minutes", params={"sort": "updateDate:desc"}).json()["items"][0]["updateDate"]
    asked = {"updatedSince": seen, "includeWithdrawn": True}
    assert intranet.get("/v1/minutes", params=asked).json() == {"total": 0, "items": []}
    shelf.withdraw(TWO, at=NOW, reason="Forkert bilag")
    shelf.put(publication(1, version=2, decision="Rettet beslutning."))
    changed = intranet.get("/v1/minutes", params=asked)
    MinutesPage.model_validate(changed.json())
    assert [(one["contentType"], one["id"]) for one in changed.json()["items"]] == [
        ("tombstone", TWO),
        ("minutes", ONE),
    ]
    assert names(intranet.get("/v1/minutes", params={"updatedSince": seen})) == [ONE]


def test_minutes_and_items_can_be_read_in_full_with_how_they_came_about(intranet):
    minutes = intranet.get(f"/v1/minutes/{TWO}").json()
    MinutesContent.model_validate(minutes)
    first, closed, _ = minutes["properties"]["items"]
    assert first["provenance"]["draftedWith"]["model"] == "formula"
    assert first["provenance"]["approvedBy"] == "Carla Prøve"
    assert [one["name"] for one in first["attachments"]] == ["Notat.pdf", "Notat.pdf"]
    assert len({one["id"] for one in first["attachments"]}) == 2
    assert set(closed) == {"id", "position", "number", "title", "closed", "journalNumber", "outcome"}
    alone = intranet.get(f"/v1/items/{first['id']}").json()
    ItemContent.model_validate(alone)
    assert alone["properties"]["minutes"]["id"] == TWO
    assert alone["properties"]["decision"] == first["decision"]


def test_what_is_not_published_is_never_told_from_what_does_not_exist(intranet):
    closed = intranet.get(f"/v1/minutes/{TWO}").json()["properties"]["items"][1]["id"]
    asked = [
        f"/v1/items/{closed}",
        "/v1/items/unknown",
        "/v1/items/%00",
        "/v1/minutes/unknown",
        f"/v1/minutes/{meeting_id(99)}",
        f"/v1/minutes/{meeting_id(99)}.pdf",
        f"/v1/minutes/{meeting_id(99)}/versions/1",
        f"/v1/minutes/{TWO}/versions/2",
        "/v1/bodies/unknown/feed.atom",
    ]
    answers = [intranet.get(path) for path in asked]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert answers[0].headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("suffix", ["json", "html", "txt", "docx", "pdf"])
def test_every_format_is_given_by_suffix_and_by_accept_without_a_closed_word(intranet, suffix):
    by_suffix = intranet.get(f"/v1/minutes/{TWO}.{suffix}")
    media_type = by_suffix.headers["content-type"].split(";")[0]
    by_accept = intranet.get(f"/v1/minutes/{TWO}", headers={"Accept": f"{media_type}, */*;q=0.1"})
    assert by_suffix.status_code == by_accept.status_code == 200
    assert by_accept.headers["content-type"] == by_suffix.headers["content-type"]
    assert len(by_suffix.content) > 500
    assert SECRET.encode() not in by_suffix.content


def test_the_fragment_fits_into_somebody_elses_page(intranet):
    text = intranet.get(f"/v1/minutes/{THREE}.html").text
    assert text.startswith('<article class="referat" lang="da">')
    assert "Klimaplan &lt;2030&gt;" in text
    assert "<h1" not in text and "<script" not in text and "style=" not in text


@pytest.mark.parametrize(
    "path", ["/v1/minutes", f"/v1/minutes/{ONE}", "/v1/search?q=budget", "/v1/feed.atom", "/referater"]
)
def test_who_has_it_already_gets_304_until_it_changes(make, path):
    intranet, shelf = make()
    first = intranet.get(path)
    tag = first.headers["etag"]
    again = intranet.get(path, headers={"If-None-Match": f'"other", W/{tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert again.headers["cache-control"] == "public, no-cache"
    shelf.put(publication(1, version=2, decision="Rettet beslutning om budget."))
    changed = intranet.get(path, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != tag


def test_last_modified_is_only_told_when_its_second_is_over(make, monkeypatch):
    intranet, _ = make()
    changed_at = datetime.fromisoformat(intranet.get(f"/v1/minutes/{ONE}").json()["updateDate"])
    monkeypatch.setattr("api.intranet_answers.now", lambda: changed_at)
    assert "last-modified" not in intranet.get(f"/v1/minutes/{ONE}").headers
    monkeypatch.setattr("api.intranet_answers.now", lambda: changed_at + timedelta(seconds=2))
    told = intranet.get(f"/v1/minutes/{ONE}").headers["last-modified"]
    asked = {"If-Modified-Since": told}
    assert intranet.get(f"/v1/minutes/{ONE}", headers=asked).status_code == 304
    earlier = {"If-Modified-Since": "Wed, 06 May 2020 09:00:00 GMT"}
    assert intranet.get(f"/v1/minutes/{ONE}", headers=earlier).status_code == 200
    assert intranet.get(f"/v1/minutes/{ONE}", headers={"If-Modified-Since": "nonsense"}).status_code == 200


def test_large_answers_are_packed_for_those_who_take_it_under_a_tag_of_their_own(intranet):
    plain = intranet.get(f"/v1/minutes/{TWO}", headers={"Accept-Encoding": "identity"})
    packed = intranet.get(f"/v1/minutes/{TWO}", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.json() == plain.json()
    assert packed.headers["etag"] != plain.headers["etag"]
    assert "Accept-Encoding" in packed.headers["vary"]
    assert (
        "content-encoding"
        not in intranet.get(f"/v1/minutes/{TWO}", headers={"Accept-Encoding": "gzip;q=0"}).headers
    )
    again = {"If-None-Match": packed.headers["etag"], "Accept-Encoding": "gzip"}
    assert intranet.get(f"/v1/minutes/{TWO}", headers=again).status_code == 304


def test_corrected_minutes_link_from_the_old_version_to_the_new(make):
    intranet, shelf = make()
    shelf.put(publication(1, version=2, decision="Rettet beslutning."))
    old = intranet.get(f"/v1/minutes/{ONE}/versions/1")
    assert old.json()["properties"]["version"] == 1
    assert f'</v1/minutes/{ONE}>; rel="latest-version"' in old.headers["link"]
    assert f'</v1/minutes/{ONE}/versions/2>; rel="successor-version"' in old.headers["link"]
    assert "successor-version" not in intranet.get(f"/v1/minutes/{ONE}/versions/2").headers["link"]
    new = intranet.get(f"/v1/minutes/{ONE}").json()["properties"]
    assert (new["version"], new["corrects"]) == (2, 1)


def test_withdrawn_minutes_answer_410_with_their_tombstone_everywhere(make):
    intranet, shelf = make()
    shelf.withdraw(TWO, at=NOW, reason="Forkert bilag")
    for path in (f"/v1/minutes/{TWO}", f"/v1/minutes/{TWO}.pdf", f"/v1/minutes/{TWO}/versions/1"):
        answer = intranet.get(path)
        assert answer.status_code == 410
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["tombstone"]["properties"]["reason"] == "Forkert bilag"
        assert "Skolevej" not in answer.text
    page = intranet.get(f"/referater/{TWO}")
    assert page.status_code == 410
    assert "Forkert bilag" in page.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/minutes?filter=nonsense", 422),
        ("/v1/minutes?filter=title:x", 422),
        ("/v1/minutes?filter=kle:%25", 422),
        ("/v1/minutes?filter=date>:2026-13-45", 422),
        ("/v1/minutes?filter=date>:9999-12-31", 422),
        ("/v1/minutes?filter=body:a%00b", 422),
        ("/v1/minutes?sort=secret", 422),
        ("/v1/minutes?fields=properties[drafts]", 422),
        ("/v1/minutes?fields=everything", 422),
        ("/v1/minutes?take=101", 422),
        ("/v1/minutes?take=0", 422),
        ("/v1/minutes?skip=-1", 422),
        (f"/v1/minutes?skip={'9' * 30}", 422),
        ("/v1/minutes?updatedSince=yesterday", 422),
        ("/v1/minutes?updatedSince=2026-05-06T09:00:00", 422),
        (f"/v1/search?q={'a' * 10_000}", 422),
        (f"/v1/search?q={'+'.join(f'ord{number}' for number in range(40))}", 422),
        ("/v1/search", 422),
        ("/v1/search?q=budget&from=never", 422),
        (f"/v1/minutes/{ONE}.exe", 422),
        ("/v1/nothing", 404),
    ],
)
def test_bad_input_is_a_problem_in_danish(intranet, path, status):
    answer = intranet.get(path)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["title"]


@pytest.mark.parametrize(
    "typed", ["%" * 400, "*" * 400, "a* OR b* NEAR(c*)", '"' * 300, "(((((", "\x00", "𐍈", "-- ;"]
)
def test_bombs_of_wildcards_and_operators_are_only_words(intranet, typed):
    answer = intranet.get("/v1/search", params={"q": typed})
    assert answer.status_code == 200
    SearchPage.model_validate(answer.json())


def test_an_accept_that_none_of_our_formats_meets_is_refused(intranet):
    answer = intranet.get(f"/v1/minutes/{ONE}", headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert answer.headers["content-type"] == "application/problem+json"


def test_search_shows_marked_words_facets_and_where_they_stand(intranet):
    answer = intranet.get("/v1/search", params={"q": "budget"})
    page = SearchPage.model_validate(answer.json())
    assert page.total == 2
    assert page.totalIsExact
    assert page.items[0].properties.title == "<mark>Budget</mark> 2027"
    assert "<mark>driftsbudgettet</mark>" in page.items[0].properties.snippet
    assert [(one.id, one.count) for one in page.facets.bodies] == [("boerne-og-skoleudvalget", 2)]
    assert [(one.year, one.count) for one in page.facets.years] == [(2026, 2)]
    assert intranet.get("/v1/search", params={"q": "budget", "body": "klimaudvalget"}).json()["total"] == 0
    assert intranet.get("/v1/search", params={"q": "klimaplan"}).json()["items"][0]["properties"][
        "title"
    ] == ("<mark>Klimaplan</mark> &lt;2030&gt;")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE"])
def test_nothing_can_be_written(intranet, method):
    answer = intranet.request(method, f"/v1/minutes/{ONE}")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
    assert answer.headers["content-type"] == "application/problem+json"


def test_head_tells_what_get_would_without_the_body(intranet):
    got, told = intranet.get(f"/v1/minutes/{ONE}"), intranet.head(f"/v1/minutes/{ONE}")
    assert told.status_code == 200
    assert told.content == b""
    for name in ("etag", "content-length", "content-type"):
        assert told.headers[name] == got.headers[name]
    assert intranet.options("/v1/minutes").headers["allow"] == "GET, HEAD, OPTIONS"


def key(shelf, bodies=None, expires_at=None):
    with shelf.write() as tx:
        return readers.add(tx, name="Intranet", bodies=bodies, at=NOW, expires_at=expires_at)


def test_where_keys_are_asked_for_only_one_that_holds_opens(make):
    intranet, shelf = make(intranet_access=IntranetAccess.KEYS)
    reader, secret = key(shelf)
    _, expired = key(shelf, expires_at=NOW - timedelta(days=1))
    for headers in ({}, {"Api-Key": "guess"}, {"Api-Key": expired}, {"Authorization": "Basic x"}):
        for path in (
            "/v1/minutes",
            f"/v1/minutes/{ONE}",
            "/v1/minutes/unknown",
            "/referater",
            "/v1/feed.atom",
        ):
            refused = intranet.get(path, headers=headers)
            assert refused.status_code == 401, path
            assert refused.headers["content-type"] == "application/problem+json"
            assert refused.headers["www-authenticate"] == "Bearer"
    for headers in ({"Api-Key": secret}, {"Authorization": f"Bearer {secret}"}):
        answer = intranet.get("/v1/minutes", headers=headers)
        assert answer.json()["total"] == 3
        assert answer.headers["cache-control"] == "private, no-cache"
    with shelf.write() as tx:
        readers.revoke(tx, reader.id, at=NOW)
    assert intranet.get("/v1/minutes", headers={"Api-Key": secret}).status_code == 401


def test_a_key_for_one_body_sees_nothing_of_the_others(make):
    intranet, shelf = make(intranet_access=IntranetAccess.KEYS)
    headers = {"Api-Key": key(shelf, frozenset({"klimaudvalget"}))[1]}
    assert names(intranet.get("/v1/minutes", headers=headers)) == [THREE]
    assert intranet.get(f"/v1/minutes/{ONE}", headers=headers).status_code == 404
    assert [one["id"] for one in intranet.get("/v1/bodies", headers=headers).json()["items"]] == [
        "klimaudvalget"
    ]
    assert intranet.get("/v1/search", params={"q": "budget"}, headers=headers).json()["total"] == 0
    assert ONE not in intranet.get("/v1/feed.json", headers=headers).text
    assert ONE not in intranet.get("/v1/calendar.ics", headers=headers).text
    for slug in ("boerne-og-skoleudvalget", "findes-ikke"):
        for path in (f"/v1/minutes?filter=body:{slug}", f"/v1/bodies/{slug}/feed.atom"):
            assert intranet.get(path, headers=headers).status_code == 403
    shelf.withdraw(ONE, at=NOW, reason="")
    assert intranet.get(f"/v1/minutes/{ONE}", headers=headers).status_code == 404


def test_the_shelf_keeps_no_secret_of_a_key(make):
    _, shelf = make()
    _, secret = key(shelf)
    with shelf.read() as tx:
        rows = tx.exec_driver_sql(
            "SELECT * FROM readers" if "sqlite" in str(tx.engine.url) else "SELECT * FROM published.readers"
        ).all()
    assert secret not in str(rows)


def test_pages_load_nothing_from_elsewhere_and_run_no_script(intranet):
    answer = intranet.get(f"/referater/{TWO}")
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "script" not in policy and "unsafe" not in policy
    assert '<html lang="da">' in answer.text
    assert 'href="#indhold"' in answer.text
    assert answer.text.count("<h1>") == 1
    assert "Lukket punkt" in answer.text
    assert SECRET not in answer.text
    assert '<meta name="referent-drafted-with" content="formula">' in answer.text
    assert '<meta name="referent-approved-by" content="Carla Prøve">' in answer.text
    linked = answer.text.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    assert json.loads(linked)["contributor"] == [{"@type": "SoftwareApplication", "name": "formula"}]
    assert answer.text.count("<script") == 1
    assert intranet.get("/style.css").headers["content-type"].startswith("text/css")
    assert intranet.get("/referater/unknown").status_code == 404


def test_json_and_page_say_of_each_item_what_drafted_it_and_who_approved_it(make):
    intranet, shelf = make()
    made = publication(9, item(1, "Cykelsti", "Sag."), item(2, "Vej", "Sag."))
    by_model = ItemProvenance(
        item_id="punkt-1", model="munin", revision="r7", prompt_sha256="ab" * 32, drafted_at=NOW
    )
    by_hand = ItemProvenance(item_id="punkt-2", model="person", drafted_at=NOW)
    shelf.put(replace(made, provenance=(by_model, by_hand)))
    first, second = intranet.get(f"/v1/minutes/{meeting_id(9)}").json()["properties"]["items"]
    drafted = first["provenance"]["draftedWith"]
    assert (drafted["model"], drafted["revision"], drafted["promptSha256"]) == ("munin", "r7", "ab" * 32)
    assert datetime.fromisoformat(drafted["draftedAt"]) == NOW
    assert second["provenance"]["draftedWith"]["model"] == "person"
    page = intranet.get(f"/referater/{meeting_id(9)}").text
    linked = json.loads(page.partition('ld+json">')[2].partition("</script>")[0])
    one, two = linked["hasPart"]
    assert one["@id"] == f"urn:uuid:{first['id']}"
    assert one["editor"] == {"@type": "Person", "name": "Carla Prøve"}
    assert one["dateModified"] == first["provenance"]["approvedAt"]
    assert one["contributor"] == {
        "@type": "SoftwareApplication",
        "name": "munin",
        "softwareVersion": "r7",
        "identifier": f"sha256:{'ab' * 32}",
    }
    assert "contributor" not in two
    assert '<meta name="referent-drafted-with" content="munin">' in page


def test_a_title_cannot_break_out_of_the_page(make):
    intranet, shelf = make()
    evil = '</script><script>alert("x")</script>'
    shelf.put(publication(9, item(1, evil, evil), body=evil, decision=evil))
    page = intranet.get(f"/referater/{meeting_id(9)}").text
    assert page.count("<script") == 1
    for path in ("/referater", "/referater?q=alert"):
        assert "<script" not in intranet.get(path).text


def test_the_index_lists_searches_and_turns_pages(make):
    intranet, shelf = make()
    shelf.put_all([publication(number) for number in range(10, 35)])
    first = intranet.get("/").text
    assert 'rel="next" href="referater?skip=20"' in first
    second = intranet.get("/referater?skip=20").text
    assert 'rel="prev" href="referater?"' in second
    assert 'rel="next"' not in second
    found = intranet.get("/referater", params={"q": "skolevej"}).text
    assert "<mark>Skolevej</mark> ved Åbenrå" in found
    assert "1 punkt fundet" in found
    assert "Klimaplan" in intranet.get("/referater?body=klimaudvalget").text


def test_another_origin_may_read_only_where_it_is_named(make):
    origin = "https://intranet.kommune.example"
    closed, _ = make()
    assert "access-control-allow-origin" not in closed.get("/v1/minutes", headers={"Origin": origin}).headers
    opened, _ = make(intranet_origins=(origin,))
    answer = opened.get("/v1/minutes", headers={"Origin": origin})
    assert answer.headers["access-control-allow-origin"] == origin
    assert f"frame-ancestors 'self' {origin}" in answer.headers["content-security-policy"]
