"""Every choice we made where Stitchex's documents are silent: the one table, with reasons."""

from orderdock.connector.assumptions import Assumption

ASSUMPTIONS = (
    Assumption("since_id", "since_id", "as other lists have it; answers must prove it (sheet 6)"),
    Assumption("final_statuses", "Shipped, Delivered, Cancelled", "others are reread (sheet 6)"),
    Assumption("whole_pages", "30", "so many are read whole each time: half a minute (sheet 6)"),
    Assumption("whole_hours", "24", "after so long any list is read whole again (sheet 6)"),
)
"""What is taken either way has no row: an order bare or wrapped, its number as text or number,
whether the current organisation is the token's or the user's (each token and run chooses it)."""
