"""Where the orders behind a total come from, and how current each of these connections is."""

from collections.abc import Sequence

from orderdock.domain.connections import ConnectionState, ConnectionView
from orderdock.query.explained import Explained, Source
from orderdock.query.filters import OrderFilter


def sources_of(
    facts: Explained, f: OrderFilter, views: Sequence[ConnectionView]
) -> tuple[Source, ...]:
    """Where the orders of a total come from, most first.

    A connection that the filter lets in and whose data is wanting is named even with no order: what
    it would add is not known.
    """
    shares = dict(facts.shares)
    let_in = not facts.of_selection
    named = [
        Source(v.name, shares.get(v.id, 0), v.data_up_to, v.verdict.state, v.verdict.why)
        for v in views
        if v.id in shares
        or (
            let_in
            and v.connected
            and v.verdict.state is not ConnectionState.OK
            and (not f.connections or v.id in f.connections)
            and (not f.providers or v.provider in f.providers)
        )
    ]
    return tuple(sorted(named, key=lambda source: -source.orders))
