"""Stitch Labs as a provider: all its parts in one value."""

from orderdock.connector.contract import Provider
from orderdock.http.pacing import Pace
from orderdock.providers.stitchlabs import sign_in
from orderdock.providers.stitchlabs.api import explain
from orderdock.providers.stitchlabs.assumptions import ASSUMPTIONS
from orderdock.providers.stitchlabs.card import CARD
from orderdock.providers.stitchlabs.datasets import DATASETS
from orderdock.providers.stitchlabs.orders import read_orders

PROVIDER = Provider(
    **CARD.facts(),
    pace=Pace(per_second=1, in_flight=1, slowest=4),
    sign_in=sign_in.sign_in,
    check=sign_in.check,
    authorize=sign_in.authorize,
    read_orders=read_orders,
    assumptions=ASSUMPTIONS,
    explain=explain,
    datasets=DATASETS,
)
"""One request at a time, at most one a second, slower after a refusal (sheet 12)."""
