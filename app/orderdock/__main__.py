"""`python -m orderdock COMMAND`: the commands, also where the window is not installed."""

import sys

from orderdock.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
