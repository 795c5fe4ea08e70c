"""The file formats, and what one needs that is not installed."""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from orderdock.domain.errors import WrongUsage


@dataclass(frozen=True, slots=True)
class Format:
    """A file format. `needs` is a package that comes with the extra of the same name."""

    name: str
    extension: str
    needs: str = ""

    @property
    def available(self) -> bool:
        """Whether it can be written here."""
        return not self.needs or find_spec(self.needs) is not None

    @property
    def why_not(self) -> str:
        """One sentence and how to get it; empty when it can be written."""
        return "" if self.available else f"{self._missing} {self._remedy}"

    @property
    def _missing(self) -> str:
        return f"{self.name.capitalize()} files need the package {self.needs}."

    @property
    def _remedy(self) -> str:
        return f"Install it with: pip install 'orderdock[{self.name}]'"

    def refuse(self) -> WrongUsage:
        """The error of asking for it where it is not available."""
        return WrongUsage(self._missing, self._remedy)


FORMATS = (
    Format("csv", ".csv"),
    Format("jsonl", ".jsonl"),
    Format("xlsx", ".xlsx"),
    Format("parquet", ".parquet", needs="pyarrow"),
)


def file_format(name: str) -> Format:
    """The format of this name. Raises WrongUsage when it is unknown or cannot be written here."""
    for each in FORMATS:
        if each.name == name:
            if not each.available:
                raise each.refuse()
            return each
    usable = ", ".join(each.name for each in FORMATS if each.available)
    raise WrongUsage(f"There is no format “{name}”.", f"Choose from: {usable}.")


def format_for(target: Path, asked: str | None = None) -> Format:
    """The format asked for, else the one of the file's extension, else CSV.

    Raises WrongUsage when it is unknown or cannot be written here.
    """
    if asked:
        return file_format(asked)
    for each in FORMATS:
        if target.suffix.lower() == each.extension:
            return file_format(each.name)
    return file_format("csv")
