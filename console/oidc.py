"""Signing in at the company's own identity provider (OpenID Connect). Authlib speaks the protocol; here is who is let in."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy.orm import Session

from domain.access import Role
from domain.messages import Message
from records.access import users
from records.access.tables import User
from records.errors import DecisionRefused

Claim = Literal["email", "preferred_username"]


@dataclass(frozen=True)
class Provider:
    """An identity provider and what it is trusted with.

    Args:
        issuer: the address below which `.well-known/openid-configuration` lies.
        claim: what names an account here.
        role: of people the console doesn't know yet; None lets in only whom `saebyeok user add` named.
    """

    issuer: str
    client_id: str
    client_secret: str
    claim: Claim = "email"
    role: Role | None = None

    def client(self) -> Any:
        """Authlib's client: state, nonce and PKCE are its own."""
        # A tenth of the console's memory, which most installations have no use for.
        from authlib.integrations.starlette_client import OAuth

        return OAuth().register(
            "company",
            client_id=self.client_id,
            client_secret=self.client_secret,
            server_metadata_url=f"{self.issuer.rstrip('/')}/.well-known/openid-configuration",
            client_kwargs={"scope": "openid email profile", "code_challenge_method": "S256"},
        )


def who_is(session: Session, provider: Provider, claims: Mapping[str, Any], *, now: datetime) -> User:
    """The account of whom the provider vouches for; made with the provider's role where there is none.

    Raises:
        DecisionRefused: the provider doesn't verify the claim, or no account of that name may sign in.
    """
    name = unicodedata.normalize("NFC", str(claims.get(provider.claim) or "").strip())
    # An address anybody may type into their profile says nothing of who they are.
    if not name or (provider.claim == "email" and claims.get("email_verified") is not True):
        raise DecisionRefused(
            Message("the identity provider gave no verified {claim}; ask its admin", claim=provider.claim)
        )
    user = users.find(session, name)
    if user is not None:
        return user
    if provider.role is None or users.exists(session, name):
        raise DecisionRefused(
            Message(
                "'{name}' may not use this console; ask an admin for 'saebyeok user add {name}'", name=name
            )
        )
    return users.add(session, name, provider.role, password_hash=None, now=now)
