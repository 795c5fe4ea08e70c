"""`connections` and `providers`: how things are doing, and what can be connected."""

from typing import Any

import click

from orderdock.cli.session import Session
from orderdock.cli.words import (
    STATES,
    counted,
    data_up_to,
    iso,
    next_step,
    printable,
)
from orderdock.domain.connections import Action, ConnectionView, LinkView
from orderdock.services.library import ProviderInfo


@click.command("connections")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def connections_command(session: Session, as_json: bool) -> int:
    """Show every connection: its state, why, how far its data goes, and what to do next."""
    with session.library() as library:
        views = library.connections()
    if as_json:
        session.output.record({"connections": [_connection(view) for view in views]})
        return 0
    for number, view in enumerate(views):
        if number:
            session.output.say()
        _show(session, view)
    if not views:
        session.output.say("Nothing is connected yet.")
        session.output.say(f"Next: {session.program} connect stackline")
    return 0


@click.command("providers")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def providers_command(session: Session, as_json: bool) -> int:
    """Show what can be connected, what signing in needs, and what it gives."""
    with session.library() as library:
        providers = library.providers()
    if as_json:
        session.output.record({"providers": [_provider(info) for info in providers]})
        return 0
    width = max(len(info.id) for info in providers)
    for info in providers:
        state = "" if info.available else "  [not yet]"
        session.output.say(f"{info.id:<{width}}  {info.name}: {info.tagline}{state}")
        indent = " " * (width + 2)
        if not info.available:
            session.output.say(f"{indent}{info.why_not}")
            continue
        session.output.say(f"{indent}Needs: {', '.join(info.needs)}")
        session.output.say(f"{indent}Gives: {', '.join(info.gives)}")
        for warning in info.warnings:
            session.output.say(f"{indent}Mind: {warning}")
    return 0


def _show(session: Session, view: ConnectionView) -> None:
    say = session.output.say
    say(
        f"{printable(view.name)} ({view.id}, {view.provider})  {STATES[view.verdict.state]}, "
        f"{data_up_to(view.data_up_to)}"
    )
    counts = f"{counted(view.orders, 'order')}, {counted(view.lines, 'line')}"
    say(f"  {counts}. {printable(view.verdict.why)}")
    for link in view.links:
        say(
            f"  - {printable(link.name)}: {STATES[link.verdict.state]}, "
            f"{data_up_to(link.data_up_to)}. {printable(link.verdict.why)}"
        )
        if link.verdict.action is Action.SIGN_IN:
            step = next_step(Action.SIGN_IN, session.program, view.id, link.id)
            say(f"    Next: {step}")
    say(f"  Next: {next_step(view.verdict.action, session.program, view.id)}")


def _connection(view: ConnectionView) -> dict[str, Any]:
    return {
        "id": view.id,
        "provider": view.provider,
        "name": view.name,
        "state": view.verdict.state.value,
        "why": view.verdict.why,
        "action": view.verdict.action.value,
        "account": view.account,
        "base_url": view.base_url,
        "data_up_to": iso(view.data_up_to),
        "last_checked": iso(view.last_checked),
        "orders": view.orders,
        "lines": view.lines,
        "links": [_link(link) for link in view.links],
    }


def _link(link: LinkView) -> dict[str, Any]:
    return {
        "id": link.id,
        "name": link.name,
        "state": link.verdict.state.value,
        "why": link.verdict.why,
        "data_up_to": iso(link.data_up_to),
    }


def _provider(info: ProviderInfo) -> dict[str, Any]:
    return {
        "id": info.id,
        "name": info.name,
        "tagline": info.tagline,
        "available": info.available,
        "why_not": info.why_not,
        "needs": list(info.needs),
        "gives": list(info.gives),
        "warnings": list(info.warnings),
        "link_word": info.link_word,
        "hosts": [
            {"url": host.url, "label": host.label, "production": host.production}
            for host in info.hosts
        ],
    }
