"""A provider's datasets as a test wants them: pages that come when they are let in."""

import asyncio
from collections.abc import AsyncGenerator, Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from orderdock.auth.steps import Dialogue
from orderdock.services.datasets import (
    DatasetInfo,
    ExportResult,
    FetchRequest,
    Records,
)
from orderdock_ui.datasets.reading import Waiting

INFOS = [
    DatasetInfo("products", "Products", "What this account sells"),
    DatasetInfo("invoices", "Invoices", "What was billed"),
]


def products(count: int, first: int = 1) -> list[dict[str, Any]]:
    """Products of all shapes: figures, texts, nested values, nothing."""
    return [
        {
            "id": 41000 + n,
            "sku": f"AK-{n:05d}",
            "name": ["Merino scarf, charcoal", "Crêpe blouse", "מעיל צמר", "Linen\nshirt"][n % 4],
            "price": Decimal("12.50") + n if n % 7 else None,
            "stock": str(n * 3 % 41),
            "active": n % 3 != 0,
            "sizes": [{"size": "S", "quantity": n % 5}, {"size": "M", "quantity": n % 7}],
            "brand": {"name": "Acme Knitwear", "id": n % 3},
        }
        for n in range(first, first + count)
    ]


@dataclass
class Provider:
    """Stands for the service of datasets; a test lets pages, errors and questions in."""

    infos: list[DatasetInfo] = field(default_factory=lambda: list(INFOS))
    asked: list[tuple[str, str, FetchRequest]] = field(default_factory=list)
    saved: list[tuple[list[dict[str, Any]], Path]] = field(default_factory=list)
    closed: int = 0
    refusal: Exception | None = None
    _coming: "asyncio.Queue[Any]" = field(default_factory=asyncio.Queue)

    def let_in(self, *things: Any) -> None:
        """Pages to send, errors to raise, steps to ask, sentences to wait by; None ends it."""
        for thing in things:
            self._coming.put_nowait(thing)

    def list(self, connection: str) -> "list[DatasetInfo]":
        return self.infos

    async def fetch(
        self,
        connection: str,
        dataset: str,
        request: FetchRequest,
        dialogue: Dialogue,
        waiting: Waiting | None = None,
    ) -> AsyncGenerator[Records, None]:
        self.asked.append((connection, dataset, request))
        try:
            while (thing := await self._coming.get()) is not None:
                if isinstance(thing, Exception):
                    raise thing
                if isinstance(thing, str):
                    assert waiting is not None
                    waiting(5, thing)
                elif isinstance(thing, Records):
                    yield thing
                else:
                    await dialogue.ask(thing)
        finally:
            self.closed += 1

    def save(self, records: Any, target: Path) -> ExportResult:
        if self.refusal is not None:
            raise self.refusal
        self.saved.append((records, target))
        return ExportResult(target, len(records), 10)


def pages(
    records: Iterable[dict[str, Any]], of: int = 50, total: int | None = None, **more: Any
) -> list[Records]:
    """The records as pages of that size."""
    every = list(records)
    found, read = [], 0
    for start in range(0, len(every), of):
        part = every[start : start + of]
        read += len(part)
        found.append(replace(Records(part, total, read=read, fit=read), **more))
    return found
