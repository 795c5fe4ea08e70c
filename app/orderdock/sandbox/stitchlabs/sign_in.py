"""OAuth at this Stitch Labs: the page in the browser, tokens, and who may call (sheet 3)."""

from __future__ import annotations

import re
import secrets
from html import escape
from typing import Any
from urllib.parse import parse_qs, urlencode

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from orderdock.sandbox import sign_in_pages as pages
from orderdock.sandbox.clock import SandboxClock
from orderdock.sandbox.refusal import Refusal
from orderdock.sandbox.stitchlabs import demo
from orderdock.sandbox.stitchlabs.manners import Manners
from orderdock.sandbox.stitchlabs.people import BY_ID, PEOPLE
from orderdock.sandbox.stitchlabs.state import Code, StitchLabsState, Token, digest

_LOOPBACK = re.compile(r"http://(?:127\.0\.0\.1|localhost):[1-9][0-9]{0,4}/[\w/-]*")
_PASTED = {demo.TOKEN: 1, demo.OTHER_TOKEN: 2}
_FLOW_LIFE = 600
_NO_STORE = {"Cache-Control": "no-store"}


class _Flow(msgspec.Struct):
    """One sign-in under way in a browser."""

    redirect_uri: str
    state: str
    started_at: float
    account: int = 0


class SignIn:
    """Sign-ins under way live as long as the process; codes and tokens as long as the state."""

    def __init__(self, state: StitchLabsState, clock: SandboxClock, manners: Manners) -> None:
        self._state = state
        self._clock = clock
        self._manners = manners
        self._flows: dict[str, _Flow] = {}

    # the page

    async def begin(self, request: Request) -> Response:
        """GET: check what the program asks for, then ask who is there."""
        query = request.query_params
        redirect_uri = query.get("redirect_uri", "")
        if query.get("client_id") != demo.CLIENT_ID:
            return pages.problem_page(demo.TITLE, "Invalid client", "This app is not registered.")
        if not _LOOPBACK.fullmatch(redirect_uri):
            return pages.problem_page(
                demo.TITLE, "Wrong redirect address", "It is not the one of this app."
            )
        flow = _Flow(redirect_uri, query.get("state", ""), self._clock.now())
        if query.get("response_type") != "code":
            return self._back(flow, error="unsupported_response_type")
        key = secrets.token_urlsafe(24)
        self._flows[key] = flow
        return _who(request.url.path, key)

    async def go_on(self, request: Request) -> Response:
        """POST: who is there, then whether access is granted."""
        form = await _form(request)
        key, action = form.get("flow", ""), request.url.path
        flow = self._flows.get(key)
        if flow is None or self._clock.now() - flow.started_at > _FLOW_LIFE:
            return pages.problem_page(
                demo.TITLE, "This sign-in has ended", "Go back to the app and start again."
            )
        if form.get("step") != "consent" or not flow.account:
            flow.account = PEOPLE.get(form.get("email", "").strip().lower(), 0)
            if not flow.account:
                return _who(action, key, "No administrator has this e-mail.")
            grants = [f"Read orders, products and contacts of {BY_ID[flow.account].name}"]
            body = pages.consent(action, key, "Orderdock", grants)
            return pages.page(demo.TITLE, "Allow access?", body)
        del self._flows[key]
        if form.get("decision") != "allow":
            return self._back(flow, error="access_denied")
        code = secrets.token_urlsafe(24)
        ends = self._clock.now() + self._manners.code_life
        self._state.codes[digest(code)] = Code(flow.account, flow.redirect_uri, ends)
        return self._back(flow, code=code)

    def _back(self, flow: _Flow, **values: str) -> Response:
        if flow.state:
            values["state"] = flow.state
        return RedirectResponse(f"{flow.redirect_uri}?{urlencode(values)}", 303, _NO_STORE)

    # tokens

    async def token(self, request: Request) -> Response:
        """A form, not JSON; the client's secret is needed."""
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/x-www-form-urlencoded":
            return _refused("invalid_request", 400)
        form = await _form(request)
        known = form.get("client_id") == demo.CLIENT_ID
        if not known or form.get("client_secret") != demo.CLIENT_SECRET:
            if self._manners.wrong_client == "message":
                return JSONResponse({"message": "Client authentication failed."}, 401)
            return _refused("invalid_client", 401)
        match form.get("grant_type"):
            case "authorization_code":
                account = self._redeem(form.get("code", ""), form.get("redirect_uri", ""))
            case "refresh_token":
                refresh = digest(form.get("refresh_token", ""))
                account = self._state.refresh_tokens.pop(refresh, None)
            case _:
                return _refused("unsupported_grant_type", 400)
        if account is None:
            return _refused("invalid_grant", 400)
        return JSONResponse(self._issue(account), headers=_NO_STORE)

    def _redeem(self, code: str, redirect_uri: str) -> int | None:
        kept = self._state.codes.get(digest(code))
        late = kept is None or kept.used or kept.expires_at < self._clock.now()
        if kept is None or late or kept.redirect_uri != redirect_uri:
            return None
        kept.used = True
        return kept.account

    def _issue(self, account: int) -> dict[str, Any]:
        access = secrets.token_hex(20)
        life = self._manners.token_life
        ends = self._clock.now() + life if life else None
        self._state.tokens[digest(access)] = Token(account, ends)
        answer: dict[str, Any] = {"access_token": access}
        if life:
            answer |= {"expires_in": str(int(life)), "refresh_token": secrets.token_hex(20)}
            self._state.refresh_tokens[digest(answer["refresh_token"])] = account
        return answer

    def account_of(self, request: Request) -> int:
        """Whose data a call may read, by its header `access_token`. Raises `Refusal` 401."""
        token = request.headers.get("access_token", "").strip()
        if not token:
            raise Refusal(401, "unauthorized", "Send the header access_token.")
        if digest(token) in self._state.revoked:
            raise Refusal(401, "unauthorized", "The access token was revoked.")
        for pasted, account in _PASTED.items():
            if token == pasted or token.startswith(f"{pasted}-"):
                self._state.tokens.setdefault(digest(token), Token(account))
        held = self._state.tokens.get(digest(token))
        if held is None or (held.expires_at is not None and held.expires_at <= self._clock.now()):
            raise Refusal(401, "unauthorized", "The access token is not valid.")
        return held.account

    def expire_all(self) -> None:
        """Every token of a browser sign-in is over; what renews them works."""
        for token in self._state.tokens.values():
            if token.expires_at is not None:
                token.expires_at = 0

    def revoke_all(self) -> None:
        """Nothing given out so far works any more, pasted tokens included."""
        self._state.revoked += [*self._state.tokens, *map(digest, _PASTED)]
        self._state.refresh_tokens.clear()


def _who(action: str, flow: str, error: str = "") -> Response:
    inside = (
        '<label for="email">E-mail</label><input type="text" id="email" name="email" required '
        f'autofocus placeholder="{escape(demo.EMAIL)}">'
        '<div class="row"><button class="first" name="step" value="who">Continue</button></div>'
    )
    body = (
        '<p class="soft">Sign in as an administrator of your account.</p>'
        + pages.error(error)
        + pages.form(action, flow, inside)
    )
    hint = f"This is a sandbox. Use {escape(demo.EMAIL)}."
    return pages.page(demo.TITLE, "Sign in to Stitch Labs", body, hint=hint)


async def _form(request: Request) -> dict[str, str]:
    text = (await request.body()).decode("utf-8", "replace")
    return {key: values[-1] for key, values in parse_qs(text).items()}


def _refused(error: str, status: int) -> Response:
    return JSONResponse({"error": error}, status, _NO_STORE)
