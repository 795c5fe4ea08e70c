"""How awkward a row's text is for a CSV file, judged once when the row is written."""

import re
from collections.abc import Iterable

PLAIN = 0
"""No cell needs quotes, none can be taken for a formula: the row can be joined as it is."""
QUOTED = 1
"""A cell holds a quote, a separator or a line break; each is harmless at its beginning."""
CLOSE_LOOK = 2
"""A cell begins with something other than a letter or digit, or holds NUL: look at every cell."""

_GAP = "\x1f"
_LOOK = re.compile(rf"(?:\A|{_GAP})(?![\w{_GAP}]|\Z)|\0").search
_QUOTES = re.compile(r'[",;\r\n]').search


def shape_of(cells: Iterable[str | None]) -> int:
    """PLAIN, QUOTED or CLOSE_LOOK for the text cells of one row."""
    return shape_of_text(_GAP.join([cell or "" for cell in cells]))


def shape_of_text(joined: str) -> int:
    r"""The same for cells already joined with "\x1f".

    A cell that holds "\x1f" itself is at worst judged more awkward than it is.
    """
    if _LOOK(joined):
        return CLOSE_LOOK
    return QUOTED if _QUOTES(joined) else PLAIN
