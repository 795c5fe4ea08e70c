"""The front door: everything a front end may ask for, in one value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from orderdock.services.connections import ConnectionsService
from orderdock.services.datasets import DatasetsService
from orderdock.services.doctor import DoctorService
from orderdock.services.export import ExportService
from orderdock.services.library import Library
from orderdock.services.pictures import PicturesService
from orderdock.services.sync import Syncs


@dataclass(frozen=True, slots=True)
class Services:
    """All services of one open profile (`async with compose.open_services(library)`)."""

    library: Library
    connections: ConnectionsService
    sync: Syncs
    export: ExportService
    datasets: DatasetsService
    doctor: DoctorService
    pictures: PicturesService
    demo_answers: Callable[[str], Mapping[str, str]]
    """Provider id -> answers by field key that work at this profile's sandbox; else empty."""
