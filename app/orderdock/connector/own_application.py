"""Signing in by an application that the person registered at the provider: its id and secret."""

from dataclasses import dataclass, replace

from orderdock.auth.oauth import OAuthClient
from orderdock.auth.sign_ins import BrowserSignIn, oauth_renewal
from orderdock.auth.steps import Answers, Field, FieldKind, Form, asked_until_taken
from orderdock.connector.contract import Desk
from orderdock.connector.ways_in import TOKEN, WAY, token_is_over
from orderdock.domain.errors import Refused
from orderdock.domain.secret import Secret
from orderdock.http.token_auth import Tokens

_CLIENT, _SECRET = "client_id", "client_secret"


@dataclass(frozen=True, slots=True)
class OwnApplication:
    """The browser's way where each person registers an application of their own at the provider.

    Its id is kept as a setting, its secret among the secrets. PKCE is left out: such servers know
    their clients by the secret.
    """

    desk: Desk
    provider: str
    where: str
    """Where id and secret are to be found, a sentence."""
    authorize_url: str
    token_url: str

    async def tokens(self, _answers: Answers) -> Tokens:
        """Ask for id and secret, then for access on the page. Raises WentBack."""
        form = Form(
            f"Your application at {self.provider}",
            (
                Field(_CLIENT, "Client ID", default=self.desk.settings.get(_CLIENT)),
                Field(_SECRET, "Client secret", FieldKind.PASSWORD),
            ),
            message=f"{self.where} The secret is kept sealed on this computer.",
            about=self.provider,
            can_go_back=True,
            connection=self.desk.connection,
        )
        return await asked_until_taken(self.desk.dialogue, form, self._on_the_page)

    async def renew(self, tokens: Tokens) -> Tokens:
        """Fresh tokens, where the provider gave what renews them. Raises SignInNeeded."""
        if self.desk.settings.get(WAY) == TOKEN:
            raise token_is_over(self.provider)
        desk, client = self.desk, await self._client()
        fresh = oauth_renewal(client, http=desk.http, clock=desk.clock, provider=self.provider)
        return await fresh(tokens)

    async def _on_the_page(self, answers: Answers) -> Tokens:
        desk, secret = self.desk, answers.secret(_SECRET).reveal().strip()
        for key, typed in ((_CLIENT, answers.text(_CLIENT)), (_SECRET, secret)):
            if not typed:
                raise Refused(key, "The browser needs this.", "Type it, or go back.")
        desk.settings[_CLIENT] = answers.text(_CLIENT)
        await desk.secrets.put({_SECRET: Secret(secret)})
        page = BrowserSignIn(
            await self._client(),
            desk.http,
            desk.dialogue,
            desk.clock,
            self.provider,
            message="Sign in there and allow access.",
            can_go_back=True,
            connection=desk.connection,
        )
        return await page.tokens()

    async def _client(self) -> OAuthClient:
        client = OAuthClient(
            self.desk.settings.get(_CLIENT, ""), self.authorize_url, self.token_url, pkce=False
        )
        return replace(client, secret=await self.desk.secrets.get(_SECRET))
