"""Every choice we made where Stitch Labs' documents are silent: the one table, with reasons."""

from orderdock.connector.assumptions import Assumption

_YES_OR_NO = ("no", "yes", "false", "true")

ASSUMPTIONS = (
    Assumption(
        "page_size", "50", "the largest that clients used; no limit is named (sheet 4.2)", 1
    ),
    Assumption(
        "sort",
        "id, created_at",
        "tried in turn: by id nothing is lost while orders come and go, but only created_at is "
        "documented as sortable (sheet 4.4)",
    ),
    Assumption(
        "changed_by",
        "updated_at, created_at",
        "tried in turn: updated_at shows what changed, but may not be filterable (sheet 4.3)",
    ),
    Assumption("created_days", "36500", "if by created_at: old orders change too (sheet 4.3)"),
    Assumption("extra_days", "1", "the time zone of a bare date is not said (sheet 10)"),
    Assumption(
        "orders_per_detail", "1", "may be raised; several are not sure to come (sheet 6)", 1
    ),
    Assumption("drafts", "no", "no order yet; yes keeps them (sheet 14)", one_of=_YES_OR_NO),
    Assumption(
        "aggregate_paths", "aggregate, reports", "tried in turn: no path is named (sheet 5)"
    ),
)
