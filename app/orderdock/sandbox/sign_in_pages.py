"""Sign-in pages for a browser: plain HTML, no script, nothing loaded from elsewhere."""

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


def page(
    provider: str, title: str, body: str, *, status: int = 200, hint: str = ""
) -> HTMLResponse:
    """A page of `provider`; `body` is HTML, and so is the `hint` below it."""
    note = f'<p class="hint">{hint}</p>' if hint else ""
    html = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)} – {escape(provider)} sandbox</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{escape(title)}</h1>{body}{note}</main></body></html>"
    )
    headers = {
        "Content-Security-Policy": _POLICY,
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
    }
    return HTMLResponse(html, status, headers)


def error(text: str) -> str:
    """What was wrong with the last try, as HTML; nothing for nothing."""
    return f'<p class="bad" role="alert" id="error">{escape(text)}</p>' if text else ""


def form(action: str, flow: str, inside: str) -> str:
    """A form that goes on with the sign-in `flow`."""
    return (
        f'<form method="post" action="{escape(action)}">'
        f'<input type="hidden" name="flow" value="{escape(flow)}">{inside}</form>'
    )


def consent(action: str, flow: str, client: str, grants: list[str]) -> str:
    """The question whether `client` may do what `grants` say; the answer is `decision`."""
    items = "".join(f"<li>{escape(grant)}</li>" for grant in grants)
    inside = (
        '<input type="hidden" name="step" value="consent"><div class="row last-first">'
        '<button class="first" name="decision" value="allow" id="allow" autofocus>Allow</button>'
        '<button name="decision" value="deny" id="deny">Refuse</button></div>'
    )
    asks = f"<p><b>{escape(client)}</b> would like to:</p><ul>{items}</ul>"
    return asks + form(action, flow, inside)


def problem_page(provider: str, title: str, text: str, status: int = 400) -> HTMLResponse:
    """For requests that must not be sent back to anybody: unknown client, wrong redirect."""
    return page(provider, title, f'<p id="error">{escape(text)}</p>', status=status)
