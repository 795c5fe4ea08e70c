"""The list of connections in the sidebar."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from orderdock.domain.connections import ConnectionView
from orderdock_ui.connections.delegate import ConnectionDelegate
from orderdock_ui.connections.model import ConnectionsModel
from orderdock_ui.widgets.naming import named


class ConnectionsList(QListView):
    """Arrows move, Enter or a click opens, F2 renames, the menu key shows what can be done."""

    opened = Signal(str)
    current_changed = Signal(str)
    menu_asked = Signal(str, QPoint)

    def __init__(self, model: ConnectionsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "connections-list", "Connections")
        self.setProperty("kind", "side")
        self.setModel(model)
        self._model = model
        self.setItemDelegate(ConnectionDelegate(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.viewport().setAutoFillBackground(False)
        self.selectionModel().selectionChanged.connect(lambda *_: self._tell())
        self.clicked.connect(self._open)
        model.modelReset.connect(self._select_something)

    def current(self) -> ConnectionView | None:
        """The selected connection; the only one counts as selected."""
        chosen = self.selectionModel().selectedIndexes()
        if chosen:
            return self._model.connection(chosen[0].row())
        rows = self._model.connections()
        return rows[0] if len(rows) == 1 else None

    def select(self, connection: str) -> None:
        """Select the row of that id."""
        row = self._model.row_of(connection)
        if row >= 0:
            self.selectionModel().setCurrentIndex(
                self._model.index(row), QItemSelectionModel.SelectionFlag.ClearAndSelect
            )

    def rename_current(self) -> None:
        """Let the person type another name in place."""
        view = self.current()
        if view is not None:
            self.select(view.id)
            self.edit(self._model.index(self._model.row_of(view.id)))

    def _select_something(self) -> None:
        self._tell()

    def _tell(self) -> None:
        view = self.current()
        self.current_changed.emit(view.id if view is not None else "")

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self._model.connection(index.row()).id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            view = self.current()
            if view is not None and self.state() != QAbstractItemView.State.EditingState:
                self.opened.emit(view.id)
                return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            view = self.current()
            row = self._model.row_of(view.id) if view is not None else -1
            place = self.visualRect(self._model.index(row)).center()
        else:
            index = self.indexAt(event.pos())
            view = self._model.connection(index.row()) if index.isValid() else None
            place = event.pos()
        if view is not None:
            self.select(view.id)
            self.menu_asked.emit(view.id, self.viewport().mapToGlobal(place))
