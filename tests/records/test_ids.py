"""Ids count anew each day, and none is given out twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

from records.engine import transaction
from records.ids import next_id


def test_ids_are_the_day_and_nine_digits_counted_anew_each_day(engine):
    with transaction(engine) as session:
        ids = [next_id(session, "document", date(2022, 6, 16)) for _ in range(4)]
        other_day = next_id(session, "document", date(2022, 6, 17))
    assert ids[-1] == "220616000000004"
    assert other_day == "220617000000001"


def test_no_id_is_given_out_twice_to_writers_at_the_same_time(engine):
    def take(_):
        with transaction(engine) as session:
            return next_id(session, "document", date(2022, 6, 16))

    with ThreadPoolExecutor(4) as pool:
        ids = list(pool.map(take, range(24)))
    assert sorted(ids) == [f"220616{number:09d}" for number in range(1, 25)]
