"""Who may use the console of this home: its secret, the link that lets the first person in."""

from __future__ import annotations

import os
import secrets
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from domain.access import Role
from domain.messages import Message
from orchestration.settings import Settings
from orchestration.settings.addresses import reachable
from records.access import users
from records.access.tables import User
from records.engine import open_engine, transaction

FIRST_USER = "admin"


def console_url(settings: Settings) -> str:
    """Where a browser finds the console."""
    return settings.console_public_url or f"http://{reachable(settings.host)}:{settings.console_port}"


def console_address(settings: Settings) -> Message:
    """The console's address, with a one-time link as long as no account has a password."""
    engine = open_engine(settings.effective_database_url)
    try:
        with transaction(engine) as session:
            if any(user.password_hash for user in users.everyone(session)):
                return Message("Saebyeok (console): {url}", url=console_url(settings))
            now = datetime.now(ZoneInfo(settings.time_zone))
            user = users.add(session, FIRST_USER, Role.ADMIN, password_hash=None, now=now)
            link = sign_in_link(session, settings, user, now=now)
    finally:
        engine.dispose()
    return Message("Saebyeok (console), one-time link: {link}", link=link)


def sign_in_link(session: Session, settings: Settings, user: User, *, now: datetime) -> str:
    """A one-time sign-in link for `user`."""
    secret = users.give_link(session, user, now=now)
    return f"{console_url(settings)}/sign-in?key={secret}"


def console_secret(settings: Settings) -> str:
    """The secret that form tokens are derived from; created on first use unless set, readable by its owner alone."""
    if chosen := settings.console_secret.get_secret_value():
        return chosen
    home = settings.home
    path = home / "console.secret"
    if not path.exists():
        part = home / f".console.secret.{os.getpid()}"
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(part, path)  # the first one wins
        except FileExistsError:
            pass
        finally:
            part.unlink()
    return path.read_text(encoding="utf-8")
