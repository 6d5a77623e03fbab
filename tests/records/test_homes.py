"""The rows belong to one home: the first one, until another takes them over."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa

from records import homes, migrate
from records.engine import open_engine, reading, transaction

FIRST, SECOND = "1" * 32, "2" * 32


def claim(engine, home_id, now, **more):
    with transaction(engine) as session:
        return homes.claim(session, home_id, place=f"/{home_id[0]}", host="host", now=now, **more).home_id


def test_they_are_the_first_ones_that_asks_and_stay_so(engine, now):
    with reading(engine) as session:
        assert homes.owner(session) is None
    assert claim(engine, FIRST, now) == FIRST
    assert claim(engine, SECOND, now) == FIRST
    assert claim(engine, FIRST, now) == FIRST
    with reading(engine) as session:
        owner = homes.owner(session)
    assert (owner.home_id, owner.place, owner.host, owner.claimed_at) == (FIRST, "/1", "host", now)


def test_another_one_takes_them_over_where_it_is_told_to(engine, now):
    claim(engine, FIRST, now)
    assert claim(engine, SECOND, now, take_over=True) == SECOND
    assert claim(engine, FIRST, now) == SECOND


def test_of_homes_that_start_at_once_one_gets_them(engine, now):
    asking = [f"{number:032d}" for number in range(8)]
    with ThreadPoolExecutor(4) as pool:
        told = set(pool.map(lambda home_id: claim(engine, home_id, now), asking))
    assert len(told) == 1


def test_rows_of_an_earlier_version_are_nobodys(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'old.db'}")
    migrate.upgrade(engine, "0008")
    with reading(engine) as session:
        assert homes.owner(session) is None
    with engine.begin() as connection:
        assert not sa.inspect(connection).has_table("TB_HOME")
    engine.dispose()
