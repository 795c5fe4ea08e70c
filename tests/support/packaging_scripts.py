"""The scripts of `packaging/`, which are no package, as modules."""

import importlib.util
from types import ModuleType

from tests.support.checkout import ROOT


def script(name: str) -> ModuleType:
    """A fresh copy of `packaging/<name>.py`."""
    path = ROOT / "packaging" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"packaging_script_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
