"""One provider in the gallery."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget

from orderdock.domain.connections import Action, ConnectionView
from orderdock.services.library import ProviderInfo
from orderdock_ui import assets, text
from orderdock_ui.theme import theme
from orderdock_ui.widgets.badges import Badge
from orderdock_ui.widgets.labels import ElidedLabel, IconLabel, Label
from orderdock_ui.widgets.layouts import FlowLayout, column, row
from orderdock_ui.widgets.naming import named


class ProviderTile(QPushButton):
    """A button that shows name, one line of what it is, badges, own connections and the action."""

    def __init__(self, identifier: str, title: str, tagline: str, picture: QLabel) -> None:
        super().__init__()
        self.setProperty("kind", "tile")
        named(self, identifier, title)
        self.searched = f"{title} {tagline}".casefold()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(theme.length(150))
        self._box = column(self, gap=0, margins=(16, 14, 14, 12))
        head = row(gap=12)
        head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        words = column(gap=1)
        self._title = ElidedLabel(title, "card", 600)
        words.addWidget(self._title)
        words.addWidget(ElidedLabel(tagline, ink="text2"))
        head.addLayout(words, 1)
        self._box.addLayout(head)
        self._box.addSpacing(theme.length(8))

    @classmethod
    def of(cls, provider: ProviderInfo, own: Sequence[ConnectionView]) -> "ProviderTile":
        """The tile of a provider and the connections to it."""
        picture = QLabel()
        picture.setPixmap(assets.initial_tile(provider.name, 40, letter=provider.icon))
        tile = cls(f"provider-{provider.id}", provider.name, provider.tagline, picture)
        badges = [Badge(words) for words in provider.needs]
        badges += [Badge(words, "receipt-text") for words in provider.gives]
        badges += [Badge(words, "triangle-alert", warn=True) for words in provider.warnings]
        tile._badges(badges)
        look, words, action = _last_line(provider, own)
        tile._foot(look, words, action if provider.available else "")
        said = (provider.tagline, *provider.needs, *provider.gives, *provider.warnings, words)
        tile.searched = f"{provider.name} {' '.join(said)}".casefold()
        tile.setAccessibleDescription(". ".join(part.rstrip(".") for part in said))
        tile.setToolTip(provider.why_not)
        if not provider.available:
            tile._title.set_ink("muted")
        return tile

    @classmethod
    def sandbox(cls) -> "ProviderTile":
        """The tile that leads to the sandbox."""
        picture = IconLabel("flask-conical", "accent", 28)
        picture.setFixedSize(theme.length(40), theme.length(40))
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        tile = cls("gallery-sandbox", "Sandbox", "Practice any sign-in on this computer", picture)
        tile._badges([Badge("Invented orders", "package"), Badge("Works offline", "wifi-off")])
        tile._foot(None, "Kept apart from your orders", "Explore")
        return tile

    def _badges(self, badges: Sequence[QWidget]) -> None:
        holder = QWidget()
        flow = FlowLayout(holder, gap=6)
        for badge in badges:
            flow.addWidget(badge)
        _let_through(holder)
        self._box.addWidget(holder)
        self._box.addStretch(1)
        self._box.addSpacing(theme.length(10))

    def _foot(self, look: text.StateLook | None, words: str, action: str) -> None:
        line = row(gap=6)
        if look is not None:
            line.addWidget(IconLabel(look.icon, look.ink, 14))
        ink = look.ink if look is not None else "text2"
        line.addWidget(ElidedLabel(words, "caption", ink=ink), 1)
        if action:
            line.addWidget(Label(action, weight=600, ink="accent"))
            line.addWidget(IconLabel("chevron-right", "accent", 16))
        self._box.addLayout(line)

    def sizeHint(self) -> QSize:
        inside = self._box.sizeHint()
        height = self._box.heightForWidth(self.width()) if self._box.hasHeightForWidth() else 0
        return QSize(max(theme.length(300), inside.width()), max(height, theme.length(150)))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.length(280), theme.length(150))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(self._box.heightForWidth(width), theme.length(150))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)


def _last_line(
    provider: ProviderInfo, own: Sequence[ConnectionView]
) -> tuple[text.StateLook | None, str, str]:
    if not provider.available:
        return None, provider.why_not, ""
    if not own:
        return None, "Not connected", "Connect"
    worst = max(own, key=lambda c: text.STATES[c.verdict.state].urgency)
    look = text.STATES[worst.verdict.state]
    if worst.verdict.action is Action.SIGN_IN:
        return look, f"{look.word}: {worst.name}", "Sign in again"
    names = worst.name if len(own) == 1 else f"{worst.name} and {len(own) - 1} more"
    return look, f"Connected as {names}", "Add another"


def _let_through(widget: QWidget) -> None:
    """Clicks on what lies inside belong to the tile."""
    widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
