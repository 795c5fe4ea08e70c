"""Sync sessions of the accounts: started, found, moved on, answered (sheet 2.4 to 2.13 and 5)."""

from __future__ import annotations

import uuid

from orderdock.sandbox.clock import SandboxClock
from orderdock.sandbox.refusal import Refusal
from orderdock.sandbox.stackline.manners import Manners
from orderdock.sandbox.stackline.retailers import BY_ID, OTHER_PASSWORD, Temper
from orderdock.sandbox.stackline.state import (
    Account,
    Connection,
    RetailerSync,
    Session,
    StacklineState,
)
from orderdock.sandbox.stackline.syncing import Course

_TOO_MANY, _LOCKED_FOR = 5, 300  # wrong passwords, seconds (sheet 7.2, 7.3)
_KEPT = 50


class Sessions:
    """`speed` divides the stages' times."""

    def __init__(
        self, state: StacklineState, clock: SandboxClock, manners: Manners, speed: float
    ) -> None:
        self._state = state
        self._clock = clock
        self._manners = manners
        self._speed = speed

    def temper(self, retailer_id: int) -> Temper:
        return self._state.tempers.get(retailer_id, BY_ID[retailer_id].temper)

    def course(self, account: Account, sync: RetailerSync) -> Course:
        return Course(
            sync,
            account.connections[sync.retailer_id],
            BY_ID[sync.retailer_id],
            self.temper(sync.retailer_id),
            self._manners,
            self._speed,
        )

    def go_on(self, account: Account) -> None:
        """Bring every session of the account up to now."""
        now = self._clock.now()
        for session in account.sessions:
            if session.completed_at is not None:
                continue
            for sync in session.retailers:
                self.course(account, sync).go_on(now)
            if all(sync.final for sync in session.retailers):
                session.completed_at = max(sync.entered_at for sync in session.retailers)

    def connect(self, account: Account, retailer_id: int, purpose: str, password: str) -> Session:
        """Sign in at a retailer; `purpose` is `connect` or `fix`."""
        now = self._clock.now()
        connection = account.connections.get(retailer_id)
        if connection is None:
            if purpose == "fix":
                raise Refusal(404, "not_found", "There is no connection to fix.")
            connection = account.connections[retailer_id] = Connection(connected_at=now)
        self._mind_lock(connection, now)
        connection.status = "pending"
        for session in account.sessions:  # a new sign-in replaces one that still waits
            for sync in session.retailers:
                if sync.retailer_id == retailer_id and not sync.final:
                    sync.stage, sync.error_code = "error", "superseded"
                    sync.error = "A newer sign-in has taken the place of this one."
        needed = (
            OTHER_PASSWORD
            if self.temper(retailer_id) == "other-password"
            else self._manners.password
        )
        started = RetailerSync(retailer_id, purpose, now, password_right=password == needed)
        return self._start(account, [started])

    def _mind_lock(self, connection: Connection, now: float) -> None:
        recent = [at for at in connection.refused_at if now - at < _LOCKED_FOR]
        if len(recent) >= _TOO_MANY:
            wait = max(1, int(_LOCKED_FOR - (now - recent[-1])))
            raise Refusal(
                429,
                "too_many_attempts",
                "Too many failed sign-ins at this retailer. Wait five minutes.",
                details={"retryAfter": wait},
                headers={"Retry-After": str(wait)},
            )

    def sync(self, account: Account, retailer_ids: list[int]) -> Session:
        """Start a sync; a retailer that is being synced already is not started twice."""
        now = self._clock.now()
        running = self._running(account, retailer_ids)
        if running is not None:
            if self._manners.running_sync == "conflict":
                raise Refusal(
                    409,
                    "sync_in_progress",
                    "A sync is already running.",
                    details={"batchId": running.batch_id},
                )
            return running
        return self._start(account, [RetailerSync(key, "sync", now) for key in retailer_ids])

    def _running(self, account: Account, retailer_ids: list[int]) -> Session | None:
        for session in reversed(account.sessions):
            busy = {sync.retailer_id for sync in session.retailers if not sync.final}
            if busy & set(retailer_ids):
                return session
        return None

    def _start(self, account: Account, syncs: list[RetailerSync]) -> Session:
        session = Session(str(uuid.uuid4()), self._clock.now(), syncs)
        account.sessions.append(session)
        del account.sessions[:-_KEPT]
        return session

    def find(self, account: Account, batch_id: str) -> Session:
        for session in account.sessions:
            if session.batch_id == batch_id:
                return session
        raise Refusal(404, "not_found", "There is no such sync session.")

    def answer(self, account: Account, session: Session, body: dict[str, object]) -> None:
        """An MFA answer as in sheet 5.4; raises `Refusal` when it answers nothing that waits."""
        kind, req_id = body.get("eventType"), body.get("reqId")
        if kind not in ("choose", "enter"):
            raise _invalid("eventType", "eventType must be choose or enter.")
        if not isinstance(req_id, str) or not req_id:
            raise _invalid("reqId", "reqId is missing.")
        for sync in session.retailers:
            if any(request.req_id == req_id for request in sync.requests):
                course = self.course(account, sync)
                break
        else:
            raise Refusal(404, "not_found", "There is no such MFA request.")
        if kind == "choose":
            self._choose(course, req_id, body.get("selectedOption"))
        else:
            self._enter(course, req_id, body.get("otpValue"))

    def _choose(self, course: Course, req_id: str, option: object) -> None:
        pending = course.pending()
        if pending is None:
            raise _too_late(course)
        asked = [request for request in course.sync.requests if request.kind == "choose"]
        if not asked or req_id not in (asked[-1].req_id, pending.req_id):
            raise _invalid("reqId", "This request does not ask for a choice.")
        if option not in course.retailer.options:
            raise _invalid("selectedOption", "selectedOption is not one of the options.")
        course.chosen(str(option), self._clock.now())

    def _enter(self, course: Course, req_id: str, code: object) -> None:
        pending = course.pending()
        if pending is None:
            raise _too_late(course)
        if pending.req_id != req_id:
            raise Refusal(409, "mfa_superseded", "A newer MFA request waits for an answer.")
        if pending.kind != "enter":
            raise _invalid("eventType", "Choose how to receive the code first.")
        if not isinstance(code, str) or not code:
            raise _invalid("otpValue", "otpValue must be a text that is not empty.")
        course.entered(code, self._clock.now())


def _invalid(field: str, message: str) -> Refusal:
    return Refusal(400, "validation_error", message, details={"field": field})


def _too_late(course: Course) -> Refusal:
    if course.sync.stage == "timed_out":
        return Refusal(400, "mfa_expired", "The code came too late. Start again to get a new one.")
    return Refusal(409, "mfa_answered", "This MFA request was answered before.")
