"""Which parts of a text a search found, so that they can be marked."""

from orderdock.query import search
from orderdock.query.folding import folded, folded_character, is_of_a_word, may_stand_anywhere


class Hits:
    """The words and phrases searched for, as the search reads them."""

    def __init__(self, asked: str = "") -> None:
        parts = (folded(word.strip('" ')) for word in search.words(asked))
        self._parts = tuple(dict.fromkeys(part for part in parts if part))

    def __bool__(self) -> bool:
        return bool(self._parts)

    def places(self, text: str) -> list[tuple[int, int]]:
        """(start, length) of what is found in `text`: words from where a word begins."""
        plain, at = (text.lower(), None) if text.isascii() else _plain(text)
        found = []
        for part in self._parts:
            anywhere = len(part) < 2 or may_stand_anywhere(part)
            start = plain.find(part)
            while start >= 0:
                end = start + len(part)
                if anywhere or start == 0 or not is_of_a_word(plain[start - 1]):
                    begins, ends = (start, end) if at is None else (at[start], at[end])
                    found.append((begins, ends - begins))
                start = plain.find(part, end)
        return found


def _plain(text: str) -> tuple[str, list[int]]:
    """The text without accents and case, and where each of its characters stood; then the end.

    An accent that stands by itself belongs to the letter before it.
    """
    letters, at = [], []
    for place, character in enumerate(text):
        letter = folded_character(character)
        if letter:
            letters.append(letter)
            at.append(place)
    return "".join(letters), [*at, len(text)]
