"""The connections as rows of a list."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from orderdock.domain.connections import ConnectionView
from orderdock_ui import text
from orderdock_ui.connections.pending import look_of

Index = QModelIndex | QPersistentModelIndex


class ConnectionsModel(QAbstractListModel):
    """Names, states and freshness; a changed name is only asked for here."""

    rename_asked = Signal(str, str)
    """Connection id, wanted name."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[ConnectionView] = []
        self._provider_names: Mapping[str, str] = {}
        self._about: dict[str, str] = {}
        self.timezone = "UTC"

    def show(self, connections: Sequence[ConnectionView], names: Mapping[str, str]) -> None:
        """Take over what is so now; rows that stayed keep their selection."""
        self._provider_names = names
        fresh = list(connections)
        if [c.id for c in fresh] == [c.id for c in self._rows]:
            self._rows = fresh
            if fresh:
                self.dataChanged.emit(self.index(0), self.index(len(fresh) - 1))
            return
        self.beginResetModel()
        self._rows = fresh
        self.endResetModel()

    def say_about(self, connection: str, words: str) -> None:
        """What its second line names instead of the provider: the shop that waits, a stage."""
        if self._about.get(connection, "") == words:
            return
        self._about[connection] = words
        row = self.row_of(connection)
        if row >= 0:
            self.dataChanged.emit(self.index(row), self.index(row))

    def connection(self, row: int) -> ConnectionView:
        """The connection in that row."""
        return self._rows[row]

    def connections(self) -> list[ConnectionView]:
        """All of them."""
        return list(self._rows)

    def row_of(self, connection: str) -> int:
        """The row of an id, -1 when there is none."""
        return next((i for i, c in enumerate(self._rows) if c.id == connection), -1)

    def provider_name(self, connection: ConnectionView) -> str:
        """The provider's name."""
        return self._provider_names.get(connection.provider, connection.provider)

    def lines(self, row: int) -> tuple[str, str, str]:
        """Name, state with what it is about, freshness."""
        view = self._rows[row]
        word = look_of(view).word
        about = self._about.get(view.id) or self.provider_name(view)
        state = word if about.casefold() == view.name.casefold() else f"{word} · {about}"
        return view.name, state, text.up_to(view.data_up_to, self.timezone)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        view = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return view.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(self.lines(index.row()))
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return f"{view.name}: {view.verdict.why}"
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        wanted = str(value).strip()
        view = self._rows[index.row()]
        if role != Qt.ItemDataRole.EditRole or not wanted or wanted == view.name:
            return False
        self.rename_asked.emit(view.id, wanted)
        return True

    def flags(self, _index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable
