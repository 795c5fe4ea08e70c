"""A command that lists when nothing else is asked of it, and has others below it."""

import click


class Listing(click.Group):
    """A group whose own job is the list; its usage names the commands below in their order.

    Declare it with `invoke_without_command`; its function returns at once when one of them runs.
    """

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " | ".join(("[--json]", *self.commands)))
