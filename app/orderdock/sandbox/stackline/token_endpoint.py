"""The program's part of OAuth: codes and refresh tokens against tokens, revoking (sheet 3.2)."""

from __future__ import annotations

import base64
import hashlib
import re
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from orderdock.sandbox.stackline.authorize import CLIENTS
from orderdock.sandbox.stackline.tokens import OAuthRefusal, Tokens

_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")
_NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}


def _needed(form: dict[str, str], key: str) -> str:
    if not form.get(key):
        raise OAuthRefusal("invalid_request", f"{key} is missing.")
    return form[key]


class TokenEndpoint:
    """`/oauth/token` and `/oauth/revoke`, for public clients: no secret."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens

    async def token(self, request: Request) -> Response:
        try:
            form = await self._form(request)
            match form.get("grant_type"):
                case "authorization_code":
                    answer = self._redeem(form)
                case "refresh_token":
                    answer = self._tokens.refresh(_needed(form, "refresh_token"), form["client_id"])
                case None:
                    raise OAuthRefusal("invalid_request", "grant_type is missing.")  # noqa: TRY301
                case _:
                    raise OAuthRefusal("unsupported_grant_type", "Not offered.")  # noqa: TRY301
        except OAuthRefusal as refusal:
            return _refused(refusal)
        return JSONResponse(answer, headers=_NO_STORE)

    async def revoke(self, request: Request) -> Response:
        try:
            form = await self._form(request)
            self._tokens.revoke(_needed(form, "token"), form["client_id"])
        except OAuthRefusal as refusal:
            return _refused(refusal)
        return Response(status_code=200, headers=_NO_STORE)

    async def _form(self, request: Request) -> dict[str, str]:
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/x-www-form-urlencoded":
            raise OAuthRefusal("invalid_request", "Send a form, not another content type.")
        text = (await request.body()).decode("utf-8", "replace")
        form = {key: values[-1] for key, values in parse_qs(text).items()}
        if form.get("client_id") not in CLIENTS:
            raise OAuthRefusal("invalid_client", "This app is not registered.", 401)
        return form

    def _redeem(self, form: dict[str, str]) -> dict[str, object]:
        code, verifier = _needed(form, "code"), _needed(form, "code_verifier")
        if not _VERIFIER.fullmatch(verifier):
            raise OAuthRefusal("invalid_request", "The code_verifier is malformed.")
        hashed = hashlib.sha256(verifier.encode()).digest()
        challenge = base64.urlsafe_b64encode(hashed).rstrip(b"=").decode()
        redirect_uri = _needed(form, "redirect_uri")
        return self._tokens.redeem(code, form["client_id"], redirect_uri, challenge)


def _refused(refusal: OAuthRefusal) -> Response:
    body = {"error": refusal.error, "error_description": refusal.description}
    return JSONResponse(body, refusal.status, _NO_STORE)
