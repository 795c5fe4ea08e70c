"""What came of reading a dataset, and how to say it."""

from dataclasses import dataclass, field
from enum import StrEnum

from orderdock.services.datasets import FetchRequest, Records
from orderdock_ui.datasets.model import RecordsModel
from orderdock_ui.text import count, counted


class Stand(StrEnum):
    """How a reading stands."""

    NOT_READ = "not read"
    READING = "reading"
    WHOLE = "whole"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(slots=True, eq=False)
class Result:
    """The records of one dataset that are here, and how they came."""

    request: FetchRequest
    model: RecordsModel = field(default_factory=RecordsModel)
    stand: Stand = Stand.NOT_READ
    news: Records = field(default_factory=lambda: Records([]))
    """The newest page; its own records are in the model."""
    waits: str = ""
    """Why nothing comes just now, in words."""
    error: Exception | None = None

    @property
    def rows(self) -> int:
        """Records that are here."""
        return self.model.rowCount()

    @property
    def limited(self) -> bool:
        """Whether it ended because the limit was reached."""
        return self.request.limit is not None and self.rows >= self.request.limit

    def goal(self) -> int | None:
        """How many records will have been read in the end; None while nobody can tell."""
        total, limit = self.news.total, self.request.limit
        if total is None:
            return None
        return total if limit is None or self.news.done_here else min(total, limit)

    def lacking(self) -> bool:
        """Whether the provider sent another number than it says there are."""
        whole = self.stand is Stand.WHOLE and not self.limited
        return whole and self.news.total not in (None, self.news.read)


def state_line(result: Result) -> str:
    """One line on how many records are here, of how many."""
    match result.stand:
        case Stand.NOT_READ:
            return ""
        case Stand.READING:
            return _under_way(result)
        case Stand.WHOLE:
            return _ended(result)
        case Stand.CANCELLED:
            return _broken_off(result, "the reading was cancelled")
        case Stand.FAILED:
            return _broken_off(result, "the reading stopped")


def _under_way(result: Result) -> str:
    if result.waits:
        return result.waits
    read, goal = result.news.read, result.goal()
    if not read:
        return "Asking for the first records"
    said = f"{count(read)} of {count(goal)} read" if goal is not None else f"{count(read)} read"
    fit = result.news.fit
    return f"{said}, {count(fit)} {'fits' if fit == 1 else 'fit'}" if fit != read else said


def _ended(result: Result) -> str:
    rows, news = result.rows, result.news
    sifted = news.fit != news.read
    records = counted(rows, "record")
    if result.limited:
        if sifted or (news.total is not None and news.total > rows):
            of = f"{count(news.read)} read" if sifted else count(news.total or 0)
            return f"The first {records}, of {of}"
        return f"All {records}" if news.total == rows else f"The first {records}; there may be more"
    if sifted:
        return f"{count(rows)} of {counted(news.read, 'record')} {'fits' if rows == 1 else 'fit'}"
    return f"All {records}" if rows > 1 and news.total == rows else records


def _broken_off(result: Result, why: str) -> str:
    if not result.rows:
        return f"No records: {why}"
    total = result.news.total
    of = f" of {count(total)}" if total is not None and total > result.rows else ""
    return f"{counted(result.rows, 'record')}{of}, not all: {why}"


def remarks(result: Result) -> str:
    """Who filtered and sorted."""
    return " ".join((*result.news.done_there, *result.news.done_here))


def shortage(result: Result) -> str:
    """Numbers that do not agree; empty when they do."""
    if not result.lacking():
        return ""
    said, sent = count(result.news.total or 0), count(result.news.read)
    return f"The provider says there are {said}, and sent {sent}."
