"""The table of records: any columns, whatever the dataset."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QWidget

from orderdock_ui.datasets.model import Index, RecordsModel, shown
from orderdock_ui.theme import theme
from orderdock_ui.widgets.flat_table import PAD, FlatTable

MOST_COPIED = 20_000
"""Rows copied at once; for more there is the file."""
_WIDE = 280
_LOOKED_AT = 60
"""Rows that the first widths of columns are taken from."""


class RecordsTable(FlatTable):
    """`datasets-table`: Ctrl+C copies the selected rows."""

    row_height = 30
    looked_at = Signal(str, str)
    """Field and whole text of the cell at hand; the text is empty when the cell shows all of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("datasets-table", "Records", heads="Fields", parent=parent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        heads = self.horizontalHeader()
        heads.setSectionsMovable(True)
        heads.sectionResized.connect(lambda *_: self._tell())

    def dress(self) -> None:
        super().dress()
        self.horizontalHeader().setMinimumSectionSize(theme.length(48))
        self._fit(0)

    def show_model(self, model: RecordsModel) -> None:
        """Other records."""
        old, selection = self.model(), self.selectionModel()
        if old is model:
            return
        if isinstance(old, RecordsModel):
            old.columnsInserted.disconnect(self._columns_came)
            old.rowsInserted.disconnect(self._rows_came)
        self.setModel(model)
        if selection is not None:
            selection.deleteLater()
        model.columnsInserted.connect(self._columns_came)
        model.rowsInserted.connect(self._rows_came)
        self._fit(0)
        self._tell()

    def records(self) -> RecordsModel | None:
        """What it shows."""
        model = self.model()
        return model if isinstance(model, RecordsModel) else None

    def _columns_came(self, _parent: Index, first: int, _last: int) -> None:
        self._fit(first)

    def _rows_came(self, _parent: Index, first: int, _last: int) -> None:
        if first < _LOOKED_AT:
            self._fit(0)

    def _fit(self, first: int) -> None:
        """Columns as wide as their values need within reason; numbers are never cut."""
        model = self.records()
        if model is None:
            return
        metrics, heads = self.fontMetrics(), self.horizontalHeader().fontMetrics()
        room, most = theme.length(2 * PAD + 4), theme.length(_WIDE)
        rows = range(min(model.rowCount(), _LOOKED_AT))
        for section in range(first, model.columnCount()):
            texts = [shown(model.text(row, section)) for row in rows]
            widest = max((metrics.horizontalAdvance(text[:80]) for text in texts), default=0)
            if not model.has_figures(section):
                widest = min(widest, most)
            head = min(heads.horizontalAdvance(shown(model.fields[section])), most)
            self.setColumnWidth(section, max(head, widest) + room)

    def _tell(self) -> None:
        model, at = self.records(), self.currentIndex()
        if model is None or not at.isValid():
            self.looked_at.emit("", "")
            return
        text = model.text(at.row(), at.column())
        room = self.columnWidth(at.column()) - theme.length(2 * PAD)
        whole = shown(text) == text and self.fontMetrics().horizontalAdvance(text) <= room
        self.looked_at.emit(model.fields[at.column()], "" if whole else text)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_rows(heads=False)
        elif event.key() == Qt.Key.Key_C and event.modifiers() == both:
            self.copy_rows(heads=True)
        else:
            super().keyPressEvent(event)

    def copy_rows(self, *, heads: bool) -> int:
        """Copy the selected rows, tab-separated, columns as they stand; answers how many."""
        model, bar = self.records(), self.horizontalHeader()
        if model is None:
            return 0
        sections = sorted(range(model.columnCount()), key=bar.visualIndex)
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())[:MOST_COPIED]
        lines = [[model.text(row, section) for section in sections] for row in rows]
        if heads:
            lines.insert(0, [model.fields[section] for section in sections])
        if rows:
            flat = ("\t".join(" ".join(cell.split()) for cell in line) for line in lines)
            QGuiApplication.clipboard().setText("\n".join(flat))
        return len(rows)
