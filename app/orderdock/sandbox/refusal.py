"""An answer that says no, raised from anywhere inside a provider's sandbox."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """Becomes an HTTP answer with `status` and the provider's own error body.

    `code` is for machines, the message for people, `details` optional.
    """

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        details: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.details = details
        self.headers = headers or {}
