"""requirements.lock holds everything the project needs, at versions the project accepts."""

import tomllib

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.support.checkout import ROOT


def locked() -> dict[str, Version]:
    lines = (ROOT / "requirements.lock").read_text().splitlines()
    pins = [Requirement(line) for line in lines]
    return {canonicalize_name(pin.name): Version(next(iter(pin.specifier)).version) for pin in pins}


def test_every_dependency_is_pinned_within_its_bounds() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [Requirement(text) for text in project["dependencies"]]
    wanted += [Requirement(text) for text in project["optional-dependencies"]["dev"]]
    pins = locked()
    off = [
        str(need)
        for need in wanted
        if not need.specifier.contains(pins.get(canonicalize_name(need.name), Version("0")))
    ]
    assert not off, f"run the command of CONTRIBUTING.md that makes requirements.lock: {off}"


def test_the_lock_holds_pins_and_nothing_else() -> None:
    for line in (ROOT / "requirements.lock").read_text().splitlines():
        assert [clause.operator for clause in Requirement(line).specifier] == ["=="], line


def test_no_keyring_that_writes_plain_text_is_let_in() -> None:
    assert "keyrings-alt" not in locked()
