"""Where columns are arranged: the list under the Columns button, and the menu of a head."""

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QWidget

from orderdock_ui.orders import head_menu, row_menu
from orderdock_ui.orders.columns_chooser import ColumnsChooser
from orderdock_ui.orders.columns_shown import ColumnsShown
from orderdock_ui.orders.heads import HeadsView
from orderdock_ui.orders.layout_memory import columns_of
from orderdock_ui.theme import theme


class ColumnsDesk(QObject):
    """Opens both, and carries out what is chosen there."""

    def __init__(
        self, shown: ColumnsShown, heads: HeadsView, button: QWidget, page: QWidget
    ) -> None:
        super().__init__(page)
        self._shown = shown
        self._button = button
        self._page = page
        self.chooser = ColumnsChooser(page)
        self.chooser.changed.connect(shown.show_columns)
        self.chooser.frozen.connect(shown.freeze)
        self.chooser.reset_asked.connect(self.reset)
        heads.menu_asked.connect(self._open_menu)
        if (table := heads.parentWidget()) is not None:
            page.setTabOrder(heads, table)  # only now: a new parent puts the table first again

    def choose(self) -> None:
        """Open the list of columns under its button."""
        button = self._button
        place = button.mapToGlobal(QPoint(button.width(), button.height() + theme.length(4)))
        unit, layout = self._shown.unit, self._shown.layout
        known = list(columns_of(unit).values())
        self.chooser.open_at(place, unit, known, layout.shown, layout.frozen)

    def reset(self) -> None:
        """The standard columns again."""
        shown = self._shown
        shown.reset()
        known = list(columns_of(shown.unit).values())
        self.chooser.offer(shown.unit, known, shown.layout.shown, shown.layout.frozen)

    def _open_menu(self, section: int, place: QPoint) -> None:
        if section not in self._shown.visual_order():
            return
        menu = row_menu.new(self._page, "orders-head-menu", "Column")
        head_menu.fill(menu, section, self._shown, self.choose)
        menu.popup(place)
