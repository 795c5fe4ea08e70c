"""The sandbox for its own tests, and a customer who speaks Stackline without our client."""

from __future__ import annotations

import pytest

from orderdock.sandbox.running import RunningSandbox
from tests.sandbox.customer import Customer
from tests.support.sandbox import sandbox, sandboxes

__all__ = ["sandbox", "sandboxes"]


@pytest.fixture
def customer(sandbox: RunningSandbox) -> Customer:
    return Customer(sandbox.bases["stackline"])
