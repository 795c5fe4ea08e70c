"""The row of a connection that is being made: it has one before there is a connection."""

from datetime import datetime

from orderdock.domain.connections import (
    Action,
    ConnectionId,
    ConnectionState,
    ConnectionView,
    Evidence,
    Verdict,
    judge,
)
from orderdock.services.library import ProviderInfo
from orderdock_ui import text

PENDING = "new-connection"
"""Its id."""
CONNECTING = text.StateLook("refresh-cw", "Connecting", "accent", "adding", 1)
"""How it is shown while nothing is asked."""


def working(provider: ProviderInfo, words: str) -> ConnectionView:
    """The row while Orderdock itself is at work; `words` say at what."""
    return _row(provider, Verdict(ConnectionState.SYNCING, words, Action.CANCEL_SYNC))


def asking(provider: ProviderInfo, words: str, now: datetime) -> ConnectionView:
    """The row while the person is asked; `words` are the question's title."""
    return _row(provider, judge(Evidence(waiting=words), now))


def look_of(view: ConnectionView) -> text.StateLook:
    """How a connection is shown, made already or not."""
    works = view.id == PENDING and view.verdict.state is ConnectionState.SYNCING
    return CONNECTING if works else text.STATES[view.verdict.state]


def _row(provider: ProviderInfo, verdict: Verdict) -> ConnectionView:
    id_ = ConnectionId(PENDING)
    return ConnectionView(id_, provider.id, provider.name, verdict, "", None, None, 0, 0)
