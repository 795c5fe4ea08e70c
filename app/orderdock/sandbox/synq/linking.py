"""Linking a shop: the address to open, the pages there, the callback, the list (sheet 5)."""

from __future__ import annotations

import re
import secrets
from html import escape
from typing import Any
from urllib.parse import parse_qs, urlencode

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from orderdock.sandbox.bodies import answer
from orderdock.sandbox.clock import SandboxClock, iso
from orderdock.sandbox.refusal import Refusal
from orderdock.sandbox.synq import people
from orderdock.sandbox.synq.manners import Manners
from orderdock.sandbox.synq.people import BY_ID, PLATFORMS, Tenant, uid
from orderdock.sandbox.synq.state import Connection, SynqState
from orderdock.sandbox.synq.tokens import Tokens, mint

_ID = re.compile(r"[A-Za-z0-9_.-]{1,200}")
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'; "
    "form-action 'self' http://127.0.0.1:*"
)
_STYLE = """:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;
margin:12vh auto;padding:0 1rem}h1{font-size:1.4rem}button{font:inherit;font-weight:600;padding:10px
16px;margin:4px 8px 4px 0;border-radius:8px;cursor:pointer}code{overflow-wrap:anywhere}"""


class Linking:
    """The connections of all tenants, over the sandbox's state."""

    def __init__(
        self, state: SynqState, clock: SandboxClock, manners: Manners, tokens: Tokens
    ) -> None:
        self._state = state
        self._clock = clock
        self._manners = manners
        self._tokens = tokens

    def of(self, tenant: Tenant) -> list[Connection]:
        """All that were authorised, whether or not they are registered."""
        return self._state.connections.setdefault(tenant.number, [])

    def shops(self, tenant: Tenant) -> list[str]:
        """The platforms that are linked now."""
        return [one.provider for one in self.of(tenant) if one.active]

    def authorise(self, tenant: Tenant, provider: str) -> Connection:
        """The person allowed access at a platform."""
        key = f"conn_{provider}_{secrets.token_hex(3)}"
        made = Connection(key, provider, PLATFORMS[provider], self._clock.now())
        self.of(tenant).append(made)
        return made

    def register(self, connection: Connection) -> None:
        """Synq knows it from now on; the list shows it after some looks."""
        connection.registered += 1
        if not connection.active:
            connection.active, connection.hidden = True, self._manners.polls

    # the API

    async def auth_url(self, request: Request) -> Response:
        tenant = self._linking(request)
        base = f"{request.url.scheme}://{request.url.netloc}{request.scope['root_path']}"
        query = urlencode({"category": "commerce", "state": tenant.id})
        return answer({"auth_url": f"{base}/unified.example/integration/auth?{query}"})

    async def callback(self, request: Request) -> Response:
        tenant = self._linking(request)
        try:
            body = msgspec.json.decode(await request.body(), type=dict[str, Any])
        except msgspec.MsgspecError as error:
            raise Refusal(400, "bad_request", "The body must be a JSON object") from error
        key, provider = body.get("connection_id"), body.get("provider", "")
        if not isinstance(key, str) or not key:
            raise Refusal(400, "bad_request", "connection_id is required")
        if not _ID.fullmatch(key) or provider != str(provider).lower() or not provider:
            raise Refusal(400, "bad_request", "Invalid connection_id or provider")
        if body.get("category", "commerce") not in PLATFORMS.values():
            raise Refusal(400, "bad_request", "Invalid category")
        found = next((one for one in self.of(tenant) if one.id == key), None)
        if found is None:
            raise Refusal(400, "bad_request", "No such connection")
        found.provider = str(provider)
        self.register(found)
        return answer({"status": "success", "message": "Integration secured"}, 201)

    async def listed(self, request: Request) -> Response:
        tenant = self._tokens.check(request).tenant
        shown = []
        for place, one in enumerate(self.of(tenant)):
            if one.active and one.hidden:
                one.hidden -= 1
            elif one.active:
                row = {
                    "id": uid(people.CONNECTION, tenant.number, place),
                    "unified_connection_id": one.id,
                    "provider": one.provider,
                    "status": "ACTIVE",
                    "created_at": iso(one.made),
                    "updated_at": iso(one.made),
                }
                shown.append(row)
        return answer({"connections": shown})

    def _linking(self, request: Request) -> Tenant:
        caller = self._tokens.check(request)
        if self._manners.linking_role == "admin" and caller.role.lower() != "admin":
            raise Refusal(403, "forbidden", "Only an Admin may connect integrations")
        return caller.tenant

    # the pages

    async def choose(self, request: Request) -> Response:
        """GET: the platforms; POST: one of them, allowed or refused."""
        tenant = BY_ID.get(request.query_params.get("state", ""))
        if tenant is None:
            return _page("Unknown request", "<p>Start again from the program.</p>", 400)
        if request.method == "GET":
            buttons = "".join(
                f'<button name="provider" value="{name}">{name.capitalize()}</button>'
                for name in PLATFORMS
            )
            refuse = '<button name="provider" value="">Refuse</button>'
            form = f'<form method="post">{buttons}<p>{refuse}</p></form>'
            return _page(f"Connect a shop to {tenant.name}", f"<p>This is a sandbox.</p>{form}")
        typed = parse_qs((await request.body()).decode())
        provider = typed.get("provider", [""])[-1]
        if provider not in PLATFORMS:
            return self._back({"error": "access_denied", "state": tenant.id})
        made = self.authorise(tenant, provider)
        if self._manners.redirect == "here":
            self.register(made)
        if self._manners.redirect_names == "unified":
            return self._back({"id": made.id, "state": tenant.id})
        return self._back(
            {
                "connection_id": made.id,
                "category": made.category,
                "provider": made.provider,
                "state": tenant.id,
            }
        )

    async def dashboard(self, _request: Request) -> Response:
        """What the vendor's own pages show under API credentials, with a fresh token."""
        parts = [
            f"<h2>{escape(one.name)}</h2><p>Tenant <code>{one.id}</code><br>Organization "
            f"<code>{one.organisation}</code></p><p>Token, good for an hour:<br>"
            f'<code class="token">{mint(self._clock.now(), one)}</code></p>'
            for one in people.TENANTS
        ]
        return _page("API credentials", "".join(parts))

    def _back(self, values: dict[str, str]) -> Response:
        if self._manners.redirect == "back":
            address = f"{self._manners.redirect_uri}?{urlencode(values)}"
            return RedirectResponse(address, 303, {"Cache-Control": "no-store"})
        if "error" in values:
            return _page("Not connected", "<p>You refused. You can close this tab.</p>")
        key = values.get("connection_id") or values["id"]
        return _page(
            "Connected", f"<p>Your connection is <code>{key}</code>. You can close this tab.</p>"
        )


def _page(title: str, body: str, status: int = 200) -> HTMLResponse:
    html = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f"<title>{escape(title)} – Synq sandbox</title><style>{_STYLE}</style></head>"
        f"<body><h1>{escape(title)}</h1>{body}</body></html>"
    )
    headers = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-store"}
    return HTMLResponse(html, status, headers)
