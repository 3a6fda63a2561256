"""What people must still be told, and where: rows written in the commit that made them true."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from storage.database import Database, Row, change, row, rows, write_transaction
from storage.names import JobId, PlaceId
from storage.places import Place, Places, place_from


class OutboxKind(StrEnum):
    ACKNOWLEDGEMENT = "acknowledgement"
    RESULT = "result"
    FAILURE = "failure"
    CANCELLED = "cancelled"
    NOTICE = "notice"
    """What took long is there: a short message of its own, in a place of its own, since edits ring no bell."""
    ERASED = "erased"
    """The job of that message is gone, with everything else of its person."""


_KNOWN_KINDS = json.dumps(list(OutboxKind))
"""What only a newer version can tell waits for it."""


class OutboxState(StrEnum):
    DUE = "due"
    SENDING = "sending"
    """A send that must not be repeated has begun; only its outcome is missing."""
    SENT = "sent"
    GIVEN_UP = "given_up"
    UNKNOWN = "unknown"
    """The process died while sending. Whether the person got it cannot be found out, so it is not sent again."""


class NotDue(Exception):
    """Somebody else sends it, or it need not be told any more: do not send. Nothing was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    id: int
    place: Place
    job_id: JobId | None
    """None where what is told belongs to no job."""
    kind: OutboxKind
    state: OutboxState
    tries: int
    """How often telling it was tried in vain."""
    why: str = ""
    """Why it was given up, for the operator."""


class Outbox:
    """Delivering: `due`, for sends `mark_sending`, the call to Telegram, then `mark_sent`, `postpone` or `give_up`."""

    def __init__(self, db: Database, *, clock: Callable[[], float] = time.time) -> None:
        self._db = db
        self._clock = clock
        self._places = Places(db)

    _ADD = """
        insert or ignore into outbox (place_id, job_id, kind, due, created_at)
        select place_id, id, :kind, :now, :now from jobs where id = :job_id
    """

    def add(self, job_id: JobId, kind: OutboxKind) -> None:
        """In the job's place, in the transaction that changes the job. A second row of the same kind is not added."""
        change(self._db, self._ADD, {"job_id": job_id, "kind": kind, "now": self._clock()})

    _ADD_NOTICE = """
        insert or ignore into outbox (place_id, job_id, kind, due, created_at)
        values (:place_id, :job_id, 'notice', :now, :now)
    """
    _IS_NOTED = "select 1 from outbox where job_id = :job_id and kind = 'notice'"

    def add_notice(self, job_id: JobId, living: Place) -> None:
        """Below the job's message, in the transaction that notes its end as told. A job rings once."""
        if row(self._db, self._IS_NOTED, {"job_id": job_id}):
            return
        below = Place(chat_id=living.chat_id, thread_id=living.thread_id, reply_to=living.message_id)
        place = self._places.stored(below)
        change(self._db, self._ADD_NOTICE, {"place_id": place.id, "job_id": job_id, "now": self._clock()})

    _ADD_AT = "insert into outbox (place_id, kind, due, created_at) values (:place_id, :kind, :now, :now)"

    def add_at(self, place_id: PlaceId, kind: OutboxKind) -> None:
        """What belongs to no job."""
        change(self._db, self._ADD_AT, {"place_id": place_id, "kind": kind, "now": self._clock()})

    _RENEW = """
        insert into outbox (place_id, job_id, kind, due, created_at)
        select place_id, id, :kind, :now, :now from jobs where id = :job_id
        on conflict (job_id, kind) where job_id is not null
            do update set state = 'due', due = :now, tries = 0, why = '', settled_at = null
    """

    def renew(self, job_id: JobId, kind: OutboxKind) -> None:
        """To be told once more, in the message that is there."""
        change(self._db, self._RENEW, {"job_id": job_id, "kind": kind, "now": self._clock()})

    _DROP = """
        update outbox set state = 'sent', why = 'withdrawn', settled_at = :now
        where job_id = :job_id and state = 'due'
    """

    def drop(self, job_id: JobId) -> None:
        """What was still to be told of this job need not be told any more."""
        change(self._db, self._DROP, {"job_id": job_id, "now": self._clock()})

    _COLUMNS = """
        select outbox.id as row_id, outbox.job_id, outbox.kind, outbox.state, outbox.tries, outbox.why,
            places.id as place_id, places.chat_id, places.thread_id, places.reply_to, places.message_id,
            places.inline_message_id
        from outbox join places on places.id = outbox.place_id
    """

    _DUE = f"""
        {_COLUMNS}
        where outbox.state = 'due' and outbox.due <= :now
        and outbox.kind in (select value from json_each(:kinds)) and not exists (
            select 1 from outbox as earlier
            where earlier.job_id = outbox.job_id and earlier.id < outbox.id and +earlier.state in ('due', 'sending')
                and not (earlier.kind = 'acknowledgement' and earlier.due > :now and earlier.tries = 0)
                and earlier.kind in (select value from json_each(:kinds))
        )
        order by outbox.kind = 'result', outbox.id limit :limit
    """

    def due(self, *, limit: int = 20) -> list[OutboxRow]:
        """Words before pictures, each the oldest first: words are quick, and many pictures may be due after an outage.

        A job's rows come one at a time: the next is due when the one before it is settled, or is an acknowledgement
        that was put off, whose time has not come.
        """
        wanted = {"now": self._clock(), "limit": limit, "kinds": _KNOWN_KINDS}
        return [_outbox_row(found) for found in rows(self._db, self._DUE, wanted)]

    _OF_JOB = f"""
        {_COLUMNS} where outbox.job_id = :job_id and outbox.kind in (select value from json_each(:kinds))
        order by outbox.id
    """

    def of_job(self, job_id: JobId) -> list[OutboxRow]:
        return [_outbox_row(found) for found in rows(self._db, self._OF_JOB, {"job_id": job_id, "kinds": _KNOWN_KINDS})]

    _MARK_SENDING = "update outbox set state = 'sending' where id = :id and state = 'due'"

    def mark_sending(self, row_id: int) -> None:
        """Before any send that a repetition would double. Raises NotDue."""
        if change(self._db, self._MARK_SENDING, {"id": row_id}) != 1:
            raise NotDue(f"outbox row {row_id}")

    _MARK_SENT = """
        update outbox set state = 'sent', settled_at = :now where id = :id and state in ('due', 'sending')
    """

    _PLACE_OF = "select place_id from outbox where id = :id"

    def mark_sent(self, row_id: int, *, message_id: int | None = None) -> bool:
        """`message_id`: of the message that its place is from now on. False where the row is gone: its person was
        forgotten meanwhile."""
        with write_transaction(self._db):
            change(self._db, self._MARK_SENT, {"id": row_id, "now": self._clock()})
            found = row(self._db, self._PLACE_OF, {"id": row_id})
            if message_id is not None and found:
                self._places.set_message(PlaceId(found["place_id"]), message_id)
        return found is not None

    _POSTPONE = """
        update outbox set state = 'due', tries = tries + 1, due = :due where id = :id and state in ('due', 'sending')
    """

    def postpone(self, row_id: int, *, seconds: float) -> None:
        """Only when it is certain that nothing was sent (connection refused, 429), or when the call may be repeated."""
        change(self._db, self._POSTPONE, {"id": row_id, "due": self._clock() + seconds})

    _PUT_OFF = "update outbox set state = 'due', due = :due where id = :id and state in ('due', 'sending')"

    def put_off(self, row_id: int, *, seconds: float) -> None:
        """Nothing was tried, for want of room."""
        change(self._db, self._PUT_OFF, {"id": row_id, "due": self._clock() + seconds})

    _GIVE_UP = """
        update outbox set state = 'given_up', why = :why, settled_at = :now
        where id = :id and state in ('due', 'sending')
    """

    def give_up(self, row_id: int, *, why: str) -> None:
        """For good (the person blocked the bot, the chat is gone). `why` is for the operator."""
        change(self._db, self._GIVE_UP, {"id": row_id, "why": why, "now": self._clock()})

    _SEND_ACKNOWLEDGEMENTS_AGAIN = """
        update outbox set state = 'due', due = :now where state = 'sending' and kind = 'acknowledgement'
    """

    _LEAVE_OTHERS_UNKNOWN = "update outbox set state = 'unknown', settled_at = :now where state = 'sending'"

    def recover(self) -> None:
        """At the bot's start. Acknowledgements are sent again, as one text too many does no harm; nothing else is."""
        with write_transaction(self._db):
            change(self._db, self._SEND_ACKNOWLEDGEMENTS_AGAIN, {"now": self._clock()})
            change(self._db, self._LEAVE_OTHERS_UNKNOWN, {"now": self._clock()})


def _outbox_row(found: Row) -> OutboxRow:
    return OutboxRow(
        id=found["row_id"],
        place=place_from(found),
        job_id=None if found["job_id"] is None else JobId(found["job_id"]),
        kind=OutboxKind(found["kind"]),
        state=OutboxState(found["state"]),
        tries=found["tries"],
        why=found["why"],
    )
