"""Records of lines as a provider's own CSV, by the names of its columns."""

from orderdock.connector import reading
from orderdock.connector.csv_rows import CsvRow, csv_rows
from orderdock.connector.line_records import AMOUNTS
from orderdock.connector.line_rows import Row, Rows, first_key, row_of
from orderdock.domain.errors import UnreadableRecord
from orderdock.domain.orders import Line, SetAside

_NEEDED = ("retailer", "order_number", "ordered_at", "item_name", "quantity", "unit_price")
_OF_ORDER = ("retailer", "order_number", "ordered_at")


class LineTable:
    """Reads one provider's table; `columns` as the names of `LineRecords`, one for each field."""

    def __init__(self, what: str, provider: str, **columns: str) -> None:
        self._what = what
        self._provider = provider
        self._columns = columns
        self._needed = {columns[field] for field in _NEEDED}
        self._texts = [f for f in columns if f not in AMOUNTS and f not in _OF_ORDER]

    def read(self, body: bytes, link: str = "") -> Rows:
        """The records of a page in their order. Raises UnexpectedAnswer.

        `link` is the one that was asked for: the table has names only.
        """
        rows = csv_rows(body, self._what, self._provider, self._needed)
        return [self._row(row, link) for row in rows]

    def _row(self, row: CsvRow, link: str) -> Row | SetAside:
        columns, raw = self._columns, row.raw
        if not row.whole:
            return SetAside("The row has not as many cells as the header.", raw, link)
        cell = row.cells.get
        texts = {field: cell(columns[field]) or None for field in self._texts}
        retailer, number, date = (cell(columns[field], "") for field in _OF_ORDER)
        try:
            amounts = {f: reading.amount(cell(columns[f]), what) for f, what in AMOUNTS.items()}
            ordered_at = reading.when(date, "order date")
            key = first_key(texts["sku"], texts["item_name"])
            line = Line(key, **texts, **amounts, raw=raw)
            return row_of(line, number, link, retailer, ordered_at)
        except UnreadableRecord as trouble:
            return SetAside(trouble.says, raw, link)
