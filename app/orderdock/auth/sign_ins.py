"""Ready-made ways to sign in, for providers to use."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

import msgspec

from orderdock.auth.browser_page import visited
from orderdock.auth.loopback import Loopback
from orderdock.auth.oauth import (
    Attempt,
    ConsentRefused,
    NotOurRedirect,
    OAuthClient,
    authorize_url,
    code_in,
    is_dead_grant,
    refresh_call,
    sign_in_again,
    token_call,
    tokens_in,
)
from orderdock.auth.steps import BrowserPage, Dialogue
from orderdock.domain.errors import Refused, Rejected, UnexpectedAnswer
from orderdock.domain.secret import Secret
from orderdock.http.addresses import split_call_url
from orderdock.http.calls import Reply
from orderdock.http.client import ApiClient
from orderdock.http.token_auth import Renew, Tokens
from orderdock.system.clock import Clock

OPEN_FOR = timedelta(minutes=10)
"""A sign-in page is given up after so long, and a fresh one offered."""
_WRONG_CLIENT = frozenset({"invalid_client", "unauthorized_client"})


@dataclass(frozen=True, slots=True)
class BrowserSignIn:
    """Sign-in on the provider's own page in the system browser: OAuth code flow with PKCE.

    The redirect is awaited on this computer, and may be pasted instead. Whatever goes wrong on the
    page brings the page back with a sentence, until it works or the person cancels.
    """

    client: OAuthClient
    http: ApiClient
    dialogue: Dialogue
    clock: Clock
    provider: str
    """Its name in sentences."""
    title: str = ""
    message: str = ""
    can_go_back: bool = False
    connection: str | None = None
    more: Mapping[str, str] = field(default_factory=dict)
    """Further query values of the authorize address."""
    default_life: timedelta | None = None
    """How long a token lives when the provider does not say."""
    open_for: timedelta = OPEN_FOR

    async def tokens(self) -> Tokens:
        """Ask until there are tokens; nothing is kept here.

        Raises PersonCancelled, WentBack, MissingAnswer, Refused at `client_id`, or a ProviderError
        when the token exchange itself fails.
        """
        trouble: str | None = None
        while True:
            attempt, code, trouble = await self._one_page(trouble)
            if code is None:
                continue
            try:
                return await self._exchange(code, attempt)
            except ConsentRefused as refused:
                trouble = str(refused)

    async def _one_page(self, trouble: str | None) -> tuple[Attempt, Secret | None, str | None]:
        """One attempt at the page: its code, or else the sentence for the next attempt."""
        draft = Attempt.fresh("")
        async with Loopback(draft.state) as listener:
            attempt = replace(draft, redirect_uri=listener.redirect_uri)
            page = self._page(attempt, trouble)
            while True:
                came = await visited(self.dialogue, page, listener.redirect(), within=self.open_for)
                if came is None:
                    return attempt, None, "The sign-in page was open too long. Open it again."
                if not came:
                    page = replace(
                        page,
                        error="Finish the sign-in in the browser. If nothing happens then, paste "
                        "the address it ends at.",
                    )
                    continue
                try:
                    return attempt, code_in(came, attempt, self.provider), None
                except ConsentRefused as refused:
                    return attempt, None, str(refused)
                except NotOurRedirect as stray:
                    page = replace(page, error=str(stray))

    def _page(self, attempt: Attempt, trouble: str | None) -> BrowserPage:
        return BrowserPage(
            title=self.title or f"Sign in to {self.provider} in your browser",
            url=authorize_url(self.client, attempt, **self.more),
            message=self.message,
            about=self.provider,
            expires_at=self.clock.now() + self.open_for,
            can_go_back=self.can_go_back,
            connection=self.connection,
            error=trouble,
        )

    async def _exchange(self, code: Secret, attempt: Attempt) -> Tokens:
        base, path = split_call_url(self.client.token_url)
        try:
            reply = await self.http.elsewhere(base).send(
                token_call(self.client, path, code, attempt)
            )
        except Rejected as rejected:
            if rejected.provider_code in _WRONG_CLIENT or (
                self.client.secret and rejected.status == 401
            ):
                wrong = "client ID or its secret" if self.client.secret else "client ID"
                raise Refused(
                    "client_id",
                    f"{self.provider} does not know this {wrong}.",
                    "Check it, or sign in with an access token.",
                ) from None
            raise ConsentRefused(
                f"{self.provider} did not accept the sign-in: it may have taken too long.",
                "Open the page again.",
            ) from None
        return tokens_in(
            _decoded(reply, self.provider),
            provider=self.provider,
            now=self.clock.now(),
            default_life=self.default_life,
        )


def oauth_renewal(
    client: OAuthClient,
    *,
    http: ApiClient,
    clock: Clock,
    provider: str,
    default_life: timedelta | None = None,
) -> Renew:
    """How `TokenAuth` gets fresh tokens by a refresh token.

    Without one, or when the provider no longer honours it, SignInNeeded is raised.
    """

    async def renew(tokens: Tokens) -> Tokens:
        if not tokens.refresh:
            raise sign_in_again(provider)
        base, path = split_call_url(client.token_url)
        try:
            reply = await http.elsewhere(base).send(refresh_call(client, path, tokens.refresh))
        except Rejected as rejected:
            if is_dead_grant(rejected.provider_code, rejected.status):
                raise sign_in_again(provider) from None
            raise
        try:
            return tokens_in(
                _decoded(reply, provider),
                provider=provider,
                now=clock.now(),
                default_life=default_life,
            )
        except ConsentRefused:
            raise sign_in_again(provider) from None

    return renew


def _decoded(reply: Reply, provider: str) -> object:
    try:
        return reply.json()
    except msgspec.MsgspecError:
        raise UnexpectedAnswer(
            f"{provider} answered the sign-in with something else than tokens.",
            "Nothing was changed. Try again later.",
        ) from None
