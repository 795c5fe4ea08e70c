"""Which icon and ink goes with a shipment status, whatever words the provider uses."""

from functools import lru_cache

_MARKS: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("cancel", "void", "fail", "declin", "reject"), "circle-x", "muted"),
    (("return", "refund"), "undo-2", "warn"),
    (("partial",), "truck", "warn"),
    (("not ship", "nothing ship", "unship", "unfulfil"), "clock", "text2"),
    (("out for",), "truck", "accent"),
    (("deliver", "complete", "picked up"), "circle-check", "ok"),
    (("ship", "transit", "fulfil", "sent", "dispatch"), "truck", "accent"),
    (("pend", "process", "order", "confirm", "draft", "open", "await", "hold"), "clock", "text2"),
)


@lru_cache(maxsize=512)
def mark_of(status: str) -> tuple[str, str]:
    """(icon name, colour role) of a status word; a plain circle for words we do not know.

    Several states in one order ("delivered; in transit") never look better than the one that is
    furthest behind.
    """
    if ";" in status:
        return "circle-dashed", "text2"
    word = status.casefold().replace("_", " ")
    for parts, icon, role in _MARKS:
        if any(part in word for part in parts):
            return icon, role
    return "circle", "text2"


@lru_cache(maxsize=512)
def in_words(status: str) -> str:
    """The provider's status as words: "out_for_delivery" becomes "Out for delivery"."""
    words = status.replace("_", " ")
    if words.isupper():
        words = words.lower()
    return words[:1].upper() + words[1:]
