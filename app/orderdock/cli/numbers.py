"""Whole numbers as options and arguments take them, with our own words when they are none."""

from typing import Any

import click

from orderdock.domain.errors import WrongUsage

ENDLESS = 10**18
"""More rows than there can be; two of it still fit what a database counts with."""


class WholeNumber(click.ParamType[int]):
    """0, 1, 2 ... Raises WrongUsage naming the option or argument."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, _ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        text = str(value)
        if not (text.isascii() and text.isdigit()):
            about = "The number"
            if param is not None:
                is_option = isinstance(param, click.Option)
                about = param.opts[0] if is_option else param.human_readable_name
            raise WrongUsage(f"{about}: {text} is no whole number.", "Write 0, 1, 2 ...")
        digits = text.lstrip("0") or "0"
        return int(digits) if len(digits) < len(str(ENDLESS)) else ENDLESS
