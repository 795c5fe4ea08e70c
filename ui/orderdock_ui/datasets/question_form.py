"""What to read: the dataset, conditions, order, and how many records at most."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from orderdock.services.datasets import DatasetInfo, FetchRequest
from orderdock_ui.datasets.conditions import Conditions, offering
from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import Button
from orderdock_ui.widgets.labels import Label
from orderdock_ui.widgets.layouts import FlowLayout, column
from orderdock_ui.widgets.naming import announce, named

LIMIT = 200
_LARGEST = 1_000_000_000


@dataclass(frozen=True, slots=True)
class _Fault:
    """What cannot be asked, and where."""

    edit: QLineEdit
    sentence: str


class QuestionForm(QWidget):
    """Everything above the table; Enter in any field reads."""

    chosen = Signal(str)
    """Another dataset."""
    read_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._infos: list[DatasetInfo] = []
        self._fields = QStringListModel(self)
        self._make_parts()
        whole = column(self, gap=8)
        flow = FlowLayout(gap=10)
        flow.addWidget(_labelled("Dataset", self.choice))
        flow.addWidget(_labelled("Sort by", self.sort))
        flow.addWidget(_labelled("Direction", self.direction))
        flow.addWidget(_labelled("At most", self.limit))
        flow.addWidget(_labelled("", self.add))
        flow.addWidget(_labelled("", self.read))
        whole.addLayout(flow)
        whole.addWidget(self.conditions)
        whole.addWidget(self._refusal)
        whole.addWidget(self.about)

    def _make_parts(self) -> None:
        self.conditions = Conditions(self._fields)
        self.about = named(Label("", "caption", ink="text2", wrap=True), "datasets-about")
        self._refusal = named(Label("", ink="bad", wrap=True), "datasets-refusal")
        self._refusal.hide()
        self.read = Button("Read", "primary", identifier="datasets-read", name="Read the records")
        self.choice = named(QComboBox(), "datasets-choice", "Dataset")
        self.choice.currentIndexChanged.connect(self._choose)
        self.sort = offering(QLineEdit(), self._fields)
        named(self.sort, "datasets-sort", "Sort by field")
        self.sort.setPlaceholderText("as sent")
        self.direction = named(QComboBox(), "datasets-direction", "Direction of sorting")
        self.direction.addItem("Ascending", False)
        self.direction.addItem("Descending", True)
        self.limit = named(QLineEdit(str(LIMIT)), "datasets-limit", "Most records to read")
        self.limit.setPlaceholderText("all")
        self.limit.setAccessibleDescription("Empty reads all.")
        self.limit.setToolTip("Most records to read; empty reads all")
        for edit, wide in ((self.sort, 150), (self.limit, 84)):
            edit.setProperty("wide", wide)
            edit.returnPressed.connect(self.read_asked)
        self.add = Button(
            "Add a condition", "quiet", icon="list-filter-plus", identifier="datasets-where-add"
        )
        self.add.clicked.connect(self._add)
        self.read.clicked.connect(self.read_asked)
        self.conditions.sent.connect(self.read_asked)
        self.conditions.emptied.connect(self.add.setFocus)
        self._dress()
        theme.changed.connect(self._dress)

    def _add(self) -> None:
        self.conditions.add().field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _dress(self) -> None:
        for edit in (self.sort, self.limit):
            edit.setFixedWidth(theme.length(int(edit.property("wide"))))
        self.choice.setMinimumWidth(theme.length(180))

    # --- datasets

    def offer(self, infos: Sequence[DatasetInfo]) -> None:
        """What there is to choose from."""
        self._infos = list(infos)
        self.choice.blockSignals(True)
        self.choice.clear()
        for info in infos:
            self.choice.addItem(info.name, info.id)
            last = self.choice.count() - 1
            self.choice.setItemData(last, info.about, Qt.ItemDataRole.AccessibleDescriptionRole)
        self.choice.blockSignals(False)
        self._choose()

    def _choose(self) -> None:
        info = self.dataset()
        if info is None:
            return
        about = f"{info.about.rstrip('.')}. Read from the provider now; nothing of it is kept."
        self.about.setText(about)
        self.choice.setAccessibleDescription(about)
        self.chosen.emit(info.id)

    def dataset(self) -> DatasetInfo | None:
        """The one chosen."""
        at = self.choice.currentIndex()
        return self._infos[at] if 0 <= at < len(self._infos) else None

    def know_fields(self, fields: Sequence[str]) -> None:
        """Fields to offer where one is typed."""
        if self._fields.stringList() != list(fields):
            self._fields.setStringList(fields)

    # --- the request

    def show_request(self, request: FetchRequest) -> None:
        """Mirror what was asked before."""
        self.sort.setText(request.sort)
        self.direction.setCurrentIndex(int(request.descending))
        self.limit.setText("" if request.limit is None else str(request.limit))
        self.conditions.put(request.where)
        self._refuse(None)

    def request(self) -> FetchRequest | None:
        """What is asked for; None, said at the field, when it cannot be asked so."""
        fault = self._fault()
        self._refuse(fault)
        return self._as_it_stands() if fault is None else None

    def _as_it_stands(self) -> FetchRequest:
        typed = _figures(self.limit.text())
        return FetchRequest(
            self.conditions.conditions(),
            self.sort.text().strip(),
            bool(self.direction.currentData()),
            int(typed) if typed else None,
        )

    def _fault(self) -> _Fault | None:
        for line in self.conditions.rows():
            found = line.fault()
            if found is not None:
                return _Fault(*found)
        typed = _figures(self.limit.text())
        if typed and not (typed.isascii() and typed.isdigit() and 0 < int(typed) < _LARGEST):
            words = "Type how many records to read at most, such as 200; empty reads all."
            return _Fault(self.limit, words)
        return None

    def _refuse(self, fault: _Fault | None) -> None:
        edits = [self.limit]
        for line in self.conditions.rows():
            edits += [line.field, line.text]
        for edit in edits:
            bad = fault is not None and edit is fault.edit
            theme.set_property(edit, "error", "true" if bad else "false")
            edit.setAccessibleDescription(fault.sentence if fault is not None and bad else "")
        self._refusal.setText(fault.sentence if fault is not None else "")
        self._refusal.setVisible(fault is not None)
        if fault is not None:
            fault.edit.setFocus()
            announce(fault.edit, fault.sentence)

    def clear_conditions(self) -> None:
        """Ask for everything."""
        self.conditions.put(())


def _figures(text: str) -> str:
    """A number as typed, without what groups its figures."""
    return "".join(text.replace(",", "").split())


def _labelled(words: str, control: QWidget) -> QWidget:
    holder = QWidget()
    box = column(holder, gap=4)
    label = Label(words, weight=600)
    if words:
        label.setBuddy(control)
    box.addWidget(label)
    box.addWidget(control)
    return holder
