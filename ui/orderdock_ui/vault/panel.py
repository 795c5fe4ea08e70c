"""Where secrets are: the keyring, a passphrase, or nowhere; in plain words."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from orderdock_ui.widgets.labels import IconLabel, Label
from orderdock_ui.widgets.layouts import column, row
from orderdock_ui.widgets.naming import named

_NO_KEYRING = (
    "Without a keyring you can set a passphrase when you connect, or sign in again each time "
    "Orderdock starts. Nothing is ever written unsealed."
)


class SecretsPanel(QFrame):
    """Says what `doctor` found about the keyring."""

    def __init__(self) -> None:
        super().__init__()
        named(self, "settings-secrets", "Secrets")
        self.setProperty("surface", "card")
        box = column(self, gap=8, margins=(18, 14, 18, 16))
        box.addWidget(Label("Secrets", "card", 600))
        line = row(gap=10)
        self._icon = IconLabel("lock", "text2", 18)
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._words = named(Label("Looking …", wrap=True), "settings-keyring")
        line.addWidget(self._words, 1)
        box.addLayout(line)
        self._hint = Label(
            "Sign-ins are sealed in the database of the profile with a key of their own. "
            "The key lies in the keyring of this computer.",
            "caption",
            ink="text2",
            wrap=True,
        )
        box.addWidget(self._hint)

    def show_report(self, report: Mapping[str, Any]) -> None:
        """Take the keyring's section out of a doctor's report."""
        section = _keyring(report)
        if section is None:
            self._words.setText("Nothing is known about the keyring of this computer.")
            return
        well = bool(section.get("ok"))
        self._icon.show_icon(
            "shield-check" if well else "triangle-alert", "ok" if well else "warn", 18
        )
        self._words.setText(str(section.get("says", "")))
        if not well:
            self._hint.setText(_NO_KEYRING)


def _keyring(report: Mapping[str, Any]) -> Mapping[str, Any] | None:
    direct = report.get("keyring")
    if isinstance(direct, Mapping):
        return direct
    for section in report.get("sections", []):
        if isinstance(section, Mapping) and section.get("name") in {"keyring", "vault"}:
            return section
    return None
