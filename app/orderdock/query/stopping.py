"""Giving a question up while the database works on it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import apsw

Stop = Callable[[], bool]
_STEPS = 20_000
"""SQLite instructions between two looks at `stop`: about a millisecond."""


@contextmanager
def stopping(db: apsw.Connection, stop: Stop | None) -> Iterator[None]:
    """What is asked in here raises apsw.InterruptError once `stop` says yes."""
    if stop is None:
        yield
        return
    db.set_progress_handler(stop, _STEPS, id=stopping)
    try:
        yield
    finally:
        db.set_progress_handler(None, id=stopping)
