"""Reads a CSV file back as its bytes come: how many records, and which cells stand together.

Most records are never taken apart: one split cuts out what stands in quotes for many of them, and
of neighbours that end alike, as the lines of an order do, only the first is looked at.
"""

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain

_END = b"\r\n"
_QUOTE = b'"'
_NO_RECORD = b"\n"

Cells = tuple[bytes, ...]


class CsvBack:
    """One file, its heading left out. Each record has `wide` fields.

    Raises ValueError or csv.Error for what is no such file.
    """

    def __init__(self, delimiter: str, places: Sequence[int], wide: int) -> None:
        """The cells at `places` are counted."""
        self._delimiter = delimiter
        self._mark = delimiter.encode()
        self._places = places
        self._wide = wide
        first = min(places, default=wide)
        self._last = min(wide - first, wide - 1)
        """Fields that a record is cut into from its end, besides what stands before them."""
        self._whole = not first
        self._shown = [place - (wide - 1 - self._last) for place in places]
        self._heading = True
        self._rest = b""
        self.records = 0
        """So many have come whole."""
        self.seen: Counter[Cells] = Counter()
        """The cells at `places` -> how many records have them; take them away when you like."""

    def take(self, data: bytes) -> None:
        """The next bytes of the file; any number of them."""
        data = self._rest + data
        end, within = len(data), data.count(_QUOTE) & 1
        while (cut := data.rfind(_END, 0, end)) >= 0:
            within ^= data.count(_QUOTE, cut, end) & 1
            if not within:
                self._rest = data[cut + len(_END) :]
                self._take_whole(data[: cut + len(_END)])
                return
            end = cut
        self._rest = data

    def end(self) -> None:
        """Nothing more comes."""
        if self._rest:
            raise ValueError(self._rest[:40])

    def _take_whole(self, data: bytes) -> None:
        bare = _QUOTE.join(data.split(_QUOTE)[::2])
        records = bare.split(_END)
        del records[-1]
        if bare.count(self._mark) != (self._wide - 1) * len(records):
            raise ValueError(self._wide)
        head, self._heading = int(self._heading), False
        del records[:head]
        self.records += len(records)
        if self._places:
            counted = self._counted(records)
            self.seen.update(self._parsed(data, head) if counted is None else counted)

    def _counted(self, records: Sequence[bytes]) -> Mapping[Cells, int] | None:
        """None when any of the cells stands in quotes, and so was cut out."""
        mark, last, shown = self._mark, self._last, self._shown
        same = bytes.__eq__ if self._whole else bytes.endswith
        found: dict[Cells, int] = {}
        cells: Cells = ()
        tail, times = _NO_RECORD, 0
        for record in records:
            if not same(record, tail):
                if times:
                    found[cells] = found.get(cells, 0) + times
                fields = record.rsplit(mark, last)
                cells, times = tuple([fields[place] for place in shown]), 0
                tail = record if self._whole else record[len(fields[0]) :]
            times += 1
        if times:
            found[cells] = found.get(cells, 0) + times
        return None if _QUOTE in b"".join(chain.from_iterable(found)) else found

    def _parsed(self, data: bytes, head: int) -> Mapping[Cells, int]:
        text = io.StringIO(data.decode(), newline="")
        rows = list(csv.reader(text, delimiter=self._delimiter, strict=True))[head:]
        return Counter(tuple([row[place].encode() for place in self._places]) for row in rows)
