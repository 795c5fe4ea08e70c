"""What a page in the browser brings back: caught here, pasted, or found out in another way."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlsplit

from orderdock.auth.browser_page import visited
from orderdock.auth.loopback import Loopback
from orderdock.auth.oauth import ConsentRefused, NotOurRedirect, refusal, values_in
from orderdock.auth.steps import BrowserPage, Dialogue


@dataclass(frozen=True, slots=True)
class WayBack:
    """For providers that know beforehand where the browser ends, and perhaps keep that to them.

    Its state may be no secret, or not come back at all: what was brought proves nothing. It counts
    only while the page is shown; the caller has the person confirm it.
    """

    dialogue: Dialogue
    provider: str
    """Its name in sentences."""
    address: str
    """Where the provider may send the browser, on this computer; taken ports are done without."""
    state: str
    brings: Sequence[str]
    """Names for what is waited for, a pasted text without any name included."""
    usable: Callable[[str], object]
    """Whether it can be what is waited for."""
    within: timedelta

    async def brought(
        self, page: BrowserPage, elsewhere: Callable[[], Awaitable[str]]
    ) -> tuple[str, Mapping[str, str]]:
        """What was waited for, and all that came with it.

        `elsewhere` finds it out in another way, or never ends. The page is shown again with a
        sentence until there is something. Raises PersonCancelled or MissingAnswer.
        """
        while True:
            came = await self._came(page, elsewhere)
            if came is None:
                page = replace(page, error="The page was open too long. Open it again.")
                continue
            try:
                return self._understood(came)
            except (ConsentRefused, NotOurRedirect) as trouble:
                page = replace(page, error=str(trouble))

    async def _came(self, page: BrowserPage, elsewhere: Callable[[], Awaitable[str]]) -> str | None:
        address = urlsplit(self.address)
        async with AsyncExitStack() as stack:
            arrivals = [elsewhere()]
            with suppress(OSError):
                listener = Loopback(
                    self.state,
                    address.path,
                    port=address.port or 0,
                    brings=self.brings,
                    state_needed=False,
                )
                await stack.enter_async_context(listener)
                arrivals.append(listener.redirect())
            return await visited(self.dialogue, page, *arrivals, within=self.within)

    def _understood(self, came: str) -> tuple[str, Mapping[str, str]]:
        bare_query = "=" in came and "://" not in came and came[0] not in "/?"
        values = values_in(f"?{came}" if bare_query else came)
        if values is None:
            values = {self.brings[0]: came}
        if values.get("state", self.state) != self.state:
            raise NotOurRedirect(
                "This address is not for this account.", "Open the page again from here."
            )
        if "error" in values:
            raise refusal(values, self.provider)
        found = next((values[name] for name in self.brings if values.get(name)), "")
        if not found or not self.usable(found):
            raise NotOurRedirect(
                "Nothing came back yet." if not found else "This is not what was waited for.",
                "Finish in the browser, then paste the address it ends at.",
            )
        return found, values
