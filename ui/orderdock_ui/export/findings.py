"""What a person should know before trusting the file."""

from collections.abc import Sequence
from dataclasses import dataclass

from orderdock.domain.connections import ConnectionState, ConnectionView
from orderdock.query.filters import CurrencyTotal
from orderdock.services.export import ExportRequest
from orderdock_ui import text
from orderdock_ui.orders.words import Wording

_FINE = frozenset({ConnectionState.OK, ConnectionState.SYNCING})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing in one sentence, with the one way to mend it, if there is one."""

    ink: str
    icon: str
    sentence: str
    action: str = ""
    connection: str = ""


def find(
    request: ExportRequest,
    connections: Sequence[ConnectionView],
    totals: Sequence[CurrencyTotal],
    wording: Wording,
) -> tuple[Finding, ...]:
    """Look at what will be written; `totals` are those of the request's filter."""
    found = [
        _incomplete(view, wording)
        for view in connections
        if view.orders and view.verdict.state not in _FINE and _concerns(request, view)
    ]
    blank = sum(total.blank_totals for total in totals)
    if blank and request.order_ids is None:
        said = wording.counted(blank, "order has", "orders have")
        cells = "Its cell stays blank." if blank == 1 else "Their cells stay blank."
        found.append(Finding("accent", "info", f"{said} no total. {cells}"))
    return tuple(found)


def _concerns(request: ExportRequest, view: ConnectionView) -> bool:
    asked = request.filter
    if request.order_ids is None and asked.connections and view.id not in asked.connections:
        return False
    return not asked.providers or view.provider in asked.providers


def _incomplete(view: ConnectionView, wording: Wording) -> Finding:
    if view.data_up_to is None:
        sentence = f"{view.name} was never read to its end."
    else:
        day = text.day(view.data_up_to, wording.zone_name)
        sentence = f"{view.name} is complete up to {day} only."
    action = text.ACTIONS[view.verdict.action] if view.connected else ""
    return Finding("warn", "triangle-alert", sentence, action, view.id)
