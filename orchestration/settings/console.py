"""Settings of the console: who is let in, from where, and for how long."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field, SecretStr, field_validator
from pydantic_settings import NoDecode

SHORTEST_SECRET = 32


def _listed(value: Any) -> Any:
    """A list as people write one in an environment: with commas between."""
    return [one.strip() for one in value.split(",") if one.strip()] if isinstance(value, str) else value


Names = Annotated[list[str], NoDecode, BeforeValidator(_listed)]


class ConsoleSettings(BaseModel):
    """Names, proxies, sessions, uploads and the sign-in of others (OpenID Connect)."""

    console_hosts: Names = Field(
        [],
        description="Further names by which browsers reach the console, as a proxy in front of it has them. "
        "In the environment with commas between.",
    )
    console_https: bool = Field(
        False,
        description="Whether browsers reach the console by HTTPS alone (a proxy's); cookies then say so.",
    )
    console_proxies: Names = Field(
        [],
        description="Addresses or networks of proxies in front of the console: what they say of whom they speak "
        "for is believed. Without them everybody behind a proxy shares one limit of failed sign-ins. "
        "In the environment with commas between.",
    )
    console_secret: SecretStr = Field(
        SecretStr(""),
        description="What the console's forms are signed with, of 32 characters or more, better in the environment than "
        "in a file. Empty: made once and kept in the home.",
    )
    console_session_hours: float = Field(
        12, ge=0.1, allow_inf_nan=False, description="How long a sign-in to the console lasts."
    )
    console_upload_mb: int = Field(512, ge=1, description="Most of one upload in the console, in MiB.")
    blind_second_keying: bool = Field(
        False,
        description="Whether amounts that a person confirms in the console are keyed by a second person, who doesn't see "
        "what was confirmed.",
    )
    console_oidc_issuer: str = Field(
        "",
        description="Address of an OpenID Connect provider at which people may sign in to the console. Empty: none.",
    )
    console_oidc_client_id: str = Field("", description="The console's name at that provider.")
    console_oidc_client_secret: SecretStr = Field(
        SecretStr(""), description="Its secret there; better in the environment than in a file."
    )
    console_oidc_claim: Literal["email", "preferred_username"] = Field(
        "email", description="Which of the provider's claims is an account's name here."
    )
    console_oidc_role: Literal["", "viewer", "editor", "admin"] = Field(
        "", description="Role of people of that provider who have no account yet. Empty: they are not let in."
    )

    @field_validator("console_proxies")
    @classmethod
    def _networks(cls, proxies: list[str]) -> list[str]:
        for proxy in proxies:
            ip_network(proxy)
        return proxies

    @field_validator("console_secret")
    @classmethod
    def _long_enough(cls, secret: SecretStr) -> SecretStr:
        if 0 < len(secret.get_secret_value()) < SHORTEST_SECRET:
            raise ValueError("too short to be a secret")
        return secret
