"""`python -m orderdock_ui`."""

import sys

from orderdock_ui.start import main

sys.exit(main())
