"""Commands that list when nothing else is asked of them."""

import click
import pytest

from orderdock.cli.command_line import program


@pytest.mark.parametrize(
    ("name", "below"),
    [
        ("views", "save | rename | delete | pin | unpin | start"),
        ("presets", "show | add | save | remove"),
        ("exports", "repeat | forget"),
    ],
)
def test_the_usage_names_the_commands_below_in_their_order(name: str, below: str) -> None:
    overview = click.Context(program)
    command = program.get_command(overview, name)
    assert command is not None
    usage = command.get_usage(click.Context(command, info_name=name, terminal_width=200))
    assert usage == f"Usage: {name} [--json] | {below}"
