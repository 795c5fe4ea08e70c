"""What else a provider can read: products, invoices, sessions ..."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from orderdock import registry
from orderdock.auth.steps import Dialogue
from orderdock.connector import conditions
from orderdock.connector.conditions import OPERATORS
from orderdock.connector.contract import Dataset, DatasetPage, DatasetQuery, Desk
from orderdock.domain.errors import WrongUsage
from orderdock.export import records as files
from orderdock.export.records import fields_of, text_of
from orderdock.export.request import ExportResult
from orderdock.services.access import Access
from orderdock.services.desks import Waiting

__all__ = [
    "OPERATORS",
    "DatasetInfo",
    "DatasetsService",
    "ExportResult",
    "FetchRequest",
    "Records",
    "fields_of",
    "text_of",
]
_PAGE = 500


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
    """Some records, conditions applied; none when there is only news of how far it is.

    `total` is how many the provider says there are before our own conditions. `done_there` and
    `done_here` say in plain words what the provider did itself, and what Orderdock did because the
    provider did not.
    """

    records: list[dict[str, Any]]
    total: int | None = None
    done_here: tuple[str, ...] = ()
    done_there: tuple[str, ...] = ()
    read: int = 0
    """How many the provider has sent so far."""
    fit: int = 0
    """How many of these meet our own conditions; the limit may still cut them."""


class DatasetsService:
    """Reading datasets straight from the provider; nothing is stored."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def list(self, connection: str) -> "list[DatasetInfo]":
        """The datasets of a connection (id or name). Raises NoSuchConnection."""
        view = self._access.library.connection(connection)
        found = registry.provider(view.provider).datasets
        return [DatasetInfo(dataset.id, dataset.name, dataset.about) for dataset in found]

    def save(self, records: Sequence[dict[str, Any]], target: Path) -> ExportResult:
        """Write records as .csv or .jsonl; synchronous, may be called in any thread.

        Raises TargetUnwritable, and WrongUsage for another ending.
        """
        return files.save(records, target)

    async def fetch(
        self,
        connection: str,
        dataset: str,
        request: FetchRequest,
        dialogue: Dialogue,
        waiting: Waiting | None = None,
    ) -> AsyncGenerator[Records, None]:
        """Read a dataset page by page; close the generator to stop early.

        `waiting` is told (seconds, a sentence) when the provider wants a rest.

        Raises WrongUsage for an unknown dataset or operator, and what the provider raises.
        """
        for condition in request.where:
            conditions.check(condition)
        stored = await self._access.find(connection)
        provider = self._access.provider_of(stored)
        chosen = next((d for d in provider.datasets if d.id == dataset), None)
        if chosen is None:
            known = ", ".join(d.id for d in provider.datasets) or "none"
            raise WrongUsage(f"{stored.name} has no dataset {dataset}.", f"Choose from: {known}.")
        async with (
            self._access.desk(stored.id, dialogue, waiting) as desk,
            aclosing(_pages(desk, chosen, request)) as pages,
        ):
            async for page in pages:
                yield page


async def _pages(
    desk: Desk, dataset: Dataset, request: FetchRequest
) -> AsyncGenerator[Records, None]:
    query = DatasetQuery(request.where, request.sort, request.descending, request.limit)
    left = request.limit if request.limit is not None else -1
    waiting: list[dict[str, Any]] = []
    so_far = Records([])
    unknown = conditions.Unknown({field for field, _, _ in request.where} | {request.sort} - {""})
    async with aclosing(dataset.read(desk, query)) as pages:
        async for page in pages:
            unknown.look_at(page.records)
            kept = _fitting(request, page)
            so_far = _further(so_far, request, page, len(kept))
            if request.sort and "sort" not in page.handled:
                waiting += kept
                yield so_far
                continue
            kept = kept if left < 0 else kept[:left]
            left = left - len(kept) if left >= 0 else left
            yield replace(so_far, records=kept)
            if left == 0:
                return
    unknown.complain()
    if waiting:
        waiting = conditions.in_order(waiting, request.sort, descending=request.descending)
        kept = waiting if left < 0 else waiting[:left]
        for start in range(0, len(kept), _PAGE):
            yield replace(so_far, records=kept[start : start + _PAGE])


def _fitting(request: FetchRequest, page: DatasetPage) -> list[dict[str, Any]]:
    mine = [c for n, c in enumerate(request.where) if n not in page.handled]
    return [r for r in page.records if all(conditions.holds(r, c) for c in mine)]


def _further(so_far: Records, request: FetchRequest, page: DatasetPage, fit: int) -> Records:
    """How far it is after one more page."""
    first = so_far.read == 0 and not so_far.done_here
    return Records(
        [],
        page.total if page.total is not None else so_far.total,
        _done_here(request, page) if first else so_far.done_here,
        _done_there(request, page) if first else so_far.done_there,
        so_far.read + len(page.records),
        so_far.fit + fit,
    )


def _done_here(request: FetchRequest, page: DatasetPage) -> tuple[str, ...]:
    said = [
        f"The provider cannot filter by “{conditions.in_words(condition)}”; Orderdock did, "
        "after reading all records."
        for number, condition in enumerate(request.where)
        if number not in page.handled
    ]
    if request.sort and "sort" not in page.handled:
        said.append(
            f"The provider cannot sort by {request.sort}; Orderdock did, after reading all records."
        )
    return tuple(said)


def _done_there(request: FetchRequest, page: DatasetPage) -> tuple[str, ...]:
    said = [
        f"The provider filtered by “{conditions.in_words(condition)}”."
        for number, condition in enumerate(request.where)
        if number in page.handled
    ]
    if request.sort and "sort" in page.handled:
        said.append(f"The provider sorted by {request.sort}.")
    return tuple(said)
