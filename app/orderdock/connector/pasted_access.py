"""Access by a token that a person pastes, and pastes anew in mid-work when it has ended."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from orderdock.auth.pasted import claims_of, end_of, life_left, pasted_token
from orderdock.auth.steps import Answers, Field, FieldKind, Form, asked_until_taken
from orderdock.connector.contract import Desk, Note, Progress
from orderdock.domain.errors import (
    MissingAnswer,
    NotAllowed,
    PersonCancelled,
    Refused,
    Rejected,
    SignInNeeded,
)
from orderdock.domain.secret import Secret
from orderdock.http.calls import Authorizer
from orderdock.http.token_auth import AHEAD, Carry, TokenAuth, Tokens, keep_tokens, kept_tokens


@dataclass(frozen=True, slots=True)
class PastedAccess:
    """How one provider's token is asked for and proven."""

    desk: Desk
    provider: str
    """Its name in sentences."""
    key: str
    """The field that takes the token."""
    where: str
    """Where the provider shows it, a sentence."""
    prove: Callable[[Secret, Mapping[str, Any], Answers], Awaitable[None]]
    """Uses a token, with what it says of itself and all that was typed beside it, for a call that
    is not `authorized`. Raises Refused; a 401 or 403 is said at the token.
    """

    async def sign_in(self, *more: Field) -> None:
        """Ask for a token, and `more` beside it, until one is proven; keep it."""
        message = "Kept sealed on this computer. When it has ended, you are asked for another one."
        tokens = await self._asked(f"Sign in to {self.provider}", message, *more)
        await keep_tokens(self.desk.secrets, tokens)

    def authorizer(self, carry: Carry) -> Authorizer:
        """The token on each call; the person who is there is asked when it is refused."""
        return TokenAuth(
            self.desk.secrets,
            provider=self.provider,
            clock=self.desk.clock,
            renew=self._again,
            carry=carry,
            ahead=None,
            by_person=True,
        )

    async def life(self) -> list[Progress | Note]:
        """How long the kept token lasts, and a warning where that is short."""
        tokens = await kept_tokens(self.desk.secrets)
        if tokens is None or tokens.expires_at is None:
            return []
        now = self.desk.clock.now()
        said = life_left(tokens.expires_at, now)
        if tokens.expires_at - now > AHEAD:
            return [Progress("connecting", message=said)]
        return [Note(f"{said} You are asked for another one when it is needed.")]

    async def _again(self, _old: Tokens) -> Tokens:
        """Another token. Raises SignInNeeded when nobody is there to paste it, PersonCancelled."""
        message = "The last one has ended. Paste another one: this goes on where it stopped."
        goes_on = "Sign in again: what was begun goes on where it stopped."
        try:
            return await self._asked(f"{self.provider} needs a new token", message)
        except MissingAnswer:
            raise SignInNeeded(
                f"The token of {self.provider} has ended, and nobody was there to paste another.",
                goes_on,
            ) from None
        except PersonCancelled as cancelled:
            cancelled.still_needed = SignInNeeded(
                f"The token of {self.provider} has ended.", goes_on
            )
            raise

    async def _asked(self, title: str, message: str, *more: Field) -> Tokens:
        field = Field(self.key, "Token", FieldKind.PASSWORD, help=self.where)
        fields = (field, *more)
        form = Form(title, fields, message, about=self.provider, connection=self.desk.connection)
        return await asked_until_taken(self.desk.dialogue, form, self._proven)

    async def _proven(self, answers: Answers) -> Tokens:
        token = pasted_token(answers, self.key)
        claims = claims_of(token)
        end = end_of(claims)
        life = life_left(end, self.desk.clock.now())
        self.desk.dialogue.tell("checking", "Checking the access.", about=self.provider)
        try:
            await self.prove(token, claims, answers)
        except Rejected as refused:
            if refused.status != 401 and refused.provider_code != "unsendable":
                raise
            said = f"{self.provider} did not accept this token. {life or 'Copy all of it.'}"
            raise Refused(self.key, said) from None
        except NotAllowed as forbidden:
            raise Refused(self.key, forbidden.says, forbidden.next_step) from None
        if life:
            self.desk.dialogue.tell("notice", life, about=self.provider)
        return Tokens(token, expires_at=end)
