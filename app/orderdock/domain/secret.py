"""A value that must not be seen: passwords, codes, tokens."""

from typing import Final


class Secret:
    """Wraps a secret text so that printing, logging or comparing it by accident shows nothing.

    `reveal()` is the only way out; call it at the last moment, where the value is sent or sealed.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value: Final = value

    def reveal(self) -> str:
        """The text itself."""
        return self._value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __repr__(self) -> str:
        return "Secret(•••)"

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._value == other._value

    def __hash__(self) -> int:
        return hash(("Secret", self._value))

    def __reduce__(self) -> str:
        raise TypeError("a Secret is never pickled")
