"""Reads a CSV file back as its bytes come: how many records, and which cells stand together.

Most records are never taken apart: one split cuts out what stands in quotes for many of them, and
of neighbours that end alike, as the lines of an order do, only the first is looked at.
"""

import csv
import io
from collections.abc import Sequence

_END = b"\r\n"
_QUOTE = b'"'
_NO_RECORD = b"\n"

Run = tuple[Sequence[bytes], int]
"""The last fields of a record, and how many have them, one after the other."""


class CsvBack:
    """One file, its heading left out. Each record has `wide` fields.

    Raises ValueError or csv.Error for what is no such file.
    """

    def __init__(self, delimiter: str, places: Sequence[int], wide: int) -> None:
        """The fields at `places` are what is asked for."""
        self._delimiter = delimiter
        self._mark = delimiter.encode()
        first = min(places, default=wide)
        self._last = min(wide - first, wide - 1)
        """Fields that a record is cut into from its end, besides what stands before them."""
        self._whole = not first
        self.at = [place - (wide - 1 - self._last) for place in places]
        """Where those asked for stand in a run."""
        self._heading = True
        self._rest = b""
        self.records = 0
        """So many have come whole."""

    def take(self, data: bytes) -> Sequence[Run]:
        """The next bytes of the file, any number of them; the records that are whole now."""
        data = self._rest + data
        end = data.rfind(_END) + len(_END)
        pieces = data[:end].split(_QUOTE) if end >= len(_END) else []
        if not len(pieces) % 2:  # the last line end stands in quotes, or there is none
            end = _last_end(data)
            pieces = data[:end].split(_QUOTE)
        self._rest = data[end:]
        return self._of_whole(data[:end], pieces) if end else ()

    def end(self) -> None:
        """Nothing more comes."""
        if self._rest:
            raise ValueError(self._rest[:40])

    def _of_whole(self, data: bytes, pieces: Sequence[bytes]) -> Sequence[Run]:
        records = _QUOTE.join(pieces[::2]).split(_END)
        del records[-1]
        head, self._heading = int(self._heading), False
        del records[:head]
        self.records += len(records)
        if not self.at:
            return ()
        runs = self._runs(records)
        return self._parsed(data, head) if runs is None else runs

    def _runs(self, records: Sequence[bytes]) -> Sequence[Run] | None:
        """None when any of what is asked for stands in quotes, and so was cut out."""
        mark, last = self._mark, self._last
        same = bytes.__eq__ if self._whole else bytes.endswith
        found: list[Run] = []
        fields: list[bytes] = []
        tail, times = _NO_RECORD, 0
        for record in records:
            if not same(record, tail):
                found.append((fields, times))
                fields, times = record.rsplit(mark, last), 0
                if len(fields) <= last:
                    raise ValueError(record[:40])
                tail = record if self._whole else record[len(fields[0]) :]
            times += 1
        found.append((fields, times))
        del found[0]
        for place in self.at:
            if _QUOTE in b"".join([fields[place] for fields, _ in found]):
                return None
        return found

    def _parsed(self, data: bytes, head: int) -> Sequence[Run]:
        text = io.StringIO(data.decode(), newline="")
        rows = list(csv.reader(text, delimiter=self._delimiter, strict=True))[head:]
        return [([cell.encode() for cell in row[-self._last - 1 :]], 1) for row in rows]


def _last_end(data: bytes) -> int:
    """Behind the last record that is whole; 0 for none."""
    end, within = len(data), data.count(_QUOTE) & 1
    while (cut := data.rfind(_END, 0, end)) >= 0:
        within ^= data.count(_QUOTE, cut, end) & 1
        if not within:
            return cut + len(_END)
        end = cut
    return 0
