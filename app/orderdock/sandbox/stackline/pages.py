"""The sign-in pages in the browser: plain HTML, no script, nothing loaded from elsewhere."""

from __future__ import annotations

from html import escape

from starlette.responses import HTMLResponse

_STYLE = """
:root{color-scheme:light dark;--ground:#f3f5f8;--card:#fff;--ink:#16202c;--soft:#5a6878;
--line:#d5dce4;--accent:#1f5fd0;--accent-ink:#fff;--bad:#b3261e}
@media(prefers-color-scheme:dark){:root{--ground:#11161c;--card:#1a2129;--ink:#e8edf3;--soft:#9aa8b7;
--line:#33404d;--accent:#7aa9ff;--accent-ink:#0d1420;--bad:#ff8a80}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:24px;background:var(--ground);
color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{width:100%;max-width:420px;background:var(--card);border:1px solid var(--line);
border-radius:14px;padding:32px}
h1{font-size:22px;line-height:1.25;margin:0 0 8px}
p{margin:0 0 16px}.soft,.hint{color:var(--soft);font-size:14px}
label{display:block;font-weight:600;margin:16px 0 6px}
input[type=text],input[type=tel]{width:100%;padding:11px 12px;font:inherit;color:inherit;
background:transparent;border:1px solid var(--line);border-radius:8px}
.code{letter-spacing:.3em;font-variant-numeric:tabular-nums;font-size:20px!important}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.bad{color:var(--bad);font-weight:600}
.row{display:flex;gap:12px;margin-top:24px}.last-first{flex-direction:row-reverse}
button{flex:1;padding:11px 14px;font:inherit;font-weight:600;border-radius:8px;cursor:pointer;
border:1px solid var(--line);background:transparent;color:inherit}
button.first{background:var(--accent);border-color:var(--accent);color:var(--accent-ink)}
ul{margin:0 0 8px;padding-left:20px}li{margin:4px 0}
.hint{border-top:1px solid var(--line);margin:24px 0 0;padding-top:16px}
"""

_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'; "
    "form-action 'self' http://127.0.0.1:*"
)

_GRANTS = {
    "accounts:read": "See your connected retailers",
    "accounts:connect": "Connect new retailers",
    "accounts:sync": "Start syncs",
    "orders:read": "Read your orders",
}


def _page(title: str, body: str, *, status: int = 200, hint: str = "") -> HTMLResponse:
    note = f'<p class="hint">{hint}</p>' if hint else ""
    html = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)} – Stackline sandbox</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{escape(title)}</h1>{body}{note}</main></body></html>"
    )
    headers = {
        "Content-Security-Policy": _POLICY,
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
    }
    return HTMLResponse(html, status, headers)


def _error(text: str) -> str:
    return f'<p class="bad" role="alert" id="error">{escape(text)}</p>' if text else ""


def _form(action: str, flow: str, inside: str) -> str:
    return (
        f'<form method="post" action="{escape(action)}">'
        f'<input type="hidden" name="flow" value="{escape(flow)}">{inside}</form>'
    )


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
        "We will send you a code.</p>" + _error(error) + _form(action, flow, inside)
    )
    return _page("Sign in with your phone", body, hint="This is a sandbox. Use +1-555-0199.")


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
        + _error(error)
        + _form(action, flow, inside)
    )
    return _page("Enter your code", body, hint=hint)


def consent_page(action: str, flow: str, client: str, scopes: list[str]) -> HTMLResponse:
    """Page three: `client` asks for `scopes`."""
    items = "".join(f"<li>{escape(_GRANTS[scope])}</li>" for scope in scopes)
    inside = (
        '<input type="hidden" name="step" value="consent"><div class="row last-first">'
        '<button class="first" name="decision" value="allow" id="allow" autofocus>Allow</button>'
        '<button name="decision" value="deny" id="deny">Refuse</button></div>'
    )
    body = f"<p><b>{escape(client)}</b> would like to:</p><ul>{items}</ul>" + _form(
        action, flow, inside
    )
    return _page("Allow access?", body)


def problem_page(title: str, text: str, status: int = 400) -> HTMLResponse:
    """For requests that must not be sent back to anybody: unknown client, wrong redirect."""
    return _page(title, f'<p id="error">{escape(text)}</p>', status=status)
