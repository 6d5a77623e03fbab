"""TB_SESSION: who is signed in where. A session without a row has ended, whatever cookie is sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from records.access.tables import MARK_DIGITS, SignedInSession, User
from records.access.users import hash_secret


def begin(
    session: Session, user: User, secret: str, *, now: datetime, expires_at: datetime, user_agent: str = ""
) -> None:
    """Let the holder of `secret` act as `user` until `expires_at`; sessions too old by now are forgotten.

    Args:
        user_agent: what the browser calls itself, at most 300 characters.
    """
    session.execute(sa.delete(SignedInSession).where(SignedInSession.expires_at <= now))
    session.add(
        SignedInSession(
            secret_sha256=hash_secret(secret),
            user_name=user.name,
            began_at=now,
            expires_at=expires_at,
            user_agent=user_agent or None,
        )
    )


def user_of(session: Session, secret: str, *, now: datetime) -> User | None:
    """Who the session is of; None where it is unknown, ended or too old, or the account is closed."""
    return session.scalar(
        sa.select(User)
        .join(SignedInSession, SignedInSession.user_name == User.name)
        .where(SignedInSession.secret_sha256 == hash_secret(secret), SignedInSession.expires_at > now)
        .where(User.disabled.is_(False))
    )


def end(session: Session, secret: str) -> None:
    """End one session; unknown ones are over already."""
    session.execute(sa.delete(SignedInSession).where(SignedInSession.secret_sha256 == hash_secret(secret)))


def of_user(session: Session, user_name: str, *, now: datetime) -> Sequence[SignedInSession]:
    """The sessions of a user that have not expired, the newest first."""
    return session.scalars(
        sa.select(SignedInSession)
        .where(SignedInSession.user_name == user_name, SignedInSession.expires_at > now)
        .order_by(SignedInSession.began_at.desc(), SignedInSession.secret_sha256)
    ).all()


def mark_of(secret: str) -> str:
    """What the session of this secret is called on screens; see `SignedInSession.mark`."""
    return hash_secret(secret)[:MARK_DIGITS]


def end_marked(session: Session, user_name: str, marks: Sequence[str]) -> None:
    """End those of a user's own sessions that are called so."""
    session.execute(
        sa.delete(SignedInSession).where(
            SignedInSession.user_name == user_name,
            sa.func.substr(SignedInSession.secret_sha256, 1, MARK_DIGITS).in_(marks),
        )
    )
