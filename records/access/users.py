"""TB_USER and TB_SIGN_IN_LINK: adding accounts, finding them, one-time sign-in links."""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.access import Role
from domain.messages import Message
from records.access.tables import SignedInSession, SignInLink, User
from records.engine import advisory_lock, row_lock
from records.errors import DecisionRefused, NotFound

LINK_LASTS = timedelta(hours=24)
_NAME = re.compile(r"[\w.@+-]{1,80}")


def get(session: Session, name: str) -> User:
    """Raises NotFound."""
    user = session.get(User, unicodedata.normalize("NFC", name))
    if user is None:
        raise NotFound(Message("there is no user {name}; see the list of users", name=name))
    return user


def find(session: Session, name: str) -> User | None:
    """The account of that name, if it may be used."""
    user = session.get(User, unicodedata.normalize("NFC", name))
    return user if user is not None and not user.disabled else None


def exists(session: Session, name: str) -> bool:
    """Whether there is an account of that name, closed ones included."""
    return session.get(User, unicodedata.normalize("NFC", name)) is not None


def everyone(session: Session) -> Sequence[User]:
    """All accounts, by name."""
    return session.scalars(sa.select(User).order_by(User.name)).all()


def names_of(session: Session, role: Role) -> list[str]:
    """The accounts in use that may do what `role` may, by name."""
    return [user.name for user in everyone(session) if not user.disabled and Role(user.role).may(role)]


def add(session: Session, name: str, role: Role, *, password_hash: str | None, now: datetime) -> User:
    """Add an account, or give an existing one this role and, where there is one, password.

    Raises:
        DecisionRefused: the name holds what a name can't.
    """
    name = unicodedata.normalize("NFC", name.strip())
    if not _NAME.fullmatch(name):
        raise DecisionRefused(Message("a user's name is of letters, digits and . _ @ + -, at most 80"))
    user = session.get(User, name)
    if user is None:
        user = User(name=name, role=role, created_at=now)
        session.add(user)
    user.role = role
    user.disabled = False
    if password_hash is not None:
        set_password(session, user, password_hash)
    session.flush()
    return user


def set_password(session: Session, user: User, password_hash: str) -> None:
    """Give a new password; every session of the account ends, and no link lets in any more."""
    user.password_hash = password_hash
    _end_sessions(session, user)
    _void_links(session, user)


def take_password(session: Session, user: User) -> None:
    """Remove a forgotten password: a one-time link lets its owner choose a new one."""
    user.password_hash = None
    _end_sessions(session, user)
    _void_links(session, user)


def disable(session: Session, name: str) -> User:
    """Close an account and end its sessions; what it did keeps its name."""
    user = get(session, name)
    user.disabled = True
    _end_sessions(session, user)
    _void_links(session, user)
    return user


def add_link(session: Session, user: User, secret: str, *, expires_at: datetime) -> None:
    """Let the holder of `secret` in once as `user`, until `expires_at`."""
    session.add(SignInLink(secret_sha256=hash_secret(secret), user_name=user.name, expires_at=expires_at))


def give_link(session: Session, user: User, *, now: datetime) -> str:
    """The secret of a new link that lets in once as `user`, for `LINK_LASTS`."""
    secret = secrets.token_urlsafe(24)
    add_link(session, user, secret, expires_at=now + LINK_LASTS)
    return secret


def require_an_admin(session: Session) -> None:
    """Raises DecisionRefused if no account would be left that can manage the others."""
    advisory_lock(session, "admins")
    session.flush()
    admins = sa.select(User.name).where(User.role == Role.ADMIN, User.disabled.is_(False)).limit(1)
    if session.scalar(admins) is None:
        raise DecisionRefused(Message("there has to be an admin; give another account that role first"))


def use_link(session: Session, secret: str, *, now: datetime) -> User | None:
    """Whom the link lets in; None where it is unknown, used or too old. It is used up by this."""
    link = session.get(SignInLink, hash_secret(secret), with_for_update=row_lock(session))
    if link is None or link.used_at is not None or link.expires_at < now:
        return None
    user = find(session, link.user_name)
    if user is not None:
        link.used_at = now
    return user


def _end_sessions(session: Session, user: User) -> None:
    session.execute(sa.delete(SignedInSession).where(SignedInSession.user_name == user.name))


def _void_links(session: Session, user: User) -> None:
    """Links are printed where others may look later: in a terminal, a journal, a message."""
    session.execute(
        sa.delete(SignInLink).where(SignInLink.user_name == user.name, SignInLink.used_at.is_(None))
    )


def hash_secret(secret: str) -> str:
    """What is kept of the secret of a link or a session."""
    # Secrets are random and long, so a plain hash can't be turned back.
    return hashlib.sha256(secret.encode()).hexdigest()
