"""Signing in with a name and a password that is kept sealed, for tokens that end unattended."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

import msgspec

from orderdock.auth.oauth import ConsentRefused, sign_in_again, tokens_in
from orderdock.auth.steps import Answers, Field, FieldKind, Form
from orderdock.domain.errors import NotAllowed, Refused, Rejected, UnexpectedAnswer
from orderdock.domain.secret import Secret
from orderdock.http.calls import Call
from orderdock.http.client import ApiClient
from orderdock.http.token_auth import Drawer, Tokens, keep_tokens
from orderdock.system.clock import Clock

PASSWORD = "password"  # noqa: S105 - the key of a field


@dataclass(frozen=True, slots=True)
class PasswordSignIn:
    """How a provider's password sign-in goes."""

    provider: str
    """Its name in sentences."""
    key: str
    """The field that names the person: `email`, `username`."""
    label: str
    drawer: Drawer
    ask: Callable[[Mapping[str, str | Secret]], Awaitable[Tokens | None]]
    """Tokens for what RFC 6749 asks in 4.3.2 and 6, the name under `key`; None when refused."""

    def form(self, known: str | None, connection: str | None) -> Form:
        """What to ask; `known` is the name where it signed in before."""
        return Form(
            f"Sign in to {self.provider}",
            (
                Field(self.key, self.label, default=known),
                Field(PASSWORD, "Password", FieldKind.PASSWORD),
            ),
            message="Kept on this computer, the password sealed, to sign in again whenever "
            f"{self.provider} asks for it.",
            about=self.provider,
            connection=connection,
        )

    async def enter(self, answers: Answers) -> str:
        """Sign in with what was typed and keep it; the name. Raises Refused."""
        name, password = answers.text(self.key), answers.secret(PASSWORD)
        tokens = await self._by_password(name, password)
        if tokens is None:
            raise Refused(
                PASSWORD,
                f"{self.provider} did not accept this {self.label.lower()} or password.",
                "Type them again.",
            )
        await keep_tokens(self.drawer, tokens)
        await self.drawer.put({PASSWORD: password})
        return name

    async def renewed(self, old: Tokens, name: str | None) -> Tokens:
        """Fresh tokens: by the old ones, else with the kept password. Raises SignInNeeded.

        A password that is refused is forgotten: to try it again and again may lock the account.
        """
        tokens = None
        if old.refresh:
            asked: dict[str, str | Secret] = {"grant_type": "refresh_token"}
            tokens = await self.ask({**asked, "refresh_token": old.refresh})
        password = await self.drawer.get(PASSWORD)
        if tokens is None and name and password:
            tokens = await self._by_password(name, password)
        if tokens is None:
            await self.drawer.put({PASSWORD: None})
            raise sign_in_again(self.provider)
        return tokens

    async def _by_password(self, name: str, password: Secret) -> Tokens | None:
        return await self.ask({self.key: name, PASSWORD: password, "grant_type": "password"})


async def granted(
    http: ApiClient, call: Call, *, provider: str, clock: Clock, default_life: timedelta
) -> Tokens | None:
    """The tokens that a token endpoint gives; None when it refuses, by status or by word."""
    try:
        reply = await http.send(call)
        return tokens_in(
            reply.json(), provider=provider, now=clock.now(), default_life=default_life
        )
    except (Rejected, NotAllowed, ConsentRefused):
        return None
    except msgspec.MsgspecError:
        raise UnexpectedAnswer(
            f"{provider} answered the sign-in with something else than tokens.",
            "Nothing was changed. Try again later.",
        ) from None
