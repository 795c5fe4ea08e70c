"""Whole numbers as options take them, with our own words when they are none."""

from typing import Any

import click

from orderdock.domain.errors import WrongUsage


class WholeNumber(click.ParamType[int]):
    """0, 1, 2 ... Raises WrongUsage naming the option."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, _ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        text = str(value)
        if not (text.isascii() and text.isdigit()):
            option = param.opts[0] if param is not None else "The number"
            raise WrongUsage(f"{option}: {text} is no whole number.", "Write 0, 1, 2 ...")
        return int(text)
