"""Session cookies and the token that forms carry: a random secret, in force while TB_SESSION knows it."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from console.user_agents import MOST_CHARACTERS
from records.access import sessions
from records.access.tables import User

COOKIE = "saebyeok_session"


@dataclass(frozen=True)
class SignedIn:
    """Who is signed in, and the token their pages send back with every change."""

    user: User
    token: str


def same_token(sent: str, token: str) -> bool:
    """Whether a page sent its token back, whatever was sent in its place."""
    return hmac.compare_digest(sent.encode("utf-8", "replace"), token.encode())


@dataclass(frozen=True)
class Sessions:
    """Args:
    secret: what the forms' tokens are derived with.
    length: how long a session lasts.
    """

    secret: str
    length: timedelta

    def begin(self, session: Session, user: User, now: datetime, *, user_agent: str = "") -> str:
        """The cookie of a new session, of a browser that calls itself so."""
        cookie = secrets.token_urlsafe(32)
        kept = user_agent[:MOST_CHARACTERS].replace("\x00", "")
        sessions.begin(session, user, cookie, now=now, expires_at=now + self.length, user_agent=kept)
        return cookie

    def read(self, session: Session, cookie: str | None, now: datetime) -> SignedIn | None:
        """Who the cookie is of; None where it is forged, too old, or was ended."""
        user = sessions.user_of(session, cookie, now=now) if cookie else None
        if user is None or cookie is None:
            return None
        token = hmac.new(self.secret.encode(), f"form:{cookie}".encode(), "sha256").hexdigest()
        return SignedIn(user, token)
