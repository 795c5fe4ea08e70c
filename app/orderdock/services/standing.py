"""How a connection and its links are doing: stored evidence joined with what is so right now."""

from dataclasses import replace
from datetime import datetime

from orderdock.domain.connections import (
    Action,
    ConnectionState,
    ConnectionView,
    Evidence,
    LinkView,
    Verdict,
    judge,
)
from orderdock.store.connections import StoredConnection, StoredLink
from orderdock.system.locks import Locks, sync_of

_DISCONNECTED = Verdict(
    ConnectionState.PAUSED, "It was disconnected; its orders are kept.", Action.SIGN_IN
)


def view_of(stored: StoredConnection, locks: Locks, now: datetime) -> ConnectionView:
    """A connection as every front end shows it."""
    evidence = as_of_now(stored, locks)
    return ConnectionView(
        id=stored.id,
        provider=stored.provider,
        name=stored.name,
        verdict=judge(evidence, now) if stored.connected else _DISCONNECTED,
        base_url=stored.base_url,
        data_up_to=stored.evidence.data_up_to,
        last_checked=stored.evidence.last_attempt,
        orders=stored.orders,
        lines=stored.lines,
        account=stored.account,
        settings=dict(stored.settings),
        links=tuple(_link_view(link, stored, evidence, now) for link in stored.links),
        connected=stored.connected,
    )


def as_of_now(stored: StoredConnection, locks: Locks) -> Evidence:
    """The connection's evidence, its worst link's trouble and a running sync included."""
    evidence = _with_worst_link(stored)
    if not stored.connected or not locks.held(sync_of(stored.id)):
        return evidence
    holder = locks.holder(sync_of(stored.id))
    return replace(evidence, syncing=True, waiting=holder.about if holder is not None else "")


def _with_worst_link(stored: StoredConnection) -> Evidence:
    evidence = stored.evidence
    if evidence.error_code is not None:
        return evidence
    failing = [link for link in stored.links if link.evidence.error_code is not None]
    short = [link for link in stored.links if link.evidence.incomplete]
    if failing:
        worst = min(failing, key=lambda link: not link.evidence.needs_person)
        return replace(
            evidence,
            error_code=worst.evidence.error_code,
            error_says=_naming(worst),
            needs_person=worst.evidence.needs_person,
        )
    if short and not evidence.incomplete:
        return replace(evidence, incomplete=short[0].evidence.incomplete)
    return evidence


def _naming(link: StoredLink) -> str:
    says = link.evidence.error_says
    return says if link.name in says else f"{link.name}: {says}"


def _link_view(
    link: StoredLink, stored: StoredConnection, connection: Evidence, now: datetime
) -> LinkView:
    evidence = link.evidence
    if stored.evidence.error_code is not None and evidence.error_code is None:
        # What stops the whole connection stops the link: it is no better off.
        own = stored.evidence
        evidence = replace(
            evidence,
            error_code=own.error_code,
            error_says=own.error_says,
            needs_person=own.needs_person,
        )
    evidence = replace(
        evidence,
        syncing=connection.syncing,
        paused=stored.evidence.paused,
        paused_until=stored.evidence.paused_until,
    )
    return LinkView(
        id=link.remote_id,
        name=link.name,
        verdict=judge(evidence, now) if stored.connected else _DISCONNECTED,
        data_up_to=evidence.data_up_to,
        last_verified=evidence.last_verified,
    )
