"""The people, programs and tokens that exist at this Stitch Labs."""

from __future__ import annotations

from typing import Any

TITLE = "Stitch Labs"

EMAIL = "demo@example.com"
OTHER_EMAIL = "other@example.com"
CLIENT_ID = "sl-demo-client"
CLIENT_SECRET = "sandbox-client-secret"
TOKEN = "sandbox-stitchlabs-token"
OTHER_TOKEN = "sandbox-stitchlabs-other"
"""Tokens work with any ending after a further dash too: `sandbox-stitchlabs-token-abc`."""


def answers() -> dict[str, str]:
    """By field key, what connects the first account."""
    return {
        "sign_in": "token",
        "access_token": TOKEN,
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
    }


def sign_ins() -> dict[str, Any]:
    """Everything that can be typed, for programs."""
    return {
        "answers": answers(),
        "email": EMAIL,
        "other_email": OTHER_EMAIL,
        "other_access_token": OTHER_TOKEN,
    }


def text() -> list[str]:
    """Lines for people, each without indent."""
    return [
        f"browser sign-in   client id {CLIENT_ID}, client secret {CLIENT_SECRET}",
        f"                  then e-mail {EMAIL} or {OTHER_EMAIL}",
        f"access token      {TOKEN} or {OTHER_TOKEN}",
    ]
