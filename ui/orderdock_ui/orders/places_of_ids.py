"""Finding where rows went when the list of ids changed."""

from array import array
from collections.abc import Iterable

_FEW = 4
"""So many ids are sought one by one in the packed list; for more it is walked once."""
_PIECE = 8_192
"""Ids looked at in one go: no thread waits long for its turn, and no copy of millions is made."""


def find(
    ids: "array[int]", sought: Iterable[tuple[int | None, int]], moved: int = 0
) -> dict[int, int]:
    """Id -> row in `ids` for those of `sought` (id, row before) that are there.

    Tried first: that a row stayed, or that all rows moved by `moved` (rows were added above).
    """
    found: dict[int, int] = {}
    lost: set[int] = set()
    for wanted, row in sought:
        if wanted is None:
            continue
        for guess in (row, row + moved):
            if 0 <= guess < len(ids) and ids[guess] == wanted:
                found[wanted] = guess
                break
        else:
            lost.add(wanted)
    for start in range(0, len(ids), _PIECE):
        if not lost:
            break
        piece = ids[start : start + _PIECE]
        for wanted in _among(piece, lost):
            found[wanted] = start + piece.index(wanted)
            lost.discard(wanted)
    return found


def begins_with(ids: "array[int]", first: "array[int]") -> bool:
    """Whether the list starts with these ids."""
    return len(ids) >= len(first) and all(
        ids[start : start + _PIECE] == first[start : start + _PIECE]
        if start + _PIECE <= len(first)
        else ids[start : len(first)] == first[start:]
        for start in range(0, len(first), _PIECE)
    )


def _among(piece: "array[int]", lost: set[int]) -> set[int]:
    if len(lost) > _FEW:
        return lost.intersection(piece)
    packed = piece.tobytes()
    return {wanted for wanted in lost if _is_packed(packed, wanted, piece.itemsize)}


def _is_packed(packed: bytes, wanted: int, size: int) -> bool:
    """Searching the bytes is many times faster than comparing numbers one by one."""
    pattern = array("q", [wanted]).tobytes()
    at = packed.find(pattern)
    while at >= 0 and at % size:
        at = packed.find(pattern, at + 1)
    return at >= 0
