"""Every choice we made where Stock2Shop's documents are silent: the one table, with reasons."""

from orderdock.connector.assumptions import Assumption

ASSUMPTIONS = (
    Assumption("page_size", "50", "the official sample; up to 100 seen elsewhere (sheet 7)", 1),
    Assumption("window", "10000", "the search engine's usual limit, and no count (sheet 7)", 1),
    Assumption("orders_by", "modified, created", "shown for products; else unsorted (sheet 7)"),
    Assumption("look_back_minutes", "10", "the search index lags by up to a minute (sheet 7)"),
    Assumption("rest_seconds", "120", "unchanged for so long, an order is as indexed (sheet 7)"),
    Assumption("sku_batch", "40", "so many products are looked for at a time (sheet 12)", 1),
    Assumption("searches", "3", "after so many for products, all of them are read (sheet 6.5)"),
    Assumption("all_products", "1000", "unless there are more than these (sheet 6.5)"),
    Assumption("separator", " / ", "between title and options, for lines without title (sheet 12)"),
    Assumption("department_keys", "department, dept", "of product meta; no field (sheet 12)"),
    Assumption("currency", "ZAR", "suggested: samples are South African; no order says (sheet 12)"),
)
"""What is taken either way has no row: spellings, forms of totals, hits or none, lost sessions."""
