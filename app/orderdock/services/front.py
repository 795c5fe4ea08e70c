"""The front door: everything a front end may ask for, in one value."""

from collections.abc import Mapping
from dataclasses import dataclass

from orderdock.services.connections import ConnectionsService
from orderdock.services.datasets import DatasetsService
from orderdock.services.doctor import DoctorService
from orderdock.services.export import ExportService
from orderdock.services.library import Library
from orderdock.services.sync import SyncService


@dataclass(slots=True)
class Services:
    """All services of one open profile (`async with compose.open_services(library)`)."""

    library: Library
    connections: ConnectionsService
    sync: SyncService
    export: ExportService
    datasets: DatasetsService
    doctor: DoctorService

    def demo_answers(self, provider: str) -> Mapping[str, str]:
        """Answers (field key -> text) that work at the sandbox of this profile; else empty."""
        raise NotImplementedError
