"""What the drawer says of an order, part by part."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from orderdock.query.detail import OrderDetail
from orderdock.query.money import short, verdict
from orderdock_ui.orders.detail_column import DetailColumn
from orderdock_ui.orders.history import changes_in_words
from orderdock_ui.orders.status_marks import in_words, mark_of
from orderdock_ui.orders.words import MINUS, Wording
from orderdock_ui.widgets.buttons import Button

_CHANGES_SHOWN = 6
_VERDICTS = {
    True: ("circle-check", "ok"),
    False: ("triangle-alert", "warn"),
    None: ("info", "text2"),
}


def say_facts(
    to: DetailColumn, detail: OrderDetail, wording: Wording, name_of: Callable[[str], str]
) -> None:
    """How it stands, when it was, where it comes from."""
    order = detail.order
    hidden = order.get("hidden_since")
    if hidden is not None:
        when = wording.long_moment(hidden)
        to.remark("eye-off", "warn", f"Hidden since {when}: in no list, count, total or file.")
    _say_status(to, order)
    to.fact("Ordered", wording.long_moment(order.get("ordered_at")))
    to.fact("Connection", name_of(detail.connection))
    link = str(order.get("link") or "")
    if link and link != order.get("retailer"):
        to.fact("From", link)


def say_lines(to: DetailColumn, detail: OrderDetail, wording: Wording) -> None:
    """Each line with what it comes to."""
    to.title(wording.counted(len(detail.lines), "line"))
    several = len({line.get("shipment_status") for line in detail.lines}) > 1
    for line in detail.lines:
        item = str(line.get("item_name") or "Item without a name")
        to.item(item, _details(line, wording, with_status=several), _sum_of(line, wording))


def say_money(to: DetailColumn, detail: OrderDetail, wording: Wording) -> None:
    """The total taken apart and checked; what nobody said stays blank."""
    money, currency = detail.money, str(detail.order.get("currency") or "")
    if money.lines is not None:
        to.fact("Lines", wording.amount(short(money.lines)))
    parts = (("Shipping", money.shipping), ("Tax", money.tax), ("Discount", money.discount))
    if any(amount is not None for _name, amount in parts):
        for name, amount in parts:
            said = "" if amount is None else wording.amount(f"{amount:f}")
            taken = MINUS if amount and name == "Discount" else ""
            to.fact(name, f"{taken}{said}", unknown="")
    total = wording.amount(detail.order.get("order_total"))
    to.fact("Total", f"{total} {currency}".strip() if total else "", 700)
    if total and not currency:
        to.remark("info", "text2", "The provider did not say the currency.")
    for sentence in detail.checks:
        to.remark("triangle-alert", "warn", sentence)
    fits, words = verdict(money, wording.amount)
    if words:
        to.remark(*_VERDICTS[fits], words)


def say_links(to: DetailColumn, detail: OrderDetail) -> None:
    """Pages that the provider's record points to; only the person opens them."""
    to.title("Links in the provider's record")
    for link in detail.links:
        button = Button(
            f"{link.name} · {link.host()}",
            "link",
            icon="external-link",
            identifier="order-detail-link",
            name=f"Open {link.name} at {link.host()} in the browser",
            tip=link.url,
        )
        button.clicked.connect(lambda _on=False, url=link.url: QDesktopServices.openUrl(QUrl(url)))
        to.add(button)


def say_history(to: DetailColumn, detail: OrderDetail, wording: Wording, *, whole: bool) -> int:
    """What changed and when, the newest first; answers how many changes are not shown."""
    told = changes_in_words(detail.changes, wording)
    shown = told if whole else told[:_CHANGES_SHOWN]
    for sentence in shown:
        to.remark("history", "text2", sentence)
    first = detail.order.get("first_seen")
    if first is not None:
        to.remark("inbox", "text2", f"First read {wording.long_moment(first)}")
    return len(told) - len(shown)


def as_text(detail: OrderDetail, wording: Wording, title: str, number: str) -> str:
    """The order for a spreadsheet or a mail."""
    say, order = wording.for_spreadsheet, detail.order
    lines = [f"{title}\t{number}"]
    when = wording.long_moment(order.get("ordered_at"))
    if when:
        lines.append(f"Ordered\t{when}")
    for line in detail.lines:
        parts = [" ".join(str(line.get(key) or "").split()) for key in ("item_name", "sku")]
        parts += [say(line.get("quantity")), say(line.get("unit_price"))]
        lines.append("\t".join([*parts, str(line.get("currency") or "")]))
    total = say(order.get("order_total"))
    lines.append(f"Total\t{total}\t{order.get('currency') or ''}".rstrip("\t"))
    if detail.tags:
        lines.append(f"Tags\t{', '.join(detail.tags)}")
    if order.get("note"):
        lines.append(f"Note\t{' '.join(str(order['note']).split())}")
    return "\n".join(lines)


def _say_status(to: DetailColumn, order: Mapping[str, Any]) -> None:
    status = str(order.get("status") or order.get("shipment_status") or "")
    if not status:
        return
    shown = in_words(status)
    theirs = (status, order.get("shipment_status"), order.get("status_text"))
    own = dict.fromkeys(str(word) for word in theirs if word)
    quoted = [f"“{word}”" for word in own if word.casefold() != shown.casefold()]
    to.state(*mark_of(status), shown, " ".join(quoted))


def _details(line: Mapping[str, Any], wording: Wording, *, with_status: bool) -> str:
    details = [str(line["brand"])] if line.get("brand") else []
    if line.get("sku"):
        details.append(f"SKU {line['sku']}")
    quantity, price = line.get("quantity"), line.get("unit_price")
    if quantity is not None or price is not None:
        said = wording.quantity(quantity) or "?"
        details.append(f"{said} × {wording.amount(price) or 'no price'}")
    if with_status and line.get("shipment_status"):
        details.append(in_words(str(line["shipment_status"])))
    if line.get("missing_since") is not None:
        details.append("no longer in the provider's list")
    return " · ".join(details)


def _sum_of(line: Mapping[str, Any], wording: Wording) -> str:
    quantity, price = line.get("quantity"), line.get("unit_price")
    if quantity is None or price is None:
        return ""
    return wording.amount(short(Decimal(quantity) * Decimal(price)))
