"""Every choice we made where Stitch Labs' documents are silent: the one table, with reasons."""

from orderdock.connector.assumptions import Assumption

_YES_OR_NO = ("no", "yes", "false", "true")
ASSUMPTIONS = (
    Assumption("page_size", "50", "the largest that clients used (sheet 4.2)", least=1),
    Assumption("sort", "id, created_at", "tried in turn: by id nothing is lost (sheet 4.4)"),
    Assumption("changed_by", "updated_at, created_at", "the first shows all changes (sheet 4.3)"),
    Assumption("created_days", "36500", "if by created_at: old orders change too (sheet 4.3)"),
    Assumption("extra_days", "1", "the time zone of a bare date is not said (sheet 10)"),
    Assumption("orders_per_detail", "1", "several are not sure to come (sheet 6)", least=1),
    Assumption("drafts", "no", "no order yet; yes keeps them (sheet 14)", one_of=_YES_OR_NO),
    Assumption("aggregate_paths", "aggregate, reports", "tried in turn: none is named (sheet 5)"),
)
