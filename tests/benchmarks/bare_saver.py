"""The process that makes commits, teaching searching nothing; for tests.benchmarks.ingest."""

import sys
from pathlib import Path

from orderdock.store import orders as saving
from orderdock.sync.saver_process import main

NOTHING = "SELECT 1 FROM lines WHERE 0 AND"

if __name__ == "__main__":
    saving._LEARN = NOTHING
    main(Path(sys.argv[1]))
