"""What else a provider can read: products, invoices, sessions ..."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from orderdock import registry
from orderdock.auth.steps import Dialogue
from orderdock.connector import conditions
from orderdock.connector.contract import Dataset, DatasetPage, DatasetQuery, Desk
from orderdock.domain.errors import WrongUsage
from orderdock.services.access import Access

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
    """Some records, conditions applied.

    `total` is how many the provider says there are before our own conditions. `done_here` says in
    plain words what Orderdock did because the provider did not.
    """

    records: list[dict[str, Any]]
    total: int | None = None
    done_here: tuple[str, ...] = ()


class DatasetsService:
    """Reading datasets straight from the provider; nothing is stored."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def list(self, connection: str) -> "list[DatasetInfo]":
        """The datasets of a connection (id or name). Raises NoSuchConnection."""
        view = self._access.library.connection(connection)
        found = registry.provider(view.provider).datasets
        return [DatasetInfo(dataset.id, dataset.name, dataset.about) for dataset in found]

    async def fetch(
        self, connection: str, dataset: str, request: FetchRequest, dialogue: Dialogue
    ) -> AsyncGenerator[Records, None]:
        """Read a dataset page by page; close the generator to stop early.

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
            self._access.desk(stored.id, dialogue) as desk,
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
    remarks: tuple[str, ...] = ()
    total: int | None = None
    unknown = conditions.Unknown({field for field, _, _ in request.where} | {request.sort} - {""})
    async with aclosing(dataset.read(desk, query)) as pages:
        async for page in pages:
            total = page.total if page.total is not None else total
            unknown.look_at(page.records)
            mine = [c for n, c in enumerate(request.where) if n not in page.handled]
            kept = [r for r in page.records if all(conditions.holds(r, c) for c in mine)]
            remarks = remarks or _remarks(request, page)
            if request.sort and "sort" not in page.handled:
                waiting += kept
                continue
            kept = kept if left < 0 else kept[:left]
            left = left - len(kept) if left >= 0 else left
            if kept:
                yield Records(kept, total, remarks)
            if left == 0:
                return
    unknown.complain()
    if waiting:
        waiting = conditions.in_order(waiting, request.sort, descending=request.descending)
        kept = waiting if left < 0 else waiting[:left]
        for start in range(0, len(kept), _PAGE):
            yield Records(kept[start : start + _PAGE], total, remarks)


def _remarks(request: FetchRequest, page: DatasetPage) -> tuple[str, ...]:
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
