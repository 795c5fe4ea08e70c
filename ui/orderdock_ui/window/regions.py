"""F6: from region to region, in reading order."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from orderdock_ui.window.content import Content
from orderdock_ui.window.orders_place import OrdersPlace


class Regions:
    """Sidebar, its list, the banner, then the page or its parts."""

    def __init__(self, content: Content, orders: OrdersPlace) -> None:
        self._content = content
        self._orders = orders

    def _all(self) -> list[QWidget]:
        content = self._content
        side = [content.side(), content.sidebar.list]
        shown = [part for part in (*side, content.pages.banner) if part.isVisible()]
        current = content.pages.page(content.pages.current())
        return shown + (self._orders.regions() or [current])

    def forward(self) -> None:
        """To the next region."""
        self._go(1)

    def back(self) -> None:
        """To the region before."""
        self._go(-1)

    def _go(self, by: int) -> None:
        regions = self._all()
        focus = self._content.window().focusWidget()
        here = -1
        for i, region in enumerate(regions):
            if focus is not None and (region is focus or region.isAncestorOf(focus)):
                here = i  # the innermost comes last
        _enter(regions[(here + by) % len(regions)] if here >= 0 else regions[0])


def _enter(region: QWidget) -> None:
    reason = Qt.FocusReason.TabFocusReason
    if region.focusPolicy() & Qt.FocusPolicy.TabFocus:
        region.setFocus(reason)
        return
    for child in region.findChildren(QWidget):
        if (
            child.isVisible()
            and child.isEnabled()
            and child.focusPolicy() & Qt.FocusPolicy.TabFocus
        ):
            child.setFocus(reason)
            return
