"""Finding where rows went when the list of ids changed."""

from collections.abc import Iterable

from orderdock.query.row_ids import RowIds

GONE = -1
"""The row of an id that was sought and stands nowhere."""


def find(ids: RowIds, sought: Iterable[tuple[int | None, int]], moved: int = 0) -> dict[int, int]:
    """Id -> row in `ids` for those of `sought` (id, row before); GONE for those not there.

    Tried first: that a row stayed, or that all rows moved by `moved` (rows were added above). What
    is known to be GONE stays so.
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
            if row == GONE:
                found[wanted] = GONE
            else:
                lost.add(wanted)
    return found | dict.fromkeys(lost, GONE) | ids.rows_of(lost)
