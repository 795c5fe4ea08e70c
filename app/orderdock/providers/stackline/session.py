"""A sync session as Stackline tells it: hardly documented (sheet 5)."""

from orderdock.connector import jobs
from orderdock.connector.told_jobs import ToldJobs

SESSIONS = ToldJobs(
    id=("batchId", "syncBatchId", "id"),
    status=("status", "globalStatus"),
    parts="retailerSyncSessions",
    link=("retailerId", "retailer_id"),
    name=("displayName", "retailerName", "name"),
    stage=("syncStatus", "status"),
    orders="ordersFound",
    request=("reqId", "requestId"),
    stages={
        "queued": "queued",
        "scanning": "scanning",
        "processing": "processing",
        "userintervention": jobs.WAITING,
        "completed": jobs.DONE,
        "error": jobs.FAILED,
        "timedout": jobs.TIMED_OUT,
    },
    running="syncing",
    idle="no_retailers",
    harmless={"no_orders_found"},
)
"""Stages: sheet 5.2, running: 5.1, what is no error: 7.2."""
