"""The contract between Orderdock and a provider.

A provider is one frozen value made of functions.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from orderdock.auth.steps import Dialogue
from orderdock.connector.assumptions import Assumption, Assumptions
from orderdock.connector.card import Host
from orderdock.domain.connections import ProviderId
from orderdock.domain.errors import OrderdockError
from orderdock.domain.orders import Order, SetAside
from orderdock.domain.secret import Secret
from orderdock.http.calls import Authorizer, Reply
from orderdock.http.client import ApiClient
from orderdock.http.pacing import Pace
from orderdock.http.token_auth import Alone
from orderdock.system.clock import Clock

T = TypeVar("T")
Bookmark = Mapping[str, Any]
"""Where reading stopped, in the provider's own terms; plain JSON."""


@dataclass(frozen=True, slots=True)
class Account:
    """Whose account a sign-in reached.

    `identity` is compared on repair; None when the provider gives nothing that identifies (then a
    repair cannot be checked). `shown` may be displayed (masked where needed).
    """

    identity: str | None
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """Something that hangs under a connection.

    `usable` False with `why` when the provider says it is broken.
    """

    id: str
    name: str
    usable: bool = True
    why: str = ""


class SecretDrawer(Protocol):
    """One connection's sealed secrets, by name. During a first sign-in it lives in memory only."""

    async def get(self, name: str) -> Secret | None: ...

    async def put(self, values: Mapping[str, Secret | None]) -> None:
        """Keep all `values` in one durable step (None removes); returns after they are on disk."""
        ...


@dataclass(slots=True)
class Desk:
    """All a provider's functions get to work with."""

    base_url: str
    """Without a trailing slash."""
    http: ApiClient
    dialogue: Dialogue
    clock: Clock
    assumptions: Assumptions
    secrets: SecretDrawer
    settings: dict[str, str]
    """This connection's plain settings (organisation id, currency ...).

    Saved after sign-in, link and sync.
    """
    work: "Work"
    pause: Callable[[float], Awaitable[None]]
    """Sleep so many seconds; ORDERDOCK_PACE shortens it for loopback hosts."""
    connection: str | None = None
    alone: Alone = nullcontext
    """Keeps other programs from renewing this connection's access for the length of a block."""


class Work(Protocol):
    """Runs decoding and other heavy synchronous work in the worker thread."""

    async def __call__(self, function: Callable[..., T], /, *args: Any) -> T: ...


@dataclass(frozen=True, slots=True)
class Progress:
    """Progress of reading; see domain.events.SyncProgressed for the stages."""

    stage: str
    done: int = 0
    total: int | None = None
    message: str = ""
    link: str = ""
    """The provider's id of the link."""


@dataclass(frozen=True, slots=True)
class LinksFound:
    """What hangs under the connection right now; absence is never deletion."""

    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Orders of one page.

    `bookmark` is stored in the same transaction under `scope`: a crash after it goes on from there.
    Rows may repeat (overlap); the store tells them apart by order and line key.
    """

    orders: list[Order]
    set_aside: list[SetAside] = field(default_factory=list)
    scope: str = "orders"
    bookmark: Bookmark | None = None
    whole: frozenset[str] = frozenset()
    """Keys of orders that were shown in full: stored lines not shown are marked, and kept."""


@dataclass(frozen=True, slots=True)
class LinkFailed:
    """One link could not be brought up to date; the others go on."""

    link: str
    error: OrderdockError


NEWER = "new or changed orders"
"""The unit of a reading that asked for no others."""


@dataclass(frozen=True, slots=True)
class Completed:
    """Everything up to `up_to` (seconds since 1970 UTC) of `link` (empty.

    The whole connection) was read to the end. `expected` is how many records the provider says
    exist, `seen` how many it sent; they are compared.
    """

    link: str = ""
    up_to: int | None = None
    expected: int | None = None
    seen: int | None = None
    unit: str = "records"
    doubt: str = ""
    """A sentence on why something may be missing although no number says so; shown like a gap."""


@dataclass(frozen=True, slots=True)
class Note:
    """A plain sentence for the result: nothing to sync, a fallback taken."""

    message: str


Reading = Progress | LinksFound | Page | LinkFailed | Completed | Note


Stored = Callable[[Collection[str]], Awaitable[Mapping[str, bytes]]]
"""Asks by order keys for the provider's own records (`Order.raw`) as they were stored."""


async def nothing_stored(_keys: Collection[str]) -> Mapping[str, bytes]:
    """As before a first sync."""
    return {}


@dataclass(frozen=True, slots=True)
class OrdersRequest:
    """What a sync wants: bookmarks by scope as last stored, and whether to read everything anew."""

    bookmarks: Mapping[str, Bookmark]
    full: bool = False
    stored: Stored = nothing_stored
    """For lists that show less than the order itself: whether it is worth asking for."""


@dataclass(frozen=True, slots=True)
class DatasetQuery:
    """What `orderdock fetch` asks: conditions (field, operator, text), sort field, limit."""

    where: tuple[tuple[str, str, str], ...] = ()
    sort: str = ""
    descending: bool = False
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class DatasetPage:
    """Records of one page.

    `handled` names what the provider did itself: indexes into `where`, "sort", "limit"; the rest is
    done here and said so.
    """

    records: list[dict[str, Any]]
    total: int | None = None
    handled: frozenset[int | str] = frozenset()


@dataclass(frozen=True, slots=True)
class Dataset:
    """Something besides orders that a provider can read."""

    id: str
    name: str
    about: str
    read: Callable[[Desk, DatasetQuery], AsyncGenerator[DatasetPage, None]]


@dataclass(frozen=True, slots=True)
class Provider:
    """A system Orderdock can read orders from. Optional abilities are optional fields."""

    id: ProviderId
    name: str
    tagline: str
    """One line of what it is, for the gallery."""
    hosts: tuple[Host, ...]
    needs: tuple[str, ...]
    """How one signs in, in words for badges: "Browser or token", "May ask a code"."""
    gives: tuple[str, ...]
    """What it gives: "Orders, lines"."""
    warnings: tuple[str, ...]
    link_word: str
    """What its links are called: "retailer", "shop", "organisation"."""
    pace: Pace
    sign_in: Callable[[Desk], Awaitable[Account]]
    """Ask, prove access, keep secrets in desk.secrets and settings in desk.settings."""
    check: Callable[[Desk], Awaitable[Account]]
    """Prove with a cheap read that the saved access works. Raises SignInNeeded."""
    authorize: Callable[[Desk], Authorizer | None]
    """How calls carry the secret, and how it is renewed."""
    read_orders: Callable[[Desk, OrdersRequest], AsyncGenerator[Reading, None]]
    assumptions: tuple[Assumption, ...] = ()
    explain: Callable[[Reply], OrderdockError | None] | None = None
    """Turns this provider's own error bodies into our errors.

    None means "the general rules will do".
    """
    link: Callable[[Desk, Link | None], Awaitable[Link]] | None = None
    """Add a link (None) or repair the given one, asking as needed.

    Returns when its access is proven.
    """
    connect_link_first: bool = False
    """A first connect goes straight on to a first link (Stackline: a retailer, or skip)."""
    skip_link: str = "skip"
    shares: Callable[[Mapping[str, str]], str] | None = None
    """From a connection's settings, what it shares with other connections at the provider: an
    account that remembers on its server what was chosen, say. Desks of those that share take turns.
    """
    datasets: tuple[Dataset, ...] = ()
    sign_out: Callable[[Desk], Awaitable[None]] | None = None
    """Tell the provider to forget our tokens; best effort on disconnect."""
    production_guard: str = ""
    """When not empty.

    Connecting a link at a production host needs the setting "I know", for this reason.
    """
