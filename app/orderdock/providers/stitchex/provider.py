"""Stitchex as a provider: all its parts in one value."""

from orderdock.connector.contract import Provider
from orderdock.http.pacing import Pace
from orderdock.providers.stitchex import sign_in
from orderdock.providers.stitchex.api import EMAIL
from orderdock.providers.stitchex.assumptions import ASSUMPTIONS
from orderdock.providers.stitchex.card import CARD
from orderdock.providers.stitchex.datasets import DATASETS
from orderdock.providers.stitchex.orders import read_orders

PROVIDER = Provider(
    **CARD.facts(),
    pace=Pace(per_second=1, in_flight=1, slowest=8),
    sign_in=sign_in.sign_in,
    check=sign_in.check,
    authorize=sign_in.authorize,
    read_orders=read_orders,
    assumptions=ASSUMPTIONS,
    shares=lambda settings: settings.get(EMAIL, "").lower(),
    datasets=DATASETS,
)
"""One request at a time, one a second; connections of one e-mail take turns (sheet 3.3, 5, 10)."""
