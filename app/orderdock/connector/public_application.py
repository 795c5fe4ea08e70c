"""Signing in by an application that a provider knows by its id alone, with PKCE and no secret."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from orderdock.auth.oauth import OAuthClient
from orderdock.auth.sign_ins import BrowserSignIn, oauth_renewal
from orderdock.auth.steps import Answers, Field, FieldKind
from orderdock.connector.contract import Desk
from orderdock.connector.ways_in import TOKEN, WAY, token_is_over
from orderdock.domain.errors import Refused, WrongUsage
from orderdock.domain.secret import Secret
from orderdock.http.addresses import split_call_url
from orderdock.http.calls import Call, Expects
from orderdock.http.token_auth import Tokens, kept_tokens

_CLIENT, _AUTHORIZE, _TOKEN_URL = "client_id", "authorize_url", "token_url"
_ADDRESSES = (_AUTHORIZE, _TOKEN_URL, "revoke_url")


@dataclass(frozen=True, slots=True)
class PublicApplication:
    """The browser's way. The person may type another id and other addresses: settings then."""

    desk: Desk
    provider: str
    client_id: str
    """The usual one; empty when each person needs one of their own."""
    authorize_url: str
    token_url: str
    revoke_url: str
    scope: str
    message: str
    """What to do on the page."""
    default_life: timedelta
    """How long a token lives when its answer does not say."""

    @classmethod
    def assumed(cls, desk: Desk, provider: str, message: str, default_life: timedelta) -> Self:
        """With what the assumptions of the same names say; `{base}` there is the base URL."""
        assumed = desk.assumptions
        page, tokens, revoke = (assumed[k].replace("{base}", desk.base_url) for k in _ADDRESSES)
        client, scope = assumed[_CLIENT], assumed["scope"]
        return cls(desk, provider, client, page, tokens, revoke, scope, message, default_life)

    @property
    def known(self) -> str:
        """The id to go by; empty when there is none yet."""
        return self.desk.settings.get(_CLIENT) or self.client_id

    def fields(self) -> tuple[Field, ...]:
        """What the first form may ask, behind "Advanced"."""
        client = Field(
            _CLIENT,
            "Client ID",
            required=False,
            default=self.known or None,
            help=f"{self.provider} gives one to each app. Needed for the browser.",
            advanced=True,
        )
        addresses = (
            Field(
                key,
                label,
                FieldKind.URL,
                required=False,
                default=self.desk.settings.get(key),  # left empty it follows the base URL
                placeholder=self._url(key),
                help=f"Not documented by {self.provider}; leave it empty for the usual one.",
                advanced=True,
            )
            for key, label in (
                (_AUTHORIZE, "Address of the sign-in page"),
                (_TOKEN_URL, "Address for tokens"),
            )
        )
        return (client, *addresses)

    async def tokens(self, answers: Answers) -> Tokens:
        """Sign in on the page. Raises Refused at a field of the first form, or WentBack."""
        settings, client = self.desk.settings, answers.text(_CLIENT) or self.client_id
        if not client:
            raise Refused(
                _CLIENT,
                f"The browser needs a client ID, which {self.provider} gives to each app.",
                "Type yours, or sign in with an access token.",
            )
        for key in (_AUTHORIZE, _TOKEN_URL):
            settings.pop(key, None)
            if typed := answers.text(key):
                settings[key] = typed
            try:
                split_call_url(self._url(key))
            except WrongUsage as wrong:
                raise Refused(key, wrong.says, wrong.next_step) from None
        settings[_CLIENT] = client
        page = BrowserSignIn(
            self._client(),
            self.desk.http,
            self.desk.dialogue,
            self.desk.clock,
            self.provider,
            message=self.message,
            can_go_back=True,
            connection=self.desk.connection,
            default_life=self.default_life,
        )
        return await page.tokens()

    async def renew(self, tokens: Tokens) -> Tokens:
        """Fresh tokens by the refresh token. Raises SignInNeeded."""
        if self.desk.settings.get(WAY) == TOKEN:
            raise token_is_over(self.provider)
        fresh = oauth_renewal(
            self._client(),
            http=self.desk.http,
            clock=self.desk.clock,
            provider=self.provider,
            default_life=self.default_life,
        )
        return await fresh(tokens)

    async def revoke(self) -> None:
        """Give back what the page gave; a pasted token is the person's own and stays valid."""
        tokens = await kept_tokens(self.desk.secrets)
        if tokens is None or self.desk.settings.get(WAY) == TOKEN:
            return
        base, path = split_call_url(self.revoke_url)
        for token in (tokens.refresh, tokens.access):
            if token is not None:
                form: dict[str, str | Secret] = {"token": token, _CLIENT: self.known}
                await self.desk.http.elsewhere(base).send(
                    Call("POST", path, "the sign-out", form=form, expects=Expects.ANYTHING)
                )

    def _client(self) -> OAuthClient:
        return OAuthClient(self.known, self._url(_AUTHORIZE), self._url(_TOKEN_URL), self.scope)

    def _url(self, key: str) -> str:
        usual = self.authorize_url if key == _AUTHORIZE else self.token_url
        return self.desk.settings.get(key) or usual
