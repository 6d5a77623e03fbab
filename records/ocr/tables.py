"""The tables of the OCR half, as SQLAlchemy classes. Columns only; no queries.

Names in the database are the seed's where it names them; attributes are English.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from domain.quarter_turns import TurnedPage
from records.base import Base, BigId, DocId
from records.stored_messages import MessageJson, StoredMessage

TextId = sa.String(32)
_CHECKS = "\"ACTION_CD\" IN ('confirm', 'correct', 'unreadable')"


def _where(condition: str) -> dict[str, Any]:
    """Of a partial index, on both databases."""
    return {f"{database}_where": sa.text(condition) for database in ("sqlite", "postgresql")}


class OcrDocument(Base):
    """One uploaded picture or PDF. Its id is counted with those of AutoML documents, so no two are alike.

    Attributes:
        kind_read: the kind of paper that its texts show, a `DocumentKind`; null before it was looked for.
        kind_score: how far that kind was ahead of the next, 0 … 1.
        kind_anchors: its words that were found.
        kind_chosen: the kind that a person chose; null for none.
        fields_at: when its fields were read last; null before.
        fields_stale: whether texts, values or the kind were changed since.
        fields_limits: limits that were reached then, as `domain.reading_limits.FieldLimit`.
    """

    __tablename__ = "TB_OCR_DOC"

    doc_id: Mapped[str] = mapped_column("DOC_ID", DocId, primary_key=True)
    file_name: Mapped[str] = mapped_column("FILE_NM")
    company: Mapped[str] = mapped_column("COMPANY_NM")
    status: Mapped[str] = mapped_column("STATUS_CD", sa.String(20), index=True)
    day: Mapped[str] = mapped_column("PARTITION_DAY", sa.String(10), index=True)
    pages: Mapped[int | None] = mapped_column("PAGE_CNT")
    dpi: Mapped[int | None] = mapped_column("DPI")
    source_path: Mapped[str] = mapped_column("FILE_PATH")
    source_sha256: Mapped[str] = mapped_column("FILE_SHA256", sa.String(64), index=True)
    source_bytes: Mapped[int] = mapped_column("FILE_SIZE", sa.BigInteger)
    note: Mapped[dict[str, Any] | None] = mapped_column("NOTE")
    remarks: Mapped[list[Any] | None] = mapped_column("READ_REMARKS")
    part: Mapped[str | None] = mapped_column("TRAINING_PART_CD", sa.String(10))
    kind_read: Mapped[str | None] = mapped_column("KIND_CD", sa.String(60))
    kind_score: Mapped[float | None] = mapped_column("KIND_SCORE", sa.Double)
    kind_anchors: Mapped[list[Any] | None] = mapped_column("KIND_ANCHORS", sa.JSON(none_as_null=True))
    kind_chosen: Mapped[str | None] = mapped_column("KIND_CHOSEN_CD", sa.String(60))
    kind_chosen_by: Mapped[str | None] = mapped_column("KIND_CHOSEN_ID", sa.String(80))
    fields_at: Mapped[datetime | None] = mapped_column("FIELDS_DT")
    fields_stale: Mapped[bool] = mapped_column(
        "FIELDS_STALE_YN", default=False, server_default=sa.false(), index=True
    )
    fields_limits: Mapped[list[Any] | None] = mapped_column("FIELDS_LIMITS", sa.JSON(none_as_null=True))
    failure_ko: Mapped[str | None] = mapped_column("FAIL_REASON_KO")
    failure_en: Mapped[str | None] = mapped_column("FAIL_REASON_EN")
    failure_json: Mapped[dict[str, Any] | None] = mapped_column("FAIL_REASON_JSON", MessageJson)
    failure = StoredMessage("failure")
    registered_by: Mapped[str] = mapped_column("REG_ID", sa.String(80))
    registered_at: Mapped[datetime] = mapped_column("REG_DT")
    updated_at: Mapped[datetime] = mapped_column("UPDT_DT")
    deleted: Mapped[bool] = mapped_column("DEL_YN", default=False)

    @property
    def kind(self) -> str | None:
        """The kind that a person chose, else the one that its texts show."""
        return self.kind_chosen or self.kind_read


class OcrPage(Base):
    """One page of a document, as a picture, and a light one of it for looking at once it was read.

    Attributes:
        dpi: of the picture; null where it is not known, and on pages of earlier versions.
        pdf_text: the texts a PDF's page carries, as `ocr_lib` gives them; loaded only when asked for.
        remarks: what was noticed when the page was last read, each as {"kind", "ko", "en"}; null before it is read. What
            was noticed when its file was opened is kept with the document.
        tables_at: when its tables were found last; null before.
        tables_limits: limits that were reached then, as `domain.reading_limits.TableLimit`.
        check_value: what is gained by a person's look for missed texts, as `domain.check_value` defines it.
        looked_by, looked_at: who found that nothing is missing.
    """

    __tablename__ = "TB_OCR_PAGE"
    __table_args__ = (sa.Index("IX_TB_OCR_PAGE_CHECK_VALUE", "CHECK_VALUE", "DOC_ID", "PAGE_NO"),)

    doc_id: Mapped[str] = mapped_column("DOC_ID", DocId, sa.ForeignKey("TB_OCR_DOC.DOC_ID"), primary_key=True)
    page_no: Mapped[int] = mapped_column("PAGE_NO", primary_key=True, autoincrement=False)
    image_path: Mapped[str] = mapped_column("IMAGE_PATH")
    image_sha256: Mapped[str] = mapped_column("IMAGE_SHA256", sa.String(64))
    preview_path: Mapped[str | None] = mapped_column("PREVIEW_PATH")
    preview_sha256: Mapped[str | None] = mapped_column("PREVIEW_SHA256", sa.String(64))
    width: Mapped[int] = mapped_column("WIDTH")
    height: Mapped[int] = mapped_column("HEIGHT")
    rotation: Mapped[int | None] = mapped_column("ROTATION")
    tilt: Mapped[float | None] = mapped_column("TILT", sa.Double)
    dpi: Mapped[float | None] = mapped_column("DPI", sa.Double)
    pdf_text: Mapped[dict[str, Any] | None] = mapped_column(
        "PDF_TEXT", sa.JSON(none_as_null=True), deferred=True
    )
    remarks: Mapped[list[Any] | None] = mapped_column("READ_REMARKS")
    part: Mapped[str | None] = mapped_column("TRAINING_PART_CD", sa.String(10))
    network_id: Mapped[str | None] = mapped_column("NETWORK_ID", DocId)
    read_at: Mapped[datetime | None] = mapped_column("READ_DT")
    tables_at: Mapped[datetime | None] = mapped_column("TABLES_DT")
    tables_limits: Mapped[list[Any] | None] = mapped_column("TABLES_LIMITS", sa.JSON(none_as_null=True))
    check_value: Mapped[float] = mapped_column("CHECK_VALUE", sa.Double, default=0.0, server_default="0")
    looked_by: Mapped[str | None] = mapped_column("LOOKED_ID", sa.String(80))
    looked_at: Mapped[datetime | None] = mapped_column("LOOKED_DT")

    @property
    def turned(self) -> TurnedPage:
        """How its picture lies."""
        return TurnedPage(self.rotation or 0, self.width, self.height)


class OcrText(Base):
    """One recognised text: its crop, what was read, and what people made of it.

    `TEXT_ID` is document _ page _ number, as its crop's file is named.

    Attributes:
        score: probability that the text as it was read is wholly right, 0 … 1.
        recogniser: which one read it; null where none did, and on texts of earlier versions.
        characters: [[character, probability that it is right], …] of the text as it was read; null where not known.
        alternatives: by the number of a character, the others that the recogniser found likely in its place, the likeliest first;
            null where it found none, or not known.
        check_value: what is gained by checking it, as `domain.check_value` defines it; `check_values` keeps it in step.
        box_by: who drew the box or gave it another shape; null for the detector's.
        beside: what neighbouring texts have in front of it and behind it of a resident registration number that is parted between
            them; null without one. `records.ocr.parted_numbers` keeps it in step.
    """

    __tablename__ = "TB_OCR_DOC_TEXT"
    __table_args__ = (
        sa.ForeignKeyConstraint(["DOC_ID", "PAGE_NO"], ["TB_OCR_PAGE.DOC_ID", "TB_OCR_PAGE.PAGE_NO"]),
        sa.Index("IX_TB_OCR_DOC_TEXT_PLACE", "DOC_ID", "PAGE_NO", "ORDER_NO"),
        sa.Index("IX_TB_OCR_DOC_TEXT_STATE_CD", "STATE_CD", "CHECK_VALUE", "TEXT_ID"),
    )

    text_id: Mapped[str] = mapped_column("TEXT_ID", TextId, primary_key=True)
    doc_id: Mapped[str] = mapped_column("DOC_ID", DocId)
    page_no: Mapped[int] = mapped_column("PAGE_NO")
    text_no: Mapped[int] = mapped_column("TEXT_NO")
    order_no: Mapped[int] = mapped_column("ORDER_NO")
    crop_path: Mapped[str] = mapped_column("TEXT_IMAGE_PATH")
    crop_sha256: Mapped[str] = mapped_column("TEXT_IMAGE_SHA256", sa.String(64))
    box_by: Mapped[str | None] = mapped_column("BOX_ID", sa.String(80))
    box: Mapped[list[Any]] = mapped_column("BOX")
    quad: Mapped[list[Any]] = mapped_column("QUAD")
    text: Mapped[str] = mapped_column("TEXT_NM")
    score: Mapped[float] = mapped_column("SCORE", sa.Double)
    source: Mapped[str] = mapped_column("SOURCE_CD", sa.String(8), default="ocr", server_default="ocr")
    recogniser: Mapped[str | None] = mapped_column("RECOGNISER_NM", sa.String(20))
    characters: Mapped[list[Any] | None] = mapped_column("CHARACTER_SCORES", sa.JSON(none_as_null=True))
    alternatives: Mapped[dict[str, str] | None] = mapped_column(
        "CHARACTER_ALTERNATIVES", sa.JSON(none_as_null=True)
    )
    network_id: Mapped[str] = mapped_column("NETWORK_ID", DocId)
    state: Mapped[str] = mapped_column("STATE_CD", sa.String(12))
    check_value: Mapped[float] = mapped_column("CHECK_VALUE", sa.Double, default=0.0, server_default="0")
    corrected: Mapped[str | None] = mapped_column("TEXT_UPDT_NM")
    selected: Mapped[bool] = mapped_column("TEXT_TRAINING_YN", default=False, index=True)
    trained_text: Mapped[str | None] = mapped_column("TEXT_TRAINING_NM")
    trained_score: Mapped[float | None] = mapped_column("TEXT_TRAINING_SCORE", sa.Double)
    trained_network_id: Mapped[str | None] = mapped_column("TRAINING_NETWORK_ID", DocId)
    beside: Mapped[list[str] | None] = mapped_column("NUMBER_BESIDE", sa.JSON(none_as_null=True))
    version: Mapped[int] = mapped_column("ROW_VER", default=1)
    updated_by: Mapped[str | None] = mapped_column("UPDT_ID", sa.String(80))
    updated_at: Mapped[datetime] = mapped_column("UPDT_DT")

    @property
    def is_read(self) -> bool:
        """Whether the text in its box was read; not yet where a person drew or changed the box a moment ago."""
        return bool(self.crop_sha256)

    @property
    def label(self) -> str:
        """What the crop says, as far as is known: the corrected text, else the one read."""
        return self.corrected if self.corrected is not None else self.text


class TextHistory(Base):
    """Who, or which network, changed what of a text. Rows are only ever added."""

    __tablename__ = "TB_OCR_TEXT_HISTORY"
    __table_args__ = (sa.Index("IX_TB_OCR_TEXT_HISTORY_CHECKED", "CHANGE_DT", **_where(_CHECKS)),)

    history_id: Mapped[int] = mapped_column("HISTORY_ID", BigId, primary_key=True)
    text_id: Mapped[str] = mapped_column("TEXT_ID", TextId, index=True)
    action: Mapped[str] = mapped_column("ACTION_CD", sa.String(12))
    before: Mapped[str | None] = mapped_column("BEFORE_NM")
    after: Mapped[str | None] = mapped_column("AFTER_NM")
    by: Mapped[str] = mapped_column("CHANGE_ID", sa.String(80))
    at: Mapped[datetime] = mapped_column("CHANGE_DT")


class BoxEdit(Base):
    """One change of the boxes of a page by a person: what was there before, and which texts are there for it now.

    Attributes:
        before: the rows of TB_OCR_DOC_TEXT that were changed or removed, as they were, by attribute; of a new order the
            ids and places alone.
        after: ids of the texts that were changed or made.
        at: when it was made, or undone.
    """

    __tablename__ = "TB_OCR_BOX_EDIT"
    __table_args__ = (
        sa.ForeignKeyConstraint(["DOC_ID", "PAGE_NO"], ["TB_OCR_PAGE.DOC_ID", "TB_OCR_PAGE.PAGE_NO"]),
        sa.Index("IX_TB_OCR_BOX_EDIT_PLACE", "DOC_ID", "PAGE_NO"),
    )

    edit_id: Mapped[int] = mapped_column("EDIT_ID", BigId, primary_key=True)
    doc_id: Mapped[str] = mapped_column("DOC_ID", DocId)
    page_no: Mapped[int] = mapped_column("PAGE_NO")
    action: Mapped[str] = mapped_column("ACTION_CD", sa.String(12))
    before: Mapped[list[Any]] = mapped_column("BEFORE_ROWS")
    after: Mapped[list[Any]] = mapped_column("AFTER_IDS")
    undone: Mapped[bool] = mapped_column("UNDONE_YN", default=False)
    by: Mapped[str] = mapped_column("EDIT_USER_ID", sa.String(80))
    at: Mapped[datetime] = mapped_column("EDIT_DT")


class TrainText(Base):
    """A text that synthetic training images are made of."""

    __tablename__ = "TB_OCR_TRAIN_TEXT"

    train_text_id: Mapped[int] = mapped_column("TRAIN_TEXT_ID", BigId, primary_key=True)
    text: Mapped[str] = mapped_column("TEXT_NM")
    registered_by: Mapped[str] = mapped_column("REG_ID", sa.String(80))
    registered_at: Mapped[datetime] = mapped_column("REG_DT")
    deleted: Mapped[bool] = mapped_column("DEL_YN", default=False)


class Network(Base):
    """A recogniser: the shipped one, or what a night's training made; why it is, or isn't, the one that reads.

    `DEPLOY_MARK` is 'Y' in exactly one row and null in all others, which the unique constraint holds.
    """

    __tablename__ = "TB_OCR_NETWORK"
    __table_args__ = (sa.UniqueConstraint("DEPLOY_MARK"), sa.UniqueConstraint("REQUEST_ID"))

    network_id: Mapped[str] = mapped_column("NETWORK_ID", DocId, primary_key=True)
    parent_id: Mapped[str | None] = mapped_column("PARENT_ID", DocId)
    request_id: Mapped[int | None] = mapped_column("REQUEST_ID", sa.ForeignKey("TB_REQUEST.REQUEST_ID"))
    status: Mapped[str] = mapped_column("STATUS_CD", sa.String(12))
    deployed: Mapped[str | None] = mapped_column("DEPLOY_MARK", sa.String(1))
    folder: Mapped[str | None] = mapped_column("FOLDER_PATH")
    sha256: Mapped[str | None] = mapped_column("WEIGHTS_SHA256", sa.String(64))
    characters: Mapped[int | None] = mapped_column("CHARACTER_CNT")
    tried: Mapped[str | None] = mapped_column("TRIED_SHA256", sa.String(64), index=True)
    items: Mapped[dict[str, Any] | None] = mapped_column("ITEMS")
    training: Mapped[dict[str, Any] | None] = mapped_column("TRAINING")
    scores: Mapped[dict[str, Any] | None] = mapped_column("SCORES")
    small_sample: Mapped[bool] = mapped_column("SMALL_SAMPLE_YN", default=False)
    reason_ko: Mapped[str | None] = mapped_column("REASON_KO")
    reason_en: Mapped[str | None] = mapped_column("REASON_EN")
    reason_json: Mapped[dict[str, Any] | None] = mapped_column("REASON_JSON", MessageJson)
    reason = StoredMessage("reason")
    rescored: Mapped[dict[str, Any] | None] = mapped_column("RESCORED")
    created_at: Mapped[datetime] = mapped_column("REG_DT")
    trained_at: Mapped[datetime | None] = mapped_column("TRAIN_DT")
    deployed_at: Mapped[datetime | None] = mapped_column("DEPLOY_DT")
    mlflow_run_id: Mapped[str | None] = mapped_column("MLFLOW_RUN_ID", sa.String(64))
    mlflow_told: Mapped[bool] = mapped_column("MLFLOW_YN", default=False)
    mlflow_version: Mapped[str | None] = mapped_column("MLFLOW_MODEL_VERSION", sa.String(20))
