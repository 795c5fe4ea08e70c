"""Every choice we made where Stackline's documents are silent: the one table, with reasons."""

from orderdock.connector.assumptions import Assumption

PRODUCTION_GUARD = (
    "Stackline has not confirmed how retailer passwords must be encrypted. A wrong guess reaches "
    "the retailer as a wrong password, and a few of those can lock your account there."
)
"""Stackline sheet 4.3: nothing live before the vendor confirms the scheme."""

DEMO_CLIENT = "bc_example_rewards_app_demo"
"""The vendor's own example: for sandboxes, never a working login at its hosts (sheet 1.2)."""

_GUESS = "not documented; follows the pattern of the documented paths (sheet 2)"
_DOCUMENTED = "documented; here so that a move can be followed (sheet 2)"

ASSUMPTIONS = (
    Assumption("retailers", "GET /sync/retailers", _DOCUMENTED),
    Assumption("connections", "GET /sync/connections", _GUESS),
    Assumption("connect", "POST /sync/connections/connect", _DOCUMENTED),
    Assumption(
        "fix",
        "POST /sync/connections/connect",
        "the update endpoint is not documented, connecting with mode FIX is (sheet 2.5)",
    ),
    Assumption("sync_connection", "POST /sync/connections/{id}/sync", _GUESS),
    Assumption("sync_all", "POST /sync/connections/sync", _GUESS),
    Assumption("orders", "GET /sync/orders", _GUESS),
    Assumption("order", "GET /sync/orders/{id}", _GUESS),
    Assumption("latest_session", "GET /sync/sessions/latest", _GUESS),
    Assumption("session", "GET /sync/sessions/{id}", _DOCUMENTED),
    Assumption(
        "mfa",
        "POST /sync/sessions/{id}/mfa",
        "not documented; the request id in the body already names the request (sheet 5.4)",
    ),
    Assumption("totp", "GET /sync/auth/totp", _DOCUMENTED),
    Assumption("profile", "GET /sync/user/profile", _GUESS),
    Assumption("authorize_url", "{base}/oauth/authorize", "commonest convention (sheet 3.2)"),
    Assumption("token_url", "{base}/oauth/token", "commonest convention (sheet 3.2)"),
    Assumption("revoke_url", "{base}/oauth/revoke", "as RFC 7009 is mostly served (sheet 3.2)"),
    Assumption(
        "client_id",
        DEMO_CLIENT,
        "the demo client of the vendor's own pages; yours comes from Stackline (sheet 1.2)",
    ),
    Assumption(
        "scope",
        "accounts:read accounts:connect accounts:sync orders:read",
        "all four documented permissions: each is needed (sheet 3.1)",
    ),
    Assumption(
        "cipher",
        "a",
        "CryptoJS passphrase mode is what a browser SDK with a short token most often uses; "
        "b, c, d and e are the other candidates (sheet 4.4)",
        one_of=tuple("abcde"),
    ),
    Assumption(
        "page_size", "1000", "the documented maximum, so the fewest requests (sheet 2.8)", least=1
    ),
    Assumption(
        "orders_format",
        "json",
        "JSON has the retailer's number (sheet 6)",
        one_of=("json", "csv"),
    ),
    Assumption(
        "split_rows",
        "20000",
        "a span of time with more lines is read in halves, down to a quarter of a year, because "
        "offset paging over an unknown order is safest when short (sheet 2.8)",
        least=1,
    ),
    Assumption("oldest_year", "1994", "no order of an online shop is older; where halving starts"),
    Assumption(
        "extra_days",
        "1",
        "whether date bounds are inclusive, and in which zone, is not said (sheet 2.8)",
    ),
    Assumption(
        "look_back_days",
        "60",
        "shipment states go on changing after an order was read (sheet 6.2)",
    ),
    Assumption(
        "whole_lines",
        "3000",
        "a retailer's history of at most so many lines is read whole each time: three requests, "
        "and no change is too old to be seen (sheet 6.2)",
    ),
    Assumption("poll_seconds", "5", "what the vendor's own sample waits (sheet 5.3)"),
    Assumption(
        "patience_minutes",
        "15",
        "without any change for so long a session is left to itself (sheet 5.3)",
    ),
    Assumption(
        "too_many_attempts_minutes", "5", "the vendor's advice after too many logins (sheet 7.2)"
    ),
)
