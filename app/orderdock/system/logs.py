"""The log: one small rotating file per profile, in which only known-harmless things stand."""

import logging
import os
import traceback
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from orderdock.system.paths import make_private_folder
from orderdock.system.redaction import HIDDEN, harmless

HARMLESS_FIELDS = frozenset(
    {
        "attempt", "code", "command", "connection", "count", "dataset", "done", "error", "field",
        "format", "kind", "link", "method", "outcome", "pid", "platform", "preset", "profile",
        "provider", "reason", "rows", "scope", "seconds", "stage", "state", "status", "total",
        "version", "what",
    }
)  # fmt: skip
"""Names of fields whose values may be logged: `log.info("... %(code)s", {"code": ...})`."""
_TALKATIVE = (
    "httpx2", "httpcore2", "httpx", "httpcore", "keyring", "secretstorage", "jeepney", "asyncio",
    "qasync", "authlib", "joserfc", "h11", "urllib3",
)  # fmt: skip
_OURS = ("orderdock", "orderdock_ui")
_BYTES = 1_000_000
_OLD_FILES = 3


def set_up_logs(folder: Path, *, level: int = logging.INFO) -> None:
    """Log to `folder`/orderdock.log (0600, three old ones kept) and make every handler discreet.

    A second call replaces the file. Where it cannot be written, nothing is logged.
    """
    root = logging.getLogger()
    close_logs()
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in _OURS:
        logging.getLogger(name).setLevel(level)
    try:
        make_private_folder(folder)
        root.addHandler(_PrivateFile(folder / "orderdock.log"))
    except OSError:
        root.addHandler(logging.NullHandler())
    make_discreet(
        [*root.handlers, *(h for name in _OURS for h in logging.getLogger(name).handlers)]
    )


def close_logs() -> None:
    """Close the log file, if one is open."""
    root = logging.getLogger()
    for handler in [h for h in root.handlers if isinstance(h, _PrivateFile)]:
        root.removeHandler(handler)
        handler.close()


def make_discreet(handlers: Iterable[logging.Handler]) -> None:
    """Put the redaction before each of `handlers`."""
    for handler in handlers:
        if not any(isinstance(f, Discretion) for f in handler.filters):
            handler.addFilter(Discretion())


class Discretion(logging.Filter):
    """Lets through the fixed words of a message, and of its values only those known to be harmless.

    Numbers and times are shown; texts only in the fields of HARMLESS_FIELDS; exceptions as their
    kind and the places in the code, without their own words.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if not getattr(record, "discreet", False):
            record.msg = _message(record)
            record.args = None
            record.exc_info = None
            record.exc_text = None
            record.stack_info = None
            record.discreet = True
        return True


class _PrivateFile(RotatingFileHandler):
    def __init__(self, path: Path) -> None:
        super().__init__(
            path, maxBytes=_BYTES, backupCount=_OLD_FILES, encoding="utf-8", delay=True
        )
        self.setFormatter(
            logging.Formatter(
                "%(asctime)s %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S%z"
            )
        )

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return TextIOWrapper(
            os.fdopen(descriptor, "ab"), encoding="utf-8", errors="backslashreplace"
        )


def _message(record: logging.LogRecord) -> str:
    ours = record.name.split(".", 1)[0] in _OURS
    # A foreign message may be put together from anything: its first line, sifted, is enough.
    words = str(record.msg) if ours else harmless(str(record.msg).split("\n", 1)[0])
    try:
        said = words % _shown(record.args) if record.args else words
    except (TypeError, ValueError, KeyError):
        said = words
    error = record.exc_info[1] if record.exc_info else None
    return f"{said} [{_kind_and_place(error)}]" if error is not None else said


def _shown(args: Any) -> Any:
    if isinstance(args, Mapping):
        return {name: _field(name, value) for name, value in args.items()}
    return tuple(_value(value) for value in args)


def _field(name: str, value: Any) -> Any:
    if name in HARMLESS_FIELDS and isinstance(value, str):
        return harmless(value)
    return _value(value)


def _value(value: Any) -> Any:
    """Numbers, times and members of an enumeration speak for themselves; all else stays hidden."""
    if value is None or isinstance(value, (bool, int, float, Decimal, datetime, date)):
        return value
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, type):
        return value.__name__
    return HIDDEN


def _kind_and_place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    places = " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(frames))
    return f"{type(error).__name__} at {places}" if places else type(error).__name__
