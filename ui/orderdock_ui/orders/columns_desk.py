"""Where columns are arranged: the list under the Columns button, and the menu of a head."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QWidget

from orderdock_ui.orders import row_menu
from orderdock_ui.orders.columns_shown import ColumnsShown
from orderdock_ui.orders.heads import HeadsView
from orderdock_ui.orders.layout_memory import columns_of
from orderdock_ui.theme import theme

if TYPE_CHECKING:
    from orderdock_ui.orders.columns_chooser import ColumnsChooser


class ColumnsDesk(QObject):
    """Opens both, and carries out what is chosen there."""

    def __init__(
        self, shown: ColumnsShown, heads: HeadsView, button: QWidget, page: QWidget
    ) -> None:
        super().__init__(page)
        self._shown = shown
        self._button = button
        self._page = page
        heads.menu_asked.connect(self._open_menu)
        if (table := heads.parentWidget()) is not None:
            page.setTabOrder(heads, table)  # only now: a new parent puts the table first again

    @cached_property
    def chooser(self) -> "ColumnsChooser":
        """The list of columns; made when it is first wanted."""
        from orderdock_ui.orders.columns_chooser import ColumnsChooser

        made = ColumnsChooser(self._page)
        made.changed.connect(self._shown.show_columns)
        made.frozen.connect(self._shown.freeze)
        made.reset_asked.connect(self.reset)
        return made

    def choose(self) -> None:
        """Open the list of columns under its button, or close it."""
        if self.chooser.isVisible():
            self.chooser.hide()
            return
        button = self._button
        place = button.mapToGlobal(QPoint(button.width(), button.height() + theme.length(4)))
        unit, layout = self._shown.unit, self._shown.layout
        known = list(columns_of(unit).values())
        self.chooser.open_at(button, place, unit, known, layout.shown, layout.frozen)

    def reset(self) -> None:
        """The standard columns again."""
        shown = self._shown
        shown.reset()
        known = list(columns_of(shown.unit).values())
        self.chooser.offer(shown.unit, known, shown.layout.shown, shown.layout.frozen)

    def _open_menu(self, section: int, place: QPoint) -> None:
        if section not in self._shown.visual_order():
            return
        from orderdock_ui.orders import head_menu

        menu = row_menu.new(self._page, "orders-head-menu", "Column")
        head_menu.fill(menu, section, self._shown, self.choose)
        menu.popup(place)
