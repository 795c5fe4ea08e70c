"""What else a provider can read: products, invoices, sessions ..."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from orderdock.auth.steps import Dialogue


@dataclass(frozen=True, slots=True)
class DatasetInfo:
    """Something besides orders."""

    id: str
    name: str
    about: str


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """Conditions (field, operator, text), sort field, limit."""

    where: tuple[tuple[str, str, str], ...] = ()
    sort: str = ""
    descending: bool = False
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Records:
    """Some records, conditions applied.

    `done_here` says in plain words what Orderdock did because the provider did not; the same on
    every page.
    """

    records: list[dict[str, Any]]
    total: int | None = None
    done_here: tuple[str, ...] = ()


class DatasetsService:
    """Reading datasets straight from the provider; nothing is stored."""

    def list(self, connection: str) -> "list[DatasetInfo]":
        """The datasets of a connection (id or name)."""
        raise NotImplementedError

    def fetch(
        self, connection: str, dataset: str, request: FetchRequest, dialogue: Dialogue
    ) -> AsyncIterator[Records]:
        """Read a dataset page by page."""
        raise NotImplementedError
