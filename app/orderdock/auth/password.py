"""Signing in with a name and a password that is kept sealed, for tokens that end unattended."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from orderdock.auth.oauth import sign_in_again
from orderdock.auth.steps import Answers, Field, FieldKind, Form
from orderdock.domain.errors import Refused
from orderdock.domain.secret import Secret
from orderdock.http.token_auth import Drawer, Tokens, keep_tokens

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
    grant: Callable[[str, Secret], Awaitable[Tokens | None]]
    """Tokens for name and password; None when they are refused."""

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
        tokens = await self.grant(name, password)
        if tokens is None:
            raise Refused(
                PASSWORD,
                f"{self.provider} did not accept this {self.label.lower()} or password.",
                "Type them again.",
            )
        await keep_tokens(self.drawer, tokens)
        await self.drawer.put({PASSWORD: password})
        return name

    async def again(self, name: str | None) -> Tokens:
        """Fresh tokens with the kept password. Raises SignInNeeded."""
        password = await self.drawer.get(PASSWORD)
        tokens = await self.grant(name, password) if name and password else None
        if tokens is None:
            raise sign_in_again(self.provider)
        return tokens
