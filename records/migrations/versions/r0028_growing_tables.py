"""rows added to a table later, models trained again on them, and how predictions turned out

Revision ID: 0028
Revises: 0027
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from records.types import UtcDateTime

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "TB_AUTOML_ADDITION",
        sa.Column("ADDITION_ID", sa.String(15), primary_key=True),
        _document(),
        _request(),
        *_file(),
        sa.Column("SHEET_NM", sa.Text()),
        sa.Column("STATUS_CD", sa.String(20), nullable=False),
        sa.Column("VERSION_NO", sa.Integer()),
        sa.Column("FIRST_ROW_NO", sa.Integer()),
        sa.Column("ROW_CNT", sa.Integer()),
        sa.Column("CELLS_SHA256", sa.String(64)),
        sa.Column("HEADERS", sa.JSON()),
        sa.Column("CHOICES", sa.JSON(), nullable=False),
        sa.Column("DIFFERENCES", sa.JSON()),
        sa.Column("DRIFT", sa.JSON()),
        *_registered(),
        sa.Column("ADD_DT", UtcDateTime(timezone=True)),
    )
    op.create_index("IX_TB_AUTOML_ADDITION_DOC_ID", "TB_AUTOML_ADDITION", ["DOC_ID"])
    op.create_index("IX_TB_AUTOML_ADDITION_REQUEST_ID", "TB_AUTOML_ADDITION", ["REQUEST_ID"])
    op.create_table(
        "TB_AUTOML_CHALLENGE",
        sa.Column("CHALLENGE_ID", sa.String(15), primary_key=True),
        _document(),
        _request(unique=True),
        sa.Column("CAUSE_CD", sa.String(20), nullable=False),
        sa.Column("CHAMPION_ID", sa.String(15), nullable=False),
        sa.Column("CHALLENGER_ID", sa.String(15)),
        sa.Column("PLAN_VER", sa.Integer()),
        sa.Column("PROMOTE_YN", sa.Boolean()),
        sa.Column("VERDICT", sa.JSON()),
        *_registered(),
        sa.Column("JUDGE_DT", UtcDateTime(timezone=True)),
    )
    op.create_index("IX_TB_AUTOML_CHALLENGE_DOC_ID", "TB_AUTOML_CHALLENGE", ["DOC_ID"])
    op.create_table(
        "TB_AUTOML_RENEWAL",
        sa.Column("DOC_ID", sa.String(15), sa.ForeignKey("TB_AUTOML_MASTER.DOC_ID"), primary_key=True),
        sa.Column("ACTIVE_YN", sa.Boolean(), nullable=False),
        sa.Column("NEW_ROW_CNT", sa.Integer()),
        sa.Column("DAY_CNT", sa.Integer()),
        sa.Column("DRIFT_YN", sa.Boolean(), nullable=False),
        sa.Column("UPDT_ID", sa.String(80), nullable=False),
        sa.Column("UPDT_DT", UtcDateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "TB_AUTOML_OUTCOME",
        sa.Column("OUTCOME_ID", sa.String(15), primary_key=True),
        _document(),
        sa.Column(
            "PREDICTION_ID",
            sa.String(15),
            sa.ForeignKey("TB_AUTOML_PREDICTION.PREDICTION_ID"),
            nullable=False,
        ),
        _request(unique=True),
        *_file(),
        sa.Column("SCORES", sa.JSON()),
        *_registered(),
        sa.Column("JUDGE_DT", UtcDateTime(timezone=True)),
    )
    op.create_index("IX_TB_AUTOML_OUTCOME_DOC_ID", "TB_AUTOML_OUTCOME", ["DOC_ID"])


def downgrade() -> None:
    for table in ("TB_AUTOML_OUTCOME", "TB_AUTOML_RENEWAL", "TB_AUTOML_CHALLENGE", "TB_AUTOML_ADDITION"):
        op.drop_table(table)


def _document() -> sa.Column[str]:
    return sa.Column("DOC_ID", sa.String(15), sa.ForeignKey("TB_AUTOML_MASTER.DOC_ID"), nullable=False)


def _request(*, unique: bool = False) -> sa.Column[int]:
    kind = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    return sa.Column(
        "REQUEST_ID", kind, sa.ForeignKey("TB_REQUEST.REQUEST_ID"), nullable=False, unique=unique
    )


def _file() -> list[sa.Column[str]]:
    return [
        sa.Column("FILE_NM", sa.Text(), nullable=False),
        sa.Column("FILE_PATH", sa.Text(), nullable=False),
        sa.Column("FILE_SHA256", sa.String(64), nullable=False),
    ]


def _registered() -> list[sa.Column[object]]:
    return [
        sa.Column("REG_ID", sa.String(80), nullable=False),
        sa.Column("REG_DT", UtcDateTime(timezone=True), nullable=False),
    ]
