"""Every choice we made where Stitchex's documents are silent: the one table, with reasons."""

from orderdock.connector.assumptions import Assumption

ASSUMPTIONS = (
    Assumption(
        "since_id",
        "since_id",
        "orders can be asked for since an id, the parameter's name is that of other lists; each "
        "answer must prove that it was heeded (sheet 6)",
    ),
    Assumption(
        "final_statuses",
        "Shipped, Delivered, Cancelled",
        "changed orders cannot be asked for: all but these are read again (sheet 6)",
    ),
    Assumption(
        "whole_pages",
        "30",
        "a list of at most so many pages is read as a whole in each sync, which finds every "
        "change within half a minute (sheet 6)",
    ),
    Assumption(
        "whole_hours",
        "24",
        "after so long a list of any length is read as a whole again (sheet 6)",
    ),
)
"""Where our code takes it either way there is no row: one order bare or wrapped, order numbers as
text or number, any offset of a time, and whether the current organisation is the token's or the
user's: it is chosen for each token and each run, and connections of one e-mail take turns."""
