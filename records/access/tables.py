"""The tables of accounts, as SQLAlchemy classes. Columns only; no queries."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from records.base import Base

MARK_DIGITS = 16


class User(Base):
    """An account of the console."""

    __tablename__ = "TB_USER"

    name: Mapped[str] = mapped_column("USER_ID", sa.String(80), primary_key=True)
    role: Mapped[str] = mapped_column("ROLE_CD", sa.String(10))
    password_hash: Mapped[str | None] = mapped_column("PASSWORD_HASH")
    disabled: Mapped[bool] = mapped_column("DISABLED_YN", default=False)
    created_at: Mapped[datetime] = mapped_column("REG_DT")
    signed_in_at: Mapped[datetime | None] = mapped_column("SIGN_IN_DT")


class SignedInSession(Base):
    """A browser that is signed in; only the hash of its cookie is kept.

    Attributes:
        user_agent: what the browser called itself; null for sessions of earlier versions.
    """

    __tablename__ = "TB_SESSION"

    secret_sha256: Mapped[str] = mapped_column("SECRET_SHA256", sa.String(64), primary_key=True)
    user_name: Mapped[str] = mapped_column(
        "USER_ID", sa.String(80), sa.ForeignKey("TB_USER.USER_ID"), index=True
    )
    began_at: Mapped[datetime] = mapped_column("BEGIN_DT")
    expires_at: Mapped[datetime] = mapped_column("EXPIRE_DT")
    user_agent: Mapped[str | None] = mapped_column("USER_AGENT", sa.String(300))

    @property
    def mark(self) -> str:
        """What screens call it. The hash of a random secret opens nothing, and its beginning even less."""
        return self.secret_sha256[:MARK_DIGITS]


class SignInLink(Base):
    """A one-time sign-in link; only the hash of its secret is kept."""

    __tablename__ = "TB_SIGN_IN_LINK"

    secret_sha256: Mapped[str] = mapped_column("SECRET_SHA256", sa.String(64), primary_key=True)
    user_name: Mapped[str] = mapped_column("USER_ID", sa.String(80), sa.ForeignKey("TB_USER.USER_ID"))
    expires_at: Mapped[datetime] = mapped_column("EXPIRE_DT")
    used_at: Mapped[datetime | None] = mapped_column("USE_DT")
