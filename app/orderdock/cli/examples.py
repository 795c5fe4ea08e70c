"""Examples under a command's help."""


def examples(*lines: str) -> str:
    """An epilog for click that keeps its lines as they are."""
    return "\n".join(("\b", "Examples:", *(f"  orderdock {line}" for line in lines)))
