"""Findings in the window: how one looks, what its orders are called, and which are ignored."""

from collections.abc import Sequence
from dataclasses import dataclass

from orderdock.query.filters import Hidden, OrderFilter
from orderdock.services.export import About, ExportRequest, Finding
from orderdock_ui.export.places import SettingsKeeper

_IGNORED = "export.ignored"

CHECKS = {
    About.INCOMPLETE: "connections",
    About.MIXED_CURRENCIES: "currencies",
    About.BLANK_TOTALS: "totals",
    About.LINES_DIFFER: "sums",
    About.LONG_IDS: "ids",
    About.FORMULAS: "formulas",
    About.DAY_BORDER: "days",
}
"""What is looked at each time, in a word."""

_TITLES = {
    About.MIXED_CURRENCIES: "Orders in another currency",
    About.BLANK_TOTALS: "Orders without a total",
    About.LINES_DIFFER: "Orders whose lines do not add up",
    About.LONG_IDS: "Orders whose numbers Excel would change",
    About.FORMULAS: "Orders with text like a formula",
    About.DAY_BORDER: "Orders on another day than in UTC",
    About.CHANGED: "Orders new or changed",
    About.HIDDEN: "Hidden orders",
}


@dataclass(frozen=True, slots=True)
class Look:
    """The tint and icon of a finding."""

    ink: str
    icon: str


def look_of(finding: Finding) -> Look:
    """A warning where the file may mislead, else something to know."""
    return Look("warn", "triangle-alert") if finding.serious else Look("accent", "info")


def title_of(finding: Finding) -> str:
    """What its orders are called over a table of them."""
    title = _TITLES.get(finding.about, "Orders of this finding")
    few = len(finding.orders)
    return f"{title} (the first {few:,})" if finding.count > few else title


def orders_of(finding: Finding, request: ExportRequest) -> OrderFilter:
    """Exactly the orders that it names, of this file, in the table of orders."""
    hidden = request.filter.asked_of_hidden() is not Hidden.LEFT_OUT
    too = hidden or finding.about is About.HIDDEN
    return OrderFilter(among=finding.orders, hidden=Hidden.TOO if too else Hidden.LEFT_OUT)


def key_of(finding: Finding) -> str:
    """Tells findings of one file apart; good for an identifier, too."""
    about = str(finding.about)
    return f"{about}-{finding.connection}" if finding.connection else about


def kind_of(request: ExportRequest) -> str:
    """The choice of columns for which a finding is ignored."""
    return f"{request.preset} as shown" if request.columns else str(request.preset)


def passed(found: Sequence[Finding]) -> list[str]:
    """The checks that found nothing, in a word each."""
    spoken = {finding.about for finding in found}
    return [word for about, word in CHECKS.items() if about not in spoken]


class Ignored:
    """Remembers what the person does not want to hear again, per choice of columns.

    With its count: once there are more or fewer, it is said again.
    """

    def __init__(self, keeper: SettingsKeeper) -> None:
        self._keeper = keeper

    def covers(self, kind: str, finding: Finding) -> bool:
        """Whether this finding is ignored, as it stands."""
        return self._all().get(kind, {}).get(key_of(finding)) == finding.count

    def add(self, kind: str, finding: Finding) -> None:
        """Say it no more while its count stays."""
        saved = self._all()
        saved.setdefault(kind, {})[key_of(finding)] = finding.count
        self._keeper.save_setting(_IGNORED, saved)

    def take_back(self, kind: str, finding: Finding) -> None:
        """Say it again."""
        saved = self._all()
        saved.get(kind, {}).pop(key_of(finding), None)
        self._keeper.save_setting(_IGNORED, {name: keys for name, keys in saved.items() if keys})

    def _all(self) -> dict[str, dict[str, int]]:
        """What is remembered; damaged entries are left out."""
        saved = self._keeper.settings().get(_IGNORED)
        if not isinstance(saved, dict):
            return {}
        return {
            str(kind): {str(key): many for key, many in keys.items() if isinstance(many, int)}
            for kind, keys in saved.items()
            if isinstance(keys, dict)
        }
