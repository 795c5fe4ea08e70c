"""Finding where rows went when the list of ids changed."""

from array import array
from collections.abc import Iterable

_FEW = 24
"""So many ids are sought one by one in the packed list; for more it is walked once."""


def find(
    ids: "array[int]", sought: Iterable[tuple[int | None, int]], moved: int = 0
) -> dict[int, int]:
    """Id -> row in `ids` for those of `sought` (id, row before) that are there.

    Tried first: that a row stayed, or that all rows moved by `moved` (rows were added above).
    """
    found: dict[int, int] = {}
    lost: list[int] = []
    for wanted, row in sought:
        if wanted is None:
            continue
        for guess in (row, row + moved):
            if 0 <= guess < len(ids) and ids[guess] == wanted:
                found[wanted] = guess
                break
        else:
            lost.append(wanted)
    if len(lost) > _FEW:
        missing = set(lost)
        found.update((i, row) for row, i in enumerate(ids) if i in missing)
    elif lost:
        packed = ids.tobytes()
        for wanted in lost:
            row_found = _packed_place(packed, wanted, ids.itemsize)
            if row_found is not None:
                found[wanted] = row_found
    return found


def _packed_place(packed: bytes, wanted: int, size: int) -> int | None:
    """Searching the bytes is many times faster than comparing numbers one by one."""
    pattern = array("q", [wanted]).tobytes()
    at = packed.find(pattern)
    while at >= 0:
        if at % size == 0:
            return at // size
        at = packed.find(pattern, at + 1)
    return None
