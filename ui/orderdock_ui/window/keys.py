"""The keyboard map: one table, used for the shortcuts and for the page that lists them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

_Standard = QKeySequence.StandardKey


@dataclass(frozen=True, slots=True)
class Key:
    """One entry: its keys, what it does, and the name of the action it starts (empty: a page's)."""

    keys: str | QKeySequence.StandardKey
    does: str
    action: str = ""

    def sequence(self) -> QKeySequence:
        """As Qt has it on this system."""
        return QKeySequence(self.keys)

    def shown(self) -> str:
        """As it is written on this system's keyboards."""
        return self.sequence().toString(QKeySequence.SequenceFormat.NativeText)


KEYS = (
    Key("Ctrl+N", "Add a connection", "add"),
    Key("F5", "Sync the selected connection", "sync"),
    Key("Shift+F5", "Sync all that can be", "sync-all"),
    Key("Ctrl+E", "Export", "export"),
    Key("Ctrl+J", "To what waits for you", "waiting"),
    Key("F2", "Rename the selected connection", "rename"),
    Key("Ctrl+D", "Look at the data of the selected connection", "data"),
    Key("Alt+1", "Orders", "orders"),
    Key("Alt+2", "Sync", "sync-page"),
    Key("Alt+3", "Exports", "exports"),
    Key("F6", "To the next region", "next-region"),
    Key("Shift+F6", "To the region before", "last-region"),
    Key("Ctrl+,", "Settings", "settings"),
    Key(_Standard.HelpContents, "Help and this list", "help"),
    Key("Ctrl+Q", "Quit", "quit"),
    Key("Ctrl+F", "To the search", "search"),
    Key("/", "To the search, from the table"),
    Key("Alt+Down", "In the search: offer fields and values; Tab takes one"),
    Key("Ctrl+Shift+F", "Filter panel"),
    Key("Ctrl+L", "Switch Orders / Lines"),
    Key("Ctrl+G", "Groups"),
    Key("Ctrl+O", "Open a saved view"),
    Key("Ctrl+S", "Save the view"),
    Key("Ctrl+Right", "In the heads: wider; Ctrl+Left narrower, = fits to the content"),
    Key("Alt+Right", "In the heads: move a column; Shift+Return sorts by it as well"),
    Key("Return", "Open the order; send a step"),
    Key("Escape", "Close the order; leave a step"),
    Key("Ctrl+C", "Copy the selected rows"),
    Key("Ctrl+Shift+C", "Copy with heads"),
    Key("Ctrl+I", "Explain the totals"),
    Key("Ctrl+T", "Tags of the selected orders"),
    Key("Ctrl+Shift+N", "Note on the selected orders"),
    Key("Delete", "Hide the selected orders"),
    Key("Ctrl+R", "Restore the selected hidden orders"),
    Key("Ctrl+Z", "Undo the last of these, from the table"),
    Key("Alt+Left", "Back to the step before"),
)


def install(window: QWidget, actions: Mapping[str, Callable[[], object]]) -> None:
    """Make the shortcuts of the whole window."""
    for key in KEYS:
        act = actions.get(key.action)
        if act is not None and not key.sequence().isEmpty():
            shortcut = QShortcut(key.sequence(), window)
            shortcut.activated.connect(act)
