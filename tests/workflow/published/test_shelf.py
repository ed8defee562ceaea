"""The shelf holds what is published, in every version, until it is withdrawn."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest
import sqlalchemy as sa

from minutes.errors import UnavailableError
from tests.published import SECRET, item, meeting_id, publication, some
from workflow.published import reading, tables
from workflow.published.reading import Order, Wanted
from workflow.published.shelf import Shelf

AT = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
def shelf(database_url):
    opened = Shelf(database_url)
    opened.migrate()
    yield opened
    opened.close()


def listed(shelf, **wanted):
    with shelf.read() as tx:
        return reading.summaries(tx, Wanted(**wanted), order=Order.UPDATED, descending=False, skip=0, take=99)


def test_the_same_publication_changes_nothing_the_second_time(shelf):
    assert shelf.put_all(some()) == 3
    with shelf.read() as tx:
        before = reading.state(tx)
    assert shelf.put_all(some()) == 0
    shelf.migrate()
    with shelf.read() as tx:
        assert reading.state(tx) == before


def test_a_correction_stands_and_the_older_version_can_still_be_read(shelf):
    shelf.put(publication(1))
    assert shelf.put(publication(1, version=2, decision="Indstillingen blev ikke godkendt."))
    assert shelf.standing() == {meeting_id(1): 2}
    with shelf.read() as tx:
        assert reading.versions(tx, meeting_id(1)) == (1, 2)
        assert "ikke godkendt" not in reading.version(tx, meeting_id(1), 1).json
        assert "ikke godkendt" in reading.version(tx, meeting_id(1), 2).json


def test_an_older_version_that_comes_late_does_not_replace_the_newer(shelf):
    shelf.put(publication(1, version=2))
    shelf.put(publication(1, version=1))
    assert shelf.standing() == {meeting_id(1): 2}


def test_withdrawn_minutes_leave_a_tombstone_and_not_a_word(shelf):
    shelf.put_all(some())
    assert shelf.withdraw(meeting_id(2), at=AT, reason="Forkert bilag")
    assert not shelf.withdraw(meeting_id(2), at=AT, reason="Forkert bilag")
    assert not shelf.withdraw("unknown", at=AT, reason="")
    assert shelf.withdrawn() == {meeting_id(2)}
    assert meeting_id(2) not in shelf.standing()
    assert len(listed(shelf)) == 2
    assert "Forkert bilag" in listed(shelf, tombstones=True)[-1]
    with shelf.read() as tx:
        for table in tables.metadata.sorted_tables:
            for row in tx.execute(sa.select(table)):
                assert "Skolevej" not in str(row)


def test_minutes_published_again_after_a_withdrawal_stand_again(shelf):
    shelf.put(publication(1))
    shelf.withdraw(meeting_id(1), at=AT, reason="")
    shelf.put(publication(1, version=2))
    assert shelf.withdrawn() == frozenset()
    assert shelf.standing() == {meeting_id(1): 2}


def test_a_closed_items_words_are_nowhere_on_the_shelf(shelf):
    shelf.put_all(some())
    with shelf.read() as tx:
        for table in tables.metadata.sorted_tables:
            for row in tx.execute(sa.select(table)):
                assert SECRET not in str(row)


def test_items_that_come_in_with_a_correction_take_no_number_of_others(shelf):
    shelf.put(publication(1, item(2, "Budget", "Sag.")))
    more = publication(
        1, item(1, "Ny", "Ny."), item(2, "Budget", "Sag."), item(3, "Nyere", "Nyere."), version=2
    )
    shelf.put(more)
    with shelf.read() as tx:
        assert len(set(tx.scalars(sa.select(tables.items.c.key)))) == 3


def test_changes_become_visible_in_the_order_of_their_time(shelf):
    for number in range(1, 6):
        shelf.put(publication(number))
    with shelf.read() as tx:
        moments = list(tx.scalars(sa.select(tables.minutes.c.updated_at).order_by(tables.minutes.c.id)))
    assert all(earlier < later for earlier, later in pairwise(moments))


def test_an_items_id_is_the_same_in_every_version_and_another_in_every_meeting(shelf):
    def ids():
        with shelf.read() as tx:
            return set(tx.scalars(sa.select(tables.items.c.id)))

    shelf.put(publication(1))
    first = ids()
    shelf.put(publication(1, version=2, decision="Rettet."))
    assert ids() == first
    shelf.put(publication(2))
    assert len(ids()) == 2


def test_an_outdated_shelf_is_made_anew_from_what_was_published(shelf):
    shelf.put_all([*some(), publication(1, version=2)])
    before = listed(shelf)
    with shelf.write() as tx:
        tx.execute(sa.update(tables.state).values(shape=0))
        tx.execute(sa.update(tables.minutes).values(summary="{}"))
    shelf.migrate()
    names = [one.partition("updateDate")[0] for one in listed(shelf)]
    assert sorted(names) == sorted(one.partition("updateDate")[0] for one in before)
    assert shelf.standing()[meeting_id(1)] == 2


def test_a_reader_sees_one_state_while_another_writes(shelf):
    shelf.put(publication(1))
    with shelf.read() as tx:
        assert reading.count(tx, Wanted()) == 1
        shelf.put(publication(2))
        assert reading.count(tx, Wanted()) == 1
    with shelf.read() as tx:
        assert reading.count(tx, Wanted()) == 2


def test_a_database_role_of_the_intranet_sees_the_shelf_and_nothing_else(postgres_url):
    shelf = Shelf(postgres_url)
    shelf.migrate()
    shelf.put(publication(1))
    url = sa.make_url(postgres_url)
    admin = sa.create_engine(url.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    role = f"reader_{url.database}"
    with admin.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE public.drafts (words text)")
        connection.exec_driver_sql(f"CREATE ROLE {role} LOGIN PASSWORD 'x'")
        connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA published TO {role}")
        connection.exec_driver_sql(f"GRANT SELECT ON ALL TABLES IN SCHEMA published TO {role}")
    reader = Shelf(url.set(username=role, password="x").render_as_string(hide_password=False))
    try:
        reader.migrate()
        assert reader.standing() == {meeting_id(1): 1}
        with reader.read() as tx, pytest.raises(sa.exc.ProgrammingError, match="permission denied"):
            tx.exec_driver_sql("SELECT * FROM public.drafts")
        with pytest.raises((sa.exc.ProgrammingError, UnavailableError), match="permission denied"):
            reader.put(publication(2, item(1, "Nyt")))
    finally:
        reader.close()
        shelf.close()
        with admin.connect() as connection:
            connection.exec_driver_sql(f"DROP OWNED BY {role}")
            connection.exec_driver_sql(f"DROP ROLE {role}")
        admin.dispose()
