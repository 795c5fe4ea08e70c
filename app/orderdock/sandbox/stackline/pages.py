"""Stackline's sign-in pages in the browser (sheet 3)."""

from __future__ import annotations

from html import escape

from starlette.responses import HTMLResponse

from orderdock.sandbox import sign_in_pages as pages

_PROVIDER = "Stackline"
_GRANTS = {
    "accounts:read": "See your connected retailers",
    "accounts:connect": "Connect new retailers",
    "accounts:sync": "Start syncs",
    "orders:read": "Read your orders",
}


def phone_page(action: str, flow: str, error: str = "", number: str = "") -> HTMLResponse:
    """Page one; `error` says what was wrong with `number`."""
    inside = (
        '<label for="phone">Phone number</label>'
        '<input type="tel" id="phone" name="phone" autocomplete="tel" required autofocus '
        f'placeholder="+1-555-0199" value="{escape(number)}">'
        '<div class="row"><button class="first" name="step" value="phone">Send code</button></div>'
    )
    body = (
        '<p class="soft">Enter your phone number with the country code. '
        "We will send you a code.</p>" + pages.error(error) + pages.form(action, flow, inside)
    )
    return pages.page(
        _PROVIDER, "Sign in with your phone", body, hint="This is a sandbox. Use +1-555-0199."
    )


def code_page(action: str, flow: str, number: str, hint: str, error: str = "") -> HTMLResponse:
    """Page two, for the code sent to `number`."""
    inside = (
        '<label for="code">One-time code</label>'
        '<input type="text" class="code" id="code" name="code" inputmode="numeric" '
        'autocomplete="one-time-code" required autofocus>'
        '<div class="row"><button class="first" name="step" value="code">Continue</button></div>'
    )
    body = (
        f'<p class="soft">We have sent a code to the number ending in {escape(number[-4:])}.</p>'
        + pages.error(error)
        + pages.form(action, flow, inside)
    )
    return pages.page(_PROVIDER, "Enter your code", body, hint=hint)


def consent_page(action: str, flow: str, client: str, scopes: list[str]) -> HTMLResponse:
    """Page three: `client` asks for `scopes`."""
    grants = [_GRANTS[scope] for scope in scopes]
    return pages.page(_PROVIDER, "Allow access?", pages.consent(action, flow, client, grants))


def problem_page(title: str, text: str) -> HTMLResponse:
    """For requests that must not be sent back to anybody: unknown client, wrong redirect."""
    return pages.problem_page(_PROVIDER, title, text)
