"""Which orders go into the file: all, those filtered, those selected; or only what came since."""

from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QRadioButton, QWidget

from orderdock.query.filters import OrderFilter
from orderdock.services.export import ExportRequest, LastTime
from orderdock_ui import text
from orderdock_ui.export.choices import add_words_under
from orderdock_ui.export.on_screen import OnScreen
from orderdock_ui.orders.words import Wording
from orderdock_ui.widgets.layouts import column
from orderdock_ui.widgets.naming import named


class ScopeForm(QWidget):
    """Emits `changed` whenever other orders would be in the file."""

    changed = Signal()

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._on_screen = OnScreen(OrderFilter())
        self._lines = column(self, gap=3)
        self._scopes = QButtonGroup(self)
        self.filtered = self._choice("As filtered", "export-scope-filtered")
        self._conditions = add_words_under(self._lines)
        self.selected = self._choice("Selected", "export-scope-selected")
        self.everything = self._choice("Everything", "export-scope-all")
        self.only_new = named(QCheckBox(""), "export-only-new")
        self.only_new.setMinimumWidth(1)
        self.only_new.toggled.connect(lambda _on: self.changed.emit())
        self._lines.addWidget(self.only_new)
        self._scopes.buttonClicked.connect(lambda _button: self.changed.emit())
        self.say_last(None)

    def _choice(self, words: str, identifier: str) -> QRadioButton:
        button = named(QRadioButton(words), identifier, words)
        button.setMinimumWidth(1)
        self._scopes.addButton(button)
        self._lines.addWidget(button)
        return button

    def begin(self, on_screen: OnScreen, *, only_new: bool = False) -> None:
        """Offer these orders; a selection of more than one is meant before the filter."""
        self._on_screen = on_screen
        many = on_screen.selected()
        self.say_counts("", "")
        self.say_conditions("")
        self.selected.setEnabled(bool(many))
        self.selected.setToolTip("" if many else "No order is selected.")
        filtered = not on_screen.filter.is_empty()
        self.filtered.setEnabled(filtered)
        self.filtered.setToolTip("" if filtered else "No search or filter is set.")
        chosen = self.selected if many > 1 else self.filtered
        (chosen if chosen.isEnabled() else self.everything).setChecked(True)
        self._tick(on=only_new)

    def choose_selected(self) -> None:
        """The selection is meant, however small it is."""
        self.selected.setChecked(True)

    def say_counts(self, filtered: str, everything: str) -> None:
        """Put the counts behind the scopes, as far as they are known."""
        on_screen = self._on_screen
        is_filtered = not on_screen.filter.is_empty()
        selected = self._wording.counted(on_screen.selected(), on_screen.selected_unit())
        for button, words, count in (
            (self.filtered, "As filtered", filtered if is_filtered else ""),
            (self.selected, "Selected", selected if on_screen.selected() else ""),
            (self.everything, "Everything", everything),
        ):
            button.setText(f"{words}: {count}" if count else words)
            button.setAccessibleName(button.text())

    def say_conditions(self, words: str) -> None:
        """The filter in words."""
        self._conditions.setText(words)
        self._conditions.setVisible(bool(words))
        self.filtered.setAccessibleDescription(words)

    def say_last(self, last: LastTime | None) -> None:
        """When the same was saved the last time; without it there is nothing to compare with."""
        self.only_new.setVisible(last is not None)
        if last is None:
            if self.only_new.isChecked():
                self.only_new.setChecked(False)
            return
        day = text.day(datetime.fromtimestamp(last.at, UTC), self._wording.zone_name)
        many = self._wording.counted(last.orders, "order") if last.orders else "none"
        # A check box does not wrap its words.
        self.only_new.setText(f"Only new or changed since\n{day} ({many})")
        self.only_new.setAccessibleName(self.only_new.text().replace("\n", " "))
        self.only_new.setToolTip(f"What was saved then: {last.path}")

    def scoped(self, request: ExportRequest) -> ExportRequest:
        """The request for the orders chosen."""
        on_screen, selected = self._on_screen, self.selected.isChecked()
        if self.filtered.isChecked():
            f = on_screen.filter
        else:
            f = OrderFilter(timezone=on_screen.filter.timezone)
        return replace(
            request,
            filter=f,
            order_ids=on_screen.order_ids or None if selected else None,
            line_ids=on_screen.line_ids or None if selected else None,
            only_new=self.only_new.isChecked() and not selected,
        )

    def _tick(self, *, on: bool) -> None:
        self.only_new.blockSignals(True)
        self.only_new.setChecked(on)
        self.only_new.blockSignals(False)
