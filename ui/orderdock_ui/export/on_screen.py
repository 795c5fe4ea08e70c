"""What an export may take over: the orders on show, their columns, and what is selected."""

from dataclasses import dataclass

from orderdock.query.filters import OrderFilter, Unit
from orderdock.query.views import with_currency
from orderdock.services.export import ExportRequest
from orderdock_ui.orders.page import OrdersPage


@dataclass(frozen=True, slots=True)
class OnScreen:
    """The question as it stands in the table, or as it stood when a file was saved."""

    filter: OrderFilter
    preset: str = Unit.ORDERS.value
    """The preset whose rows are those of the table."""
    columns: tuple[str, ...] = ()
    """Keys of query.columns from left to right, currency included; empty: not known."""
    columns_name: str = "As shown in the table"
    order_ids: tuple[int, ...] = ()
    """The orders selected."""
    line_ids: tuple[int, ...] = ()
    """The lines selected, where the table shows lines."""

    def selected(self) -> int:
        """How many rows are selected."""
        return len(self.line_ids or self.order_ids)

    def selected_unit(self) -> str:
        """What a selected row is."""
        return "line" if self.line_ids else "order"


def of_page(page: OrdersPage) -> OnScreen:
    """What the page shows now. A selection of all rows is none: it is what is filtered."""
    model, heads, selection = page.model, page.table.heads, page.selection
    places = sorted(range(len(model.columns)), key=heads.visualIndex)
    keys = with_currency([model.columns[place].key for place in places])
    ids = () if selection.count() >= model.rowCount() else tuple(selection.ids())
    lines = model.unit is Unit.LINES
    return OnScreen(
        model.filter,
        model.unit.value,
        keys,
        order_ids=() if lines else ids,
        line_ids=ids if lines else (),
    )


def of_request(request: ExportRequest) -> OnScreen:
    """What a file was made from."""
    return OnScreen(
        request.filter,
        request.preset or Unit.LINES.value,
        request.columns or (),
        "The columns of that file",
        request.order_ids or (),
        request.line_ids or (),
    )
