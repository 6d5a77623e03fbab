"""What was written is read back, and a difference is an error."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from orchestration.operations.postgres_migration.copying import Digest, MoveRefused, move_table

TABLE = sa.Table(
    "shelf",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("note", sa.JSON),
)
ROWS = [{"id": 7, "note": '{"b": 1, "a":  null}'}, {"id": 3, "note": "null"}, {"id": 5, "note": None}]


@pytest.fixture
def target(three_databases):
    engine = sa.create_engine(three_databases)
    TABLE.create(engine)
    yield engine
    engine.dispose()


def test_json_stays_to_the_letter_and_null_stays_apart_from_none(target):
    moved = move_table("test", TABLE, ROWS, target)
    assert moved.rows == 3
    with target.begin() as connection:
        stored = connection.execute(sa.text("SELECT id, note::text FROM shelf ORDER BY id")).all()
        assert stored == [(3, "null"), (5, None), (7, '{"b": 1, "a":  null}')]
        assert connection.scalar(sa.text("INSERT INTO shelf (note) VALUES (NULL) RETURNING id")) == 8


@pytest.mark.parametrize(
    "statement", ["DELETE FROM shelf WHERE id = 3", "UPDATE shelf SET note = '1' WHERE id = 3"]
)
def test_what_differs_after_the_move_is_an_error(target, statement):
    def write(connection, batch):
        connection.execute(sa.insert(TABLE), [{"id": row["id"]} for row in batch])
        connection.execute(sa.text(statement))

    with pytest.raises(MoveRefused, match="table shelf of test differs"):
        move_table("test", TABLE, [{"id": n, "note": None} for n in (3, 7)], target, write=write)


def test_a_digest_is_of_the_content_and_not_of_the_order():
    digests = []
    for rows in (ROWS, ROWS[::-1], ROWS[:2], [*ROWS[:2], {"id": 5, "note": "x"}]):
        digest = Digest()
        for row in rows:
            digest.add(row)
        digests.append(digest.sha256)
    assert digests[0] == digests[1]
    assert len(set(digests)) == 3
