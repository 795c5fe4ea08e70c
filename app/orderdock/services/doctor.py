"""What a helper needs to know about this machine, profile and its connections."""

from typing import Any


class DoctorService:
    """Collects the report of `orderdock doctor`."""

    async def report(self) -> dict[str, Any]:
        """A JSON-able report; sections with `name`, `ok`, `says`; no secrets in it."""
        raise NotImplementedError
