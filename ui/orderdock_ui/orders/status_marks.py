"""Which icon and ink goes with a shipment status, whatever words the provider uses."""

from functools import lru_cache

_MARKS: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("cancel", "void", "fail"), "circle-x", "muted"),
    (("return", "refund"), "undo-2", "warn"),
    (("partial",), "truck", "warn"),
    (("not ship", "nothing ship", "not_ship", "nothing_ship"), "clock", "muted"),
    (("deliver", "complete"), "circle-check", "ok"),
    (("ship", "transit", "fulfil", "sent"), "truck", "accent"),
    (("pend", "process", "order", "confirm", "draft", "open"), "clock", "text2"),
)


@lru_cache(maxsize=512)
def mark_of(status: str) -> tuple[str, str]:
    """(icon name, colour role) of a status word; a plain circle for words we do not know."""
    word = status.casefold().replace("_", " ")
    for parts, icon, role in _MARKS:
        if any(part in word for part in parts):
            return icon, role
    return "circle", "text2"
