"""Stackline's other side, made for tests alone: it shares nothing with client or sandbox."""

from __future__ import annotations

import json
import os
import secrets
import time
from base64 import b64encode, urlsafe_b64encode
from hashlib import md5, sha256
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tests.support.sandbox import Answer, Visitor, fetch

PORTAL = "sandbox-portal-0199"
CLIENT = "bc_example_rewards_app_demo"
REDIRECT = "http://127.0.0.1:51234/callback"
PASSWORD = "correct horse"
FINAL = ("completed", "error", "timed_out")


def aes(key: bytes, vector: bytes, plain: bytes) -> bytes:
    padder = padding.PKCS7(128).padder()
    writer = Cipher(algorithms.AES256(key), modes.CBC(vector)).encryptor()
    return writer.update(padder.update(plain) + padder.finalize()) + writer.finalize()


def stretched(token: bytes, salt: bytes) -> bytes:
    """48 bytes of key and vector (EVP_BytesToKey, MD5, one round)."""
    material = last = b""
    while len(material) < 48:
        last = md5(last + token + salt, usedforsecurity=False).digest()
        material += last
    return material


def seal(cipher: str, token: str, plain: bytes) -> str:
    """`connectionInfo` by cipher a-e (sheet 4.4); `d2` is d with C's encoding."""
    salt = os.urandom(8) if cipher == "a" else b""
    if cipher in ("a", "e"):
        material = stretched(token.encode(), salt)
        sealed = aes(material[:32], material[32:], plain)
        return sealed.hex() if cipher == "e" else b64encode(b"Salted__" + salt + sealed).decode()
    key = bytes.fromhex(token) if cipher.startswith("d") else sha256(token.encode()).digest()
    vector = os.urandom(16)
    sealed = aes(key, vector, plain)
    if cipher in ("c", "d2"):
        return f"{vector.hex()}:{sealed.hex()}"
    return b64encode(vector + sealed).decode()


class Customer:
    """One person with one token."""

    def __init__(self, base: str, token: str = PORTAL) -> None:
        self.base = base
        self.token = token

    def get(self, path: str, **query: object) -> Answer:
        text = f"?{urlencode(query)}" if query else ""
        return fetch("GET", f"{self.base}{path}{text}", token=self.token)

    def post(self, path: str, body: object = None) -> Answer:
        return fetch("POST", f"{self.base}{path}", token=self.token, body=body)

    def put(self, path: str, body: object) -> Answer:
        return fetch("PUT", f"{self.base}{path}", token=self.token, body=body)

    # connecting

    def sealed(self, password: str = PASSWORD, cipher: str = "a") -> dict[str, str]:
        """`connectionInfo` and `currentStamp` under a fresh token."""
        totp = self.get("/sync/auth/totp").json
        plain = json.dumps({"username": "demo@example.com", "password": password}).encode()
        return {
            "connectionInfo": seal(cipher, str(totp["token"]), plain),
            "currentStamp": str(totp["currentStamp"]),
        }

    def connect(
        self,
        retailer: int,
        *,
        password: str = PASSWORD,
        cipher: str = "a",
        **changes: object,
    ) -> Answer:
        body = {"retailerId": retailer, "mode": "CONNECT", **self.sealed(password, cipher)}
        return self.post("/sync/connections/connect", {**body, **changes})

    def session(self, batch: str) -> dict[str, Any]:
        answer: dict[str, Any] = self.get(f"/sync/sessions/{batch}").json
        return answer

    def until(self, batch: str, *statuses: str) -> dict[str, Any]:
        """The first retailer's item once its status is one of these."""
        ends = time.monotonic() + 60
        while True:
            item: dict[str, Any] = self.session(batch)["retailerSyncSessions"][0]
            if item["syncStatus"] in statuses:
                return item
            assert time.monotonic() < ends, f"still {item['syncStatus']}, not {statuses}"

    def finished(self, batch: str) -> dict[str, Any]:
        """The session once nothing in it goes on."""
        ends = time.monotonic() + 60
        while (body := self.session(batch))["status"] != "normal":
            assert time.monotonic() < ends, body
        return body

    def connected(self, retailer: int = 2, **more: Any) -> dict[str, Any]:
        """Connect a retailer that asks nothing; the final item."""
        return self.until(self.connect(retailer, **more).json["batchId"], *FINAL)

    def choose(self, batch: str, req_id: str, option: str) -> Answer:
        body = {"eventType": "choose", "reqId": req_id, "selectedOption": option}
        return self.post(f"/sync/sessions/{batch}/mfa", body)

    def enter(self, batch: str, req_id: str, code: object) -> Answer:
        body = {"eventType": "enter", "reqId": req_id, "otpValue": code}
        return self.post(f"/sync/sessions/{batch}/mfa", body)

    def sync(self) -> dict[str, Any]:
        """Sync everything; the first retailer's final item."""
        return self.until(self.post("/sync/connections/sync").json["batchId"], *FINAL)

    def pages(self, limit: int, end: int) -> list[dict[str, Any]]:
        """All orders up to `end`, put together from pages of `limit`."""
        return [
            record
            for offset in range(0, end, limit)
            for record in self.orders(limit=limit, offset=offset)
        ]

    def orders(self, **query: object) -> list[dict[str, Any]]:
        records: list[dict[str, Any]] = self.get("/sync/orders", **{"limit": 1000, **query}).json
        return records


class Browser:
    """A program that signs in by OAuth, with its verifier and its state."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.verifier = secrets.token_urlsafe(48)
        self.state = secrets.token_urlsafe(12)

    @property
    def challenge(self) -> str:
        return urlsafe_b64encode(sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()

    def url(self, **changes: str) -> str:
        query = {
            "response_type": "code",
            "client_id": CLIENT,
            "redirect_uri": REDIRECT,
            "scope": "accounts:read accounts:connect accounts:sync orders:read",
            "state": self.state,
            "code_challenge": self.challenge,
            "code_challenge_method": "S256",
        }
        return f"{self.base}/oauth/authorize?{urlencode({**query, **changes})}"

    def walk(self, *, allow: bool = True, **changes: str) -> dict[str, str]:
        """What the redirect brings back."""
        address = Visitor().sign_in(self.url(**changes), allow=allow)
        return {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}

    def token(self, **form: str) -> Answer:
        return fetch("POST", f"{self.base}/oauth/token", form={"client_id": CLIENT, **form})

    def redeem(self, code: str, **changes: str) -> Answer:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": REDIRECT,
            "code_verifier": self.verifier,
        }
        return self.token(**{**form, **changes})

    def tokens(self) -> dict[str, Any]:
        answer = self.redeem(self.walk()["code"])
        assert answer.status == 200, answer
        tokens: dict[str, Any] = answer.json
        return tokens

    def refresh(self, token: str) -> Answer:
        return self.token(grant_type="refresh_token", refresh_token=token)
