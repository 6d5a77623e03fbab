"""Session cookies and the token that forms carry: signed, expiring, ended by counting up TB_USER.SESSION_NO."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy.orm import Session

from records.access import users
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
    seconds: how long a session lasts.
    """

    secret: str
    seconds: float

    def begin(self, user: User) -> str:
        """The cookie of a new session."""
        return self._signer.dumps([user.name, user.session_no, secrets.token_urlsafe(16)])

    def read(self, session: Session, cookie: str | None) -> SignedIn | None:
        """Who the cookie is of; None where it is forged, too old, or was ended."""
        if not cookie:
            return None
        try:
            name, number, nonce = self._signer.loads(cookie, max_age=int(self.seconds))
        except (BadSignature, ValueError, TypeError):
            return None
        user = users.find(session, name)
        if user is None or user.session_no != number:
            return None
        token = hmac.new(self.secret.encode(), f"form:{nonce}".encode(), "sha256").hexdigest()
        return SignedIn(user, token)

    @property
    def _signer(self) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self.secret, salt="session")
