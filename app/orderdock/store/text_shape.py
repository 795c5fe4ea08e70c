"""How awkward a row's text is for a CSV file, judged once when the row is written."""

import re
from collections.abc import Iterable

PLAIN = 0
"""No cell needs quotes, none can be taken for a formula: the row can be joined as it is."""
QUOTED = 1
"""A cell holds a quote, a separator or a line break; each is harmless at its beginning."""
CLOSE_LOOK = 2
"""A cell begins with something other than a letter or digit, or holds NUL: look at every cell."""

GAP = "\x1f"
_odd_start = re.compile(rf"{GAP}[^\w{GAP}]").search


def shape_of(cells: Iterable[str | None]) -> int:
    """PLAIN, QUOTED or CLOSE_LOOK for the text cells of one row."""
    return shape_of_joined(GAP + GAP.join([cell or "" for cell in cells]))


def shape_of_joined(text: str) -> int:
    """The same for cells each of which has GAP before it.

    A cell that holds GAP itself is judged as if cells began there: what follows is looked at.
    """
    if _odd_start(text) is not None or "\0" in text:
        return CLOSE_LOOK
    if "," in text or '"' in text or "\n" in text or ";" in text or "\r" in text:
        return QUOTED
    return PLAIN
