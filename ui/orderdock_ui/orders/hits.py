"""Which parts of a text a search found, so that they can be marked."""

import unicodedata


def _folded(text: str) -> str:
    """`text` without accents and case, one character for one, so that places stay true."""
    made = []
    for char in text:
        base = unicodedata.normalize("NFD", char)[0].casefold()
        made.append(base if len(base) == 1 else char)
    return "".join(made)


class Hits:
    """The words searched for."""

    def __init__(self, search: str = "") -> None:
        words = (_folded(w.strip('"*')) for w in search.split())
        self._words = tuple({w for w in words if w})

    def __bool__(self) -> bool:
        return bool(self._words)

    def places(self, text: str) -> list[tuple[int, int]]:
        """(start, length) of each word's beginnings in `text`."""
        folded = _folded(text)
        found = []
        for word in self._words:
            start = folded.find(word)
            while start >= 0:
                if start == 0 or not folded[start - 1].isalnum():
                    found.append((start, len(word)))
                start = folded.find(word, start + len(word))
        return found
