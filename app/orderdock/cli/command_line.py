"""The commands by name, loaded when they are used, and their help."""

from importlib import import_module

import click

from orderdock.domain.errors import WrongUsage

COMMANDS = {
    "connect": ("changes", "Sign in at a provider and save the connection"),
    "sync": ("sync", "Read new and changed orders"),
    "orders": ("orders", "List order lines"),
    "summary": ("orders", "Count and add up, by month, retailer, brand ..."),
    "export": ("export", "Save orders as a file"),
    "exports": ("exports", "Show what was saved, and save it again"),
    "presets": ("presets", "Show and share choices of columns for export"),
    "views": ("views", "Show the saved views, for --view of these three"),
    "tag": ("own_words", "Add tags to orders, or take them away"),
    "note": ("own_words", "Write a note to orders"),
    "hide": ("own_words", "Hide orders from lists, totals and files"),
    "restore": ("own_words", "Show hidden orders again"),
    "connections": ("connections", "Show the connections, how they are doing and what to do next"),
    "link": ("changes", "Add a retailer or shop under a connection"),
    "repair": ("changes", "Sign in again in place: same id, same history"),
    "disconnect": ("changes", "Remove a connection, keep or erase its orders"),
    "providers": ("connections", "Show what can be connected, and what that needs"),
    "datasets": ("datasets", "Show what else a connection can read"),
    "fetch": ("datasets", "Read one of these: products, invoices, sessions ..."),
    "doctor": ("doctor", "Check this computer, the profile and its connections"),
    "sandbox": ("doctor", "Serve the built-in sandbox in the foreground"),
}
"""Name -> the module below orderdock.cli that holds it, and its line in the overview."""

OVERVIEW = """\
Usage: orderdock [--profile NAME | --data-dir DIR] [--sandbox[=SCENARIO]] [COMMAND ...]

Brings the orders of your shops and order systems together on your own disk.
Without a command the window opens.

Commands:
{commands}

Before the command:
  --profile NAME        another set of connections and orders, by name
  --data-dir DIR        another set, by its folder (also ORDERDOCK_DATA_DIR)
  --sandbox[=SCENARIO]  rehearse with invented shops and orders; nothing real is touched
  --version             print the version
  -h, --help            this; `orderdock COMMAND --help` for one command

A first time through, with invented data:
  orderdock --sandbox connect stackline
  orderdock --sandbox sync
  orderdock --sandbox export orders.csv

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 a person is needed, 4 some connections worked
and some did not, 130 interrupted."""


class Program(click.Group):
    """`orderdock`: looks a command up by name and imports only that one."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"orderdock.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in COMMANDS:
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f"Did you mean {near[0]}?" if near else "orderdock --help lists them."
            raise WrongUsage(f"There is no command {args[0]}.", hint)
        return super().resolve_command(ctx, args)

    def get_help(self, _ctx: click.Context) -> str:
        lines = (f"  {name:<12} {about}" for name, (_, about) in COMMANDS.items())
        return OVERVIEW.format(commands="\n".join(lines))


def _print_version(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        click.echo(f"orderdock {version('orderdock')}")
        ctx.exit()


@click.group(
    cls=Program,
    name="orderdock",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version)
def program() -> None:
    """Bring the orders of your shops and order systems together."""
