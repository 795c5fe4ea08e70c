"""Signing in as the person likes: on the provider's page, or with a token they have already."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from orderdock.auth.pasted import pasted_token
from orderdock.auth.steps import (
    Answers,
    Field,
    FieldKind,
    Form,
    Option,
    WentBack,
    asked_until_taken,
)
from orderdock.connector.contract import Account, Desk
from orderdock.domain.errors import Refused, Rejected, SignInNeeded
from orderdock.http.calls import Authorizer
from orderdock.http.token_auth import Tokens, keep_tokens

WAY = "sign_in"
"""The field that asks which way, and the setting that remembers it."""
BROWSER, TOKEN = "browser", "token"
_TOKEN_FIELD = "access_token"  # noqa: S105 - the name of a field


@dataclass(frozen=True, slots=True)
class WaysIn:
    """One sign-in at a desk; whatever is refused is asked again, with a sentence."""

    desk: Desk
    provider: str
    """Its name in sentences."""
    browser: str
    """What the browser's way takes."""
    in_browser: Callable[[Answers], Awaitable[Tokens]]
    """Gets tokens on the provider's page; may raise Refused at a field of the first form."""
    authorize: Callable[[Desk], Authorizer | None]
    check: Callable[[Desk], Awaitable[Account]]
    usual: str = BROWSER
    """The way that is suggested at first."""
    more: Callable[[], tuple[Field, ...]] = tuple
    """What else the first form asks."""
    message: str = ""
    """What the first form says."""

    async def account(self) -> Account:
        """Ask until access is proven; tokens and the way are on the desk then."""
        form = self._first()
        while True:
            answers = await self.desk.dialogue.ask(form)
            try:
                if answers.text(WAY, BROWSER) == TOKEN:
                    return await self._with_token()
                return await self._prove(BROWSER, await self.in_browser(answers))
            except WentBack:
                form = self._first()
            except Refused as refused:
                form = form.with_error(refused.field, str(refused))

    def _first(self) -> Form:
        way = Field(
            WAY,
            "How do you sign in?",
            FieldKind.CHOICE,
            default=self.desk.settings.get(WAY) or self.usual,
            options=(
                Option(BROWSER, "In the browser", self.browser),
                Option(TOKEN, "With an access token", "When you have one already"),
            ),
        )
        return Form(
            f"Sign in to {self.provider}",
            (way, *self.more()),
            message=self.message,
            about=self.provider,
            connection=self.desk.connection,
        )

    async def _with_token(self) -> Account:
        form = Form(
            f"Paste an access token of {self.provider}",
            (Field(_TOKEN_FIELD, "Access token", FieldKind.PASSWORD),),
            message="It is kept sealed on this computer.",
            about=self.provider,
            can_go_back=True,
            connection=self.desk.connection,
        )
        return await asked_until_taken(self.desk.dialogue, form, self._take_token)

    async def _take_token(self, answers: Answers) -> Account:
        token = pasted_token(answers, _TOKEN_FIELD)
        try:
            return await self._prove(TOKEN, Tokens(token))
        except (SignInNeeded, Rejected):
            raise Refused(
                _TOKEN_FIELD,
                f"{self.provider} did not accept this token. Copy all of it, once more.",
            ) from None

    async def _prove(self, way: str, tokens: Tokens) -> Account:
        """Put the tokens on the desk and read something with them."""
        self.desk.settings[WAY] = way
        await keep_tokens(self.desk.secrets, tokens)
        self.desk.http.authorizer = self.authorize(self.desk)
        self.desk.dialogue.tell("checking", "Checking the access.", about=self.provider)
        return await self.check(self.desk)


def token_is_over(provider: str) -> SignInNeeded:
    """A token that was pasted no longer works; nothing but a new one helps."""
    return SignInNeeded(
        f"{provider} no longer accepts the access token that was pasted.",
        "Sign in again with a new one.",
    )
