"""What to ask for next in a list that is read page by page: pure functions."""


def next_offset(offset: int, received: int, limit: int) -> int | None:
    """The offset after a page of `received` rows; None when it was the last one.

    For lists that do not change while they are read; orders want `overlap.Reading`.
    """
    return offset + received if 0 < limit <= received else None


def next_page(page: int, received: int, size: int, total: int | None = None) -> int | None:
    """The page number after `page` (counted from 1); None when it was the last one.

    `total` is what the provider says exists in all, where it says so: a page shorter than `size`
    is then not taken for the end while rows are missing.
    """
    if received == 0:
        return None
    if total is not None:
        return page + 1 if page * size < total else None
    return page + 1 if received >= size else None
