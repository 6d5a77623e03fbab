"""Settings of the servers: where each listens, and how others reach it."""

from __future__ import annotations

import re

from pydantic import BaseModel, Field, SecretStr, field_validator


class ServerSettings(BaseModel):
    """Addresses and ports of the console, Dagster, MLflow and the code server."""

    host: str = Field("127.0.0.1", description="Address the servers bind to.")
    dagster_port: int = Field(3000, ge=1, le=65535, description="Port of Dagster's UI.")
    console_port: int = Field(8000, ge=1, le=65535, description="Port of the console.")
    mlflow_port: int = Field(5000, ge=1, le=65535, description="Port of MLflow's UI.")
    code_host: str = Field(
        "127.0.0.1",
        description="Name by which Dagster's servers reach the code server, where it runs apart from them.",
    )
    code_port: int = Field(
        0, ge=0, le=65535, description="Port of the code server. 0: a free one, chosen by 'up' and 'prepare'."
    )
    console_public_url: str = Field(
        "",
        description="Address of the console as browsers reach it, for links. Empty: this machine's.",
    )
    dagster_public_url: str = Field(
        "",
        description="Address of Dagster's UI as browsers reach it, for the console's links. Empty: this machine's.",
    )
    mlflow_public_url: str = Field(
        "",
        description="Address of MLflow's UI as browsers reach it, for links; the server then answers to it. "
        "Empty: this machine's.",
    )
    dagster_url: str = Field(
        "",
        description="Dagster's web server, as the serving process launches runs by it. Empty: this machine's.",
    )
    mlflow_url: str = Field("", description="Tracking server. Empty: the one 'up' starts.")
    failure_webhook: SecretStr = Field(
        SecretStr(""),
        description="Address that failed runs are posted to as JSON, https:// or on this machine; see operations.md. "
        "Empty: failed runs are only logged.",
    )

    @field_validator("failure_webhook")
    @classmethod
    def _webhook(cls, url: SecretStr) -> SecretStr:
        allowed = r"https://[^\s/@]+(/\S*)?|http://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(/\S*)?"
        if url.get_secret_value() and not re.fullmatch(allowed, url.get_secret_value()):
            raise ValueError("no address of a webhook")
        return url

    @field_validator("console_public_url", "dagster_public_url", "mlflow_public_url")
    @classmethod
    def _address(cls, url: str) -> str:
        if url and not re.fullmatch(r"https?://[\w.:\[\]-]+/?", url):
            raise ValueError("no address of a server")
        return url.rstrip("/")
