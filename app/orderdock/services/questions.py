"""What a person asks of a library in the search language: with its names, and its today."""

from orderdock.query.language import Known, Reading, read
from orderdock.services.library import Library


def known_in(library: Library) -> Known:
    """The connections, those whose orders were kept included, and the providers."""
    return Known(
        {str(each.id): each.name for each in library.connections(kept=True)},
        {str(each.id): each.name for each in library.providers()},
    )


def asked(library: Library, text: str, timezone: str = "UTC") -> Reading:
    """What `text` means today in the zone (an IANA name). Raises WrongUsage for an unknown zone."""
    today = library.views.today(timezone)
    return read(text, today, timezone=timezone, known=known_in(library))
