"""Signing in at an identity provider: a real one on loopback, as small as the protocol allows."""

from __future__ import annotations

import threading
import time
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field, replace
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
import uvicorn
from fastapi import FastAPI, Form
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.testclient import TestClient

from console.app import create_app
from console.oidc import Provider
from domain.access import Role
from orchestration.runtime.ports import free_port
from records.access import users
from records.engine import reading, transaction
from tests.console.conftest import HERE


@dataclass
class Idp:
    """Verifies whatever `claims` says."""

    port: int
    claims: dict[str, object] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1"}))
    signs_with: RSAKey | None = None
    nonce: str = ""
    challenge: str = ""

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.get("/.well-known/openid-configuration")
        def metadata() -> dict[str, object]:
            return {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "id_token_signing_alg_values_supported": ["RS256"],
            }

        @app.get("/keys")
        def keys() -> dict[str, object]:
            return {"keys": [self.key.as_dict(private=False)]}

        @app.post("/token")
        def token(code: str = Form(), code_verifier: str = Form()) -> dict[str, object]:
            digest = urlsafe_b64encode(sha256(code_verifier.encode()).digest()).rstrip(b"=").decode()
            assert (code, digest) == ("a code", self.challenge)
            now = int(time.time())
            claims = {
                "iss": self.issuer,
                "aud": "saebyeok",
                "sub": "1",
                "iat": now,
                "exp": now + 60,
                "nonce": self.nonce,
            } | self.claims
            signed = jwt.encode({"alg": "RS256", "kid": "1"}, claims, self.signs_with or self.key)
            return {"access_token": "x", "token_type": "Bearer", "id_token": signed}

        return app


@pytest.fixture
def idp():
    found = Idp(free_port())
    server = uvicorn.Server(
        uvicorn.Config(found.app(), host="127.0.0.1", port=found.port, log_level="critical")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield found
    server.should_exit = True
    thread.join()


@pytest.fixture
def browser(context, idp):
    """A client of a console that trusts the provider, as an address confirmed by it."""

    def open_browser(**trust: object) -> TestClient:
        provider = Provider(idp.issuer, "saebyeok", "secret", **trust)
        app = create_app(replace(context, provider=provider), hosts=["127.0.0.1"])
        return TestClient(app, base_url=HERE, follow_redirects=False, headers={"origin": HERE})

    return open_browser


def go_and_come_back(client: TestClient, idp: Idp, *, state: str | None = None) -> httpx2.Response:
    there = client.get("/sign-in/company?next=/now")
    assert there.status_code == 302, there.text
    asked = {name: values[0] for name, values in parse_qs(urlsplit(there.headers["location"]).query).items()}
    idp.nonce, idp.challenge = asked["nonce"], asked["code_challenge"]
    assert asked["redirect_uri"] == f"{HERE}/sign-in/company/back"
    return client.get("/sign-in/company/back", params={"code": "a code", "state": state or asked["state"]})


@pytest.fixture
def kim(context, now):
    with transaction(context.engine) as session:
        users.add(session, "kim@dawn.kr", Role.EDITOR, password_hash=None, now=now)


VOUCHED = {"email": "kim@dawn.kr", "email_verified": True}


def test_who_has_an_account_is_let_in_and_lands_where_they_wanted(browser, idp, kim):
    idp.claims = VOUCHED
    client = browser()
    assert 'href="/sign-in/company?next=' in client.get("/sign-in").text
    answer = go_and_come_back(client, idp)
    assert (answer.status_code, answer.headers["location"]) == (303, "/now")
    assert "kim@dawn.kr" in client.get("/now").text


def test_who_has_none_is_told_what_to_ask_for(browser, idp):
    idp.claims = VOUCHED
    answer = go_and_come_back(browser(), idp)
    assert answer.status_code == 403
    assert "saebyeok user add kim@dawn.kr" in answer.text


def test_with_a_role_for_new_people_they_get_an_account(browser, idp, context):
    idp.claims = VOUCHED
    assert go_and_come_back(browser(role=Role.VIEWER), idp).status_code == 303
    with reading(context.engine) as session:
        assert users.get(session, "kim@dawn.kr").role == Role.VIEWER


def test_a_closed_account_stays_closed(browser, idp, kim, context):
    with transaction(context.engine) as session:
        users.disable(session, "kim@dawn.kr")
    idp.claims = VOUCHED
    assert go_and_come_back(browser(role=Role.VIEWER), idp).status_code == 403


@pytest.mark.parametrize("verified", [False, None, "true"])
def test_an_address_the_provider_does_not_vouch_for_opens_nothing(browser, idp, kim, verified):
    idp.claims = {"email": "kim@dawn.kr", "email_verified": verified}
    assert go_and_come_back(browser(), idp).status_code == 403


def test_coming_back_with_a_state_that_is_not_this_browsers_opens_nothing(browser, idp, kim):
    idp.claims = VOUCHED
    assert go_and_come_back(browser(), idp, state="another one").status_code == 401


@pytest.mark.parametrize("wrong", [{"nonce": "old"}, {"aud": "other"}, {"iss": "http://else"}, {"exp": 1}])
def test_a_token_that_is_not_for_us_opens_nothing(browser, idp, kim, wrong):
    idp.claims = VOUCHED | wrong
    assert go_and_come_back(browser(), idp).status_code == 401


def test_a_token_of_somebody_elses_key_opens_nothing(browser, idp, kim):
    idp.claims, idp.signs_with = VOUCHED, RSAKey.generate_key(2048, {"kid": "1"})
    assert go_and_come_back(browser(), idp).status_code == 401


def test_where_the_provider_is_away_a_sentence_says_so(context):
    provider = Provider(f"http://127.0.0.1:{free_port()}", "saebyeok", "secret")
    app = create_app(replace(context, provider=provider), hosts=["127.0.0.1"])
    answer = TestClient(app, base_url=HERE, headers={"origin": HERE}).get("/sign-in/company")
    assert answer.status_code == 503
    assert "회사 로그인 서버" in answer.text


def test_without_a_provider_there_is_no_such_way(visit):
    assert visit().get("/sign-in/company").status_code == 404
    assert "/sign-in/company" not in visit().get("/sign-in").text
