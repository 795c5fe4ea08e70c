"""OAuth 2.0 for a program on somebody's desk (RFC 8252, PKCE): requests and answers, no I/O."""

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from orderdock.domain.errors import OrderdockError, SignInNeeded, UnexpectedAnswer
from orderdock.domain.secret import Secret
from orderdock.http.calls import Call, Repeat
from orderdock.http.patience import seconds_in
from orderdock.http.token_auth import AHEAD, Tokens
from orderdock.system.redaction import harmless

_LONGEST_LIFE = 10 * 365 * 24 * 3600
_BARE_CODE = re.compile(r"[\w.~+/=%:-]{4,2000}", re.ASCII)
_REFUSED_CONSENT = frozenset({"access_denied", "consent_required", "interaction_required"})
_DEAD_GRANT = frozenset({"invalid_grant", "invalid_token", "token_expired", "expired_token"})


@dataclass(frozen=True, slots=True)
class OAuthClient:
    """Who we are to a provider's sign-in server, and where it is. Public client unless `secret`."""

    client_id: str
    authorize_url: str
    token_url: str
    """A full address; its path is what `token_call` and `refresh_call` ask."""
    scope: str = ""
    secret: Secret | None = None
    pkce: bool = True


@dataclass(frozen=True, slots=True)
class Attempt:
    """One go at signing in: what must come back, and what proves that it was us who asked."""

    redirect_uri: str
    state: str
    verifier: Secret

    @classmethod
    def fresh(cls, redirect_uri: str) -> "Attempt":
        """An attempt with a new state (256 bits) and PKCE verifier."""
        return cls(redirect_uri, secrets.token_urlsafe(32), Secret(secrets.token_urlsafe(64)))


class ConsentRefused(OrderdockError):
    """The person, or the provider, said no on the sign-in page."""

    code = "consent_refused"


class NotOurRedirect(OrderdockError):
    """A pasted text is no answer to this attempt."""

    code = "not_our_redirect"


def authorize_url(client: OAuthClient, attempt: Attempt, **more: str) -> str:
    """The address that the browser opens (RFC 6749 4.1.1, RFC 7636 4.3)."""
    # Authlib carries no types of its own.
    from authlib.oauth2.rfc6749.parameters import (  # type: ignore[import-untyped]
        prepare_grant_uri,
    )
    from authlib.oauth2.rfc7636 import create_s256_code_challenge  # type: ignore[import-untyped]

    if client.pkce:
        more |= {
            "code_challenge": create_s256_code_challenge(attempt.verifier.reveal()),
            "code_challenge_method": "S256",
        }
    address: str = prepare_grant_uri(
        client.authorize_url,
        client.client_id,
        "code",
        redirect_uri=attempt.redirect_uri,
        scope=client.scope or None,
        state=attempt.state,
        **more,
    )
    return address


def code_in(pasted: str, attempt: Attempt, provider: str) -> Secret:
    """The code in a redirect address or in what a person pasted (an address, or the bare code).

    Raises ConsentRefused when the provider answered no, NotOurRedirect for anything else that is
    not an answer to `attempt`.
    """
    text = pasted.strip().strip("\"'<>")
    values = values_in(text)
    if values is None:
        if not _BARE_CODE.fullmatch(text):
            raise NotOurRedirect(
                "This is neither an address nor a code.",
                "Copy the whole address from the browser's address bar.",
            )
        return Secret(text)
    if not secrets.compare_digest(values.get("state", "").encode(), attempt.state.encode()):
        raise NotOurRedirect(
            "This address belongs to another sign-in.",
            "Open the sign-in page again from here, and copy the address it ends at.",
        )
    if "error" in values:
        raise refusal(values, provider)
    if not values.get("code"):
        raise NotOurRedirect(
            "There is no code in this address.",
            "Finish the sign-in in the browser, then copy the address it ends at.",
        )
    return Secret(values["code"])


def refusal(values: dict[str, str], provider: str) -> ConsentRefused:
    """The sentence for an error that came back in place of a code (RFC 6749 4.1.2.1)."""
    error = values.get("error", "")
    said = harmless(values.get("error_description", ""))
    if error in _REFUSED_CONSENT:
        return ConsentRefused(
            f"Access was not granted on the sign-in page of {provider}.",
            "Open the page again and allow access, or cancel.",
            code=error,
        )
    if error in {"temporarily_unavailable", "server_error"}:
        return ConsentRefused(
            f"The sign-in page of {provider} has trouble at the moment.", "Try again later."
        )
    if error in {"unauthorized_client", "invalid_client", "invalid_scope", "invalid_request"}:
        return ConsentRefused(
            f"{provider} does not accept this program's client ID or what it asks for"
            f"{f': {said}' if said else '.'}",
            "Check the client ID in the advanced settings.",
        )
    words = said or harmless(error)
    return ConsentRefused(
        f"{provider} did not grant access{f': {words}' if words else '.'}", "Try again, or cancel."
    )


def token_call(client: OAuthClient, path: str, code: Secret, attempt: Attempt) -> Call:
    """The exchange of a code for tokens; a code works once, so it is never repeated."""
    form: dict[str, str | Secret] = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": attempt.redirect_uri,
        "client_id": client.client_id,
    }
    if client.pkce:
        form["code_verifier"] = attempt.verifier
    return _token_request(client, path, form, "the sign-in")


def refresh_call(client: OAuthClient, path: str, refresh: Secret) -> Call:
    """The exchange of a refresh token for fresh tokens; it may rotate, so it is never repeated."""
    form: dict[str, str | Secret] = {
        "grant_type": "refresh_token",
        "refresh_token": refresh,
        "client_id": client.client_id,
    }
    return _token_request(client, path, form, "a fresh sign-in")


def tokens_in(
    data: Any, *, provider: str, now: datetime, default_life: timedelta | None = None
) -> Tokens:
    """The tokens of a token answer. `expires_in` may be a number, text or missing.

    A missing one means `default_life`, or not known. It counts from `created_at` (seconds since
    1970), where that is said. Raises UnexpectedAnswer, or ConsentRefused for an error that came
    with status 200.
    """
    if isinstance(data, dict) and isinstance(data.get("error"), str):
        raise refusal({k: v for k, v in data.items() if isinstance(v, str)}, provider)
    access = data.get("access_token") if isinstance(data, dict) else None
    if not isinstance(access, str) or not access.strip():
        raise UnexpectedAnswer(
            f"{provider} answered the sign-in without an access token.",
            "Nothing was changed. Try again.",
        )
    refresh = data.get("refresh_token")
    life = _life(data.get("expires_in"))
    if life is None:
        life = default_life
    return Tokens(
        Secret(access),
        Secret(refresh) if isinstance(refresh, str) and refresh else None,
        _end(data.get("created_at"), life, now) if life is not None else None,
        life,
    )


def is_dead_grant(provider_code: str, status: int) -> bool:
    """Whether a refused refresh means that only a new sign-in helps (RFC 6749 5.2)."""
    return provider_code in _DEAD_GRANT or status == 401


def sign_in_again(provider: str) -> SignInNeeded:
    """The saved sign-in is over."""
    return SignInNeeded(
        f"{provider} no longer accepts the saved sign-in.", "Sign in again to go on."
    )


def _token_request(
    client: OAuthClient, path: str, form: dict[str, str | Secret], what: str
) -> Call:
    if client.secret:
        form["client_secret"] = client.secret
    return Call("POST", path, what, form=form, repeat=Repeat.NEVER, authorized=False)


def values_in(text: str) -> dict[str, str] | None:
    """The query (or fragment) values of an address or query string; None for a bare text."""
    if "://" in text or text.startswith(("/", "?")):
        try:
            parts = urlsplit(text)
        except ValueError:
            return {}
        return dict(parse_qsl(parts.query) or parse_qsl(parts.fragment))
    if re.match(r"(?:code|state|error)=", text):
        return dict(parse_qsl(text))
    return None


def _end(created: Any, life: timedelta, now: datetime) -> datetime:
    """When a token ends: an answer may bring one that was made earlier.

    One that would be over already was not: then the clocks differ.
    """
    if type(created) is int and 0 < created <= now.timestamp():
        end = datetime.fromtimestamp(created, UTC) + life
        if end > now + AHEAD:
            return end
    return now + life


def _life(value: Any) -> timedelta | None:
    seconds = seconds_in(value)
    if seconds is None or not 0 < seconds <= _LONGEST_LIFE:
        return None
    return timedelta(seconds=seconds)
