"""Categories in a tree, by the ids of their parents, and what of it fits our three columns."""

from collections.abc import Iterable, Sequence

from orderdock.connector.reading import Record, text

Place = tuple[str | None, str | None, str | None]
"""Department, category, subcategory."""


class CategoryTree:
    """Records with `id`, `name` and `parent_id`."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self._by_id = {text(record, "id") or "": record for record in records}

    def path(self, category: str | None) -> list[str]:
        """Names from the root on; nothing for an id that is not there."""
        path: list[str] = []
        met: set[str] = set()
        while category and category in self._by_id and category not in met:
            met.add(category)
            path.insert(0, text(self._by_id[category], "name") or "")
            category = text(self._by_id[category], "parent_id")
        return path

    def place(self, category: str | None, word: str | None) -> Place:
        """Where a product stands, by its category's id, else by the `word` for it."""
        return place_of(self.path(category) or ([word] if word else []))


def place_of(path: Sequence[str]) -> Place:
    """One name is a category, two are category and subcategory; of more the first three count."""
    if len(path) >= 3:
        return path[0], path[1], path[2]
    first, second = (*path, None, None)[:2]
    return None, first, second
