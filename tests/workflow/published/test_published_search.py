"""Search finds Danish as it is written, and finds and ranks the same on SQLite and PostgreSQL."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.intranet_meetings import publications
from minutes.errors import InputError
from tests.published import item, publication, some
from workflow.published import reading, search
from workflow.published.search import HitOrder, Question, read_terms
from workflow.published.shelf import Shelf
from workflow.published.snippets import marked, snippet
from workflow.published.words import fold

QUERIES = (
    "budget",
    "skoleplan",
    "plan",
    "kommunen",
    "kommune skole",
    '"udvalget sagen"',
    '"forvaltningen indstiller"',
    "ikke godkendt",
    "aeldreplan",
    "ældreplan",
    "støj",
    "stoejplan",
    "havnes",
    "budgettets årlige",
    "af og til",
    "07.01",
    "findes slet ikke",
    "klimapolitik OR 1=1 --",
    'skole* NEAR("a" "b")',
    "varmeplan -skole",
)


@pytest.fixture
def shelf(database_url):
    opened = Shelf(database_url)
    opened.migrate()
    yield opened
    opened.close()


def titles(shelf, typed, **asked):
    with shelf.read() as tx:
        found = search.find(tx, shelf.index, Question(terms=read_terms(typed), **asked))
        hits = search.hits(tx, found.keys.tolist())
    return [re.search(r'"name":"([^"]*)"', hit.json)[1] for hit in hits]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("skolevejen", "Skolevej ved Åbenrå"),
        ("aabenraa", "Skolevej ved Åbenrå"),
        ("ÅBENRÅ", "Skolevej ved Åbenrå"),
        ("skole", "Skolevej ved Åbenrå"),  # the first part of a compound
        ("vej", None),  # too short to be looked for inside words
        ("bestyrelse", "Skolevej ved Åbenrå"),  # the last part of an inflected compound
        ("kommunens budgetter", "Orientering"),
        ('"taget til efterretning"', "Klimaplan <2030>"),
        ('"efterretning taget"', None),
        ('"dens mål"', "Klimaplan <2030>"),
        ("05.01.00-A00-7-26", "Skolevej ved Åbenrå"),
        ("ikke truffet", "Orientering"),
        ("hemmelighedsord", None),
        ("og", None),
        ("", None),
    ],
)
def test_what_a_person_types_finds_the_item(shelf, typed, title):
    shelf.put_all(some())
    assert titles(shelf, typed) == ([title] if title else [])


def test_a_word_in_the_title_comes_before_one_in_the_text_and_a_part_last(shelf):
    filling = "Forvaltningen redegør for sagen."
    shelf.put(
        publication(
            1,
            item(1, "Orientering", f"{filling} Om parken."),
            item(2, "Parken", filling),
            item(3, "Vejen", f"{filling} Om parkmøbler."),
        )
    )
    assert titles(shelf, "park") == ["Parken", "Orientering", "Vejen"]


def test_hits_can_be_limited_to_bodies_and_days_and_are_counted_by_them(shelf):
    shelf.put_all(some())
    with shelf.read() as tx:
        numbers = {body.slug: body.number for body in reading.bodies(tx)}
        found = search.find(tx, shelf.index, Question(terms=read_terms("budget")))
        assert found.by_year == {2026: 2}
        assert found.by_body == {numbers["boerne-og-skoleudvalget"]: 2}
    assert titles(shelf, "budget", bodies=frozenset({numbers["klimaudvalget"]})) == []
    assert titles(shelf, "budget", first_day=date(2026, 5, 7)) == ["Orientering"]
    assert titles(shelf, "budget", last_day=date(2026, 5, 6)) == ["Budget 2027"]
    assert titles(shelf, "budget", order=HitOrder.DATE, descending=False) == ["Budget 2027", "Orientering"]


def test_sqlite_and_postgresql_find_and_rank_the_same(tmp_path, postgres_url):
    found = []
    for url in (f"sqlite:///{tmp_path / 'shelf.db'}", postgres_url):
        shelf = Shelf(url)
        shelf.migrate()
        shelf.put_all([*publications(60), *some()])
        shelf.put(publication(1, version=2, decision="Rettet."))
        with shelf.read() as tx:
            answers = [search.find(tx, shelf.index, Question(terms=read_terms(typed))) for typed in QUERIES]
        found.append([(a.keys.tolist(), a.by_body, a.by_year, a.capped) for a in answers])
        shelf.close()
    for typed, sqlite, postgresql in zip(QUERIES, *found, strict=True):
        assert sqlite == postgresql, typed
    assert sum(len(keys) > 1 for keys, *_ in found[0]) >= 10


def test_of_too_many_hits_only_the_newest_count(shelf, monkeypatch):
    monkeypatch.setattr(search, "COUNTED", 5)
    shelf.put_all(publications(10))
    with shelf.read() as tx:
        found = search.find(tx, shelf.index, Question(terms=read_terms("forvaltningen")))
    assert found.capped
    assert len(found.keys) == 5
    assert all(key // 10**14 >= 2023 for key in found.keys.tolist())


def test_a_long_query_is_refused_before_the_database_sees_it():
    with pytest.raises(InputError, match="more than 500 characters"):
        read_terms("a" * 501)
    with pytest.raises(InputError, match="more than 32 words"):
        read_terms(" ".join(f"ord{number}" for number in range(40)))


@settings(max_examples=60)
@given(st.text(max_size=200))
def test_whatever_is_typed_both_indexes_understand_it(typed):
    terms = read_terms(typed) if len(typed.split()) < 30 else ()
    for term in terms:
        assert all(re.fullmatch("[a-z0-9]+", token) for token in term.tokens)


@settings(max_examples=60)
@given(st.text(max_size=300), st.text(max_size=40))
def test_a_snippet_is_escaped_whatever_is_in_the_text(text, typed):
    terms = read_terms(typed) if len(typed.split()) < 30 else ()
    for made in (snippet(text, terms), marked(text, terms)):
        bare = made.replace("<mark>", "").replace("</mark>", "")
        assert "<" not in bare
        assert ">" not in bare


def test_a_snippet_shows_where_the_words_stand():
    text = (
        "Indledning. " * 60
        + "Så kommer driftsbudgettet for <skolerne> til behandling. "
        + "Afslutning. " * 60
    )
    made = snippet(text, read_terms("budget skole"))
    assert "<mark>driftsbudgettet</mark> for &lt;<mark>skolerne</mark>&gt;" in made
    assert made.startswith("…")
    assert made.endswith("…")
    assert len(made) < 350


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Åbenrå", "aabenraa"),
        ("skolernes", "skole"),
        ("budgettets", "budget"),
        ("BØRN", "boern"),
        ("ældre", "aeldre"),
        ("cafe\u0301", "café"),
    ],
)
def test_spellings_and_inflections_of_a_word_are_one_token(one, other):
    assert fold(one.replace("e\u0301", "é")) == fold(other) != ""


def test_negations_are_not_stop_words():
    assert fold("ikke") and fold("imod") and fold("uden") and fold("ingen")
    assert fold("også") == fold("ogsaa") == ""
