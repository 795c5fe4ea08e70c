"""The browser's part of OAuth: phone number, one-time code, consent, and back (sheet 3)."""

from __future__ import annotations

import re
import secrets
from typing import NamedTuple
from urllib.parse import parse_qs, urlencode

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from orderdock.sandbox.clock import SandboxClock
from orderdock.sandbox.stackline import demo, pages
from orderdock.sandbox.stackline.manners import Manners
from orderdock.sandbox.stackline.state import AuthorizationCode, StacklineState, digest
from orderdock.sandbox.stackline.tokens import READ_SCOPES, SCOPES, plain_phone

_LOOPBACK = re.compile(r"http://127\.0\.0\.1:[1-9][0-9]{0,4}/callback")
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_FLOW_LIFE = 600
_TRIES = 3


class Client(NamedTuple):
    """A registered program: its name on the consent page, and the most it may ask for."""

    name: str
    scopes: tuple[str, ...]


CLIENTS: dict[str, Client] = {
    demo.CLIENT_ID: Client("Rewards demo app", SCOPES),
    demo.READ_ONLY_CLIENT_ID: Client("Read-only demo app", READ_SCOPES),
}

_PEOPLE = {plain_phone(demo.PHONE), plain_phone(demo.OTHER_PHONE)}


class _Flow(msgspec.Struct):
    """One sign-in under way in a browser."""

    client_id: str
    redirect_uri: str
    state: str
    challenge: str
    scopes: list[str]
    started_at: float
    phone: str = ""
    signed_in: bool = False
    wrong_codes: int = 0


class Authorize:
    """The authorization endpoint. Sign-ins under way live as long as the process."""

    def __init__(self, state: StacklineState, clock: SandboxClock, manners: Manners) -> None:
        self._state = state
        self._clock = clock
        self._manners = manners
        self._flows: dict[str, _Flow] = {}

    async def begin(self, request: Request) -> Response:
        """GET: check what the program asks for, then show the first page."""
        query = request.query_params
        client = CLIENTS.get(query.get("client_id", ""))
        if client is None:
            return pages.problem_page(
                "Invalid client", "This app is not registered, or it has been disabled."
            )
        redirect_uri = query.get("redirect_uri", "")
        if not _LOOPBACK.fullmatch(redirect_uri):
            return pages.problem_page(
                "Wrong redirect address", "The redirect address is not registered for this app."
            )
        state = query.get("state", "")
        flow = _Flow(
            client_id=query["client_id"],
            redirect_uri=redirect_uri,
            state=state,
            challenge=query.get("code_challenge", ""),
            scopes=query.get("scope", "").split() or list(client.scopes),
            started_at=self._clock.now(),
        )
        asked = (query.get("response_type"), query.get("code_challenge_method"))
        complaint = _complaint(asked, flow, client)
        if complaint:
            return self._back(flow, error=complaint[0], error_description=complaint[1])
        key = secrets.token_urlsafe(24)
        self._flows[key] = flow
        return pages.phone_page(request.url.path, key)

    def _back(self, flow: _Flow, **values: str) -> Response:
        """Send the browser to the program with these values and its `state`."""
        if flow.state:
            values["state"] = flow.state
        return RedirectResponse(
            f"{flow.redirect_uri}?{urlencode(values)}", 303, {"Cache-Control": "no-store"}
        )

    async def go_on(self, request: Request) -> Response:
        """POST: one page filled in."""
        form = {
            key: values[-1] for key, values in parse_qs((await request.body()).decode()).items()
        }
        key, action = form.get("flow", ""), request.url.path
        flow = self._flows.get(key)
        if flow is None or self._clock.now() - flow.started_at > _FLOW_LIFE:
            self._flows.pop(key, None)
            return pages.problem_page(
                "This sign-in has ended", "Go back to the app and start the sign-in again."
            )
        match form.get("step"):
            case "phone":
                return self._phone(flow, action, key, form.get("phone", ""))
            case "code" if flow.phone:
                return self._code(flow, action, key, form.get("code", ""))
            case "consent" if flow.signed_in:
                del self._flows[key]
                return self._consent(flow, allowed=form.get("decision") == "allow")
        return pages.phone_page(action, key)

    def _hint(self) -> str:
        return f"This is a sandbox. The code is {self._manners.sign_in_code}."

    def _phone(self, flow: _Flow, action: str, key: str, typed: str) -> Response:
        number = plain_phone(typed)
        if not number.startswith("+"):
            error = "Start with the country code, for example +1."
            return pages.phone_page(action, key, error, typed)
        if number not in _PEOPLE:
            return pages.phone_page(action, key, "No account has this phone number.", typed)
        flow.phone, flow.signed_in, flow.wrong_codes = number, False, 0
        return pages.code_page(action, key, number, self._hint())

    def _code(self, flow: _Flow, action: str, key: str, typed: str) -> Response:
        if typed.replace(" ", "") != self._manners.sign_in_code:
            flow.wrong_codes += 1
            if flow.wrong_codes >= _TRIES:
                flow.phone = ""
                return pages.phone_page(action, key, "That was wrong three times. Start again.")
            error = "That code is not right. Try again."
            return pages.code_page(action, key, flow.phone, self._hint(), error)
        flow.signed_in = True
        return pages.consent_page(action, key, CLIENTS[flow.client_id].name, flow.scopes)

    def _consent(self, flow: _Flow, *, allowed: bool) -> Response:
        if not allowed:
            return self._back(
                flow, error="access_denied", error_description="The person refused access."
            )
        code = f"sbx_code_{secrets.token_urlsafe(24)}"
        self._state.codes[digest(code)] = AuthorizationCode(
            phone=flow.phone,
            family=secrets.token_hex(8),
            client_id=flow.client_id,
            redirect_uri=flow.redirect_uri,
            challenge=flow.challenge,
            scopes=flow.scopes,
            expires_at=self._clock.now() + self._manners.code_life,
        )
        return self._back(flow, code=code)


def _complaint(
    asked: tuple[str | None, str | None], flow: _Flow, client: Client
) -> tuple[str, str] | None:
    """What is wrong with a request from a known client, as OAuth error and description.

    `asked` is the response type and the challenge method.
    """
    if asked[0] != "code":
        return "unsupported_response_type", "Only response_type=code is offered."
    if not flow.state:
        return "invalid_request", "state is missing."
    if asked[1] != "S256" or not _CHALLENGE.fullmatch(flow.challenge):
        return "invalid_request", "A code_challenge with method S256 is needed."
    if not set(flow.scopes) <= set(client.scopes):
        return "invalid_scope", "This app may not ask for that permission."
    return None
