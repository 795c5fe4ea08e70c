"""Saved views: the same names in the window, in lists and in exports.

Synchronous, from any thread; light enough for the first paint.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date

from orderdock.domain.errors import WrongUsage
from orderdock.query.conditions import zone
from orderdock.query.views import EVERYTHING, View, from_json, to_json
from orderdock.store import views
from orderdock.store.database import Database
from orderdock.system.clock import Clock

__all__ = ["EVERYTHING", "SavedView", "SavedViews"]

LONGEST = 60
"""Characters of a name."""
_AS_NEAR = 0.5
_OFFERED = 4


@dataclass(frozen=True, slots=True)
class SavedView:
    """A view in the list of views."""

    name: str
    pinned: bool = False
    at_start: bool = False


class SavedViews:
    """What a person saved, and the one view that is always there."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def all(self) -> list[SavedView]:
        """Everything first, then those saved, the oldest first."""
        stored = self._database.read_now(views.all_views)
        saved = [SavedView(each.name, each.pinned, each.at_start) for each in stored]
        return [SavedView(EVERYTHING), *saved]

    def view(self, name: str) -> View:
        """The view of this name, whatever its case. Raises WrongUsage naming the near ones."""
        if _same(name, EVERYTHING):
            return View(EVERYTHING)
        stored = self._database.read_now(views.all_views)
        for each in stored:
            if _same(name, each.name):
                return from_json(each.name, each.body)
        raise _unknown(name, [EVERYTHING, *(each.name for each in stored)])

    def saved_as(self, name: str) -> str:
        """The name as it was given to the view. Raises WrongUsage for none, and for all orders."""
        found = self.view(name).name
        if found == EVERYTHING:
            raise WrongUsage(
                f"“{EVERYTHING}” is always there; it cannot be changed.", "Save a view of your own."
            )
        return found

    def has(self, name: str) -> bool:
        """Whether a view goes by this name."""
        return any(_same(name, each.name) for each in self.all())

    def save(self, view: View) -> str:
        """Keep the view under its name, in place of an older one; the name as it is kept.

        Raises WrongUsage for a name that cannot be.
        """
        name = _wellformed(view.name)
        self._database.write_now(views.save, name, to_json(view))
        return name

    def rename(self, name: str, wanted: str) -> str:
        """Another name for a view. Raises WrongUsage when it is taken, or there is no such view."""
        old, new = self.saved_as(name), _wellformed(wanted)
        if not self._database.write_now(views.rename, old, new):
            raise WrongUsage(f"There is a view “{new}” already.", "Choose another name.")
        return new

    def delete(self, name: str) -> str:
        """Let a view go; no order goes with it. Raises WrongUsage when there is none."""
        found = self.saved_as(name)
        self._database.write_now(views.delete, found)
        return found

    def pin(self, name: str, *, pinned: bool) -> str:
        """Show a view beside the pages, or no longer. Raises WrongUsage when there is none."""
        found = self.saved_as(name)
        self._database.write_now(views.pin, found, pinned=pinned)
        return found

    def open_at_start(self, name: str) -> str:
        """Open this view at the start from now on. Raises WrongUsage when there is none."""
        found = self.view(name).name
        self._database.write_now(views.open_at_start, "" if found == EVERYTHING else found)
        return found

    def today(self, timezone: str) -> date:
        """The day it is in a zone (an IANA name). Raises WrongUsage for an unknown zone."""
        return self._clock.now().astimezone(zone(timezone)).date()


def _same(one: str, other: str) -> bool:
    return views.folded(one) == views.folded(other)


def _wellformed(name: str) -> str:
    """One line, within reason, and not the name of the view that is always there."""
    tidy = unicodedata.normalize("NFC", " ".join(name.split()))
    if not tidy:
        raise WrongUsage("A view needs a name.", "Type one, such as Unpaid in March.")
    if len(tidy) > LONGEST or not _is_writable(tidy):
        raise WrongUsage(
            "This name is too long, or has signs that cannot be shown.",
            f"Use up to {LONGEST} letters, figures and signs.",
        )
    if _same(tidy, EVERYTHING):
        raise WrongUsage(f"“{EVERYTHING}” is always there.", "Choose another name.")
    return tidy


def _is_writable(name: str) -> bool:
    return not any(unicodedata.category(sign) in {"Cc", "Cs", "Co", "Cn"} for sign in name)


def _unknown(name: str, known: list[str]) -> WrongUsage:
    import difflib

    asked = views.folded(name)
    by_folded = {views.folded(each): each for each in known}
    near = [each for key, each in by_folded.items() if asked and (asked in key or key in asked)]
    matches = difflib.get_close_matches(asked, by_folded, _OFFERED, _AS_NEAR)
    near += [by_folded[key] for key in matches if by_folded[key] not in near]
    shown = " ".join(name.split())
    if not near:
        return WrongUsage(f"There is no view “{shown}”.", "orderdock views lists them.")
    offered = ", ".join(f"“{each}”" for each in near[:_OFFERED])
    return WrongUsage(f"There is no view “{shown}”.", f"Near it: {offered}.")
