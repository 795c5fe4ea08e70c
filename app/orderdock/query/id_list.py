"""A list of ids as one value of a statement: `... IN (SELECT value FROM carray(?))`."""

from array import array
from collections.abc import Iterable
from typing import Any

import apsw

IN_LIST = "IN (SELECT value FROM carray(?))"


def id_list(ids: Iterable[int]) -> Any:
    """What to bind for the `?` of IN_LIST."""
    return apsw.carray(array("q", ids) or array("q", (0,)))  # no id is 0; an empty array is refused
