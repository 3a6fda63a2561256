"""Rows of the jobs table as jobs, with the places that they live in. Reading one never fails, whatever is in it."""

from storage.database import Database, Row, row, rows
from storage.jobs import FailureReason, Job, JobState
from storage.names import ImageRef, JobId
from storage.places import place_from
from storage.work import work_or_unknown
from storage.work.work import Lane

SELECT_JOBS = """
    select jobs.*, places.chat_id, places.thread_id, places.reply_to, places.message_id, places.inline_message_id
    from jobs join places on places.id = jobs.place_id
"""
"""In front of a `where` on either table."""


def one_job(db: Database, where: str, parameters: Row) -> Job | None:
    found = row(db, f"{SELECT_JOBS} {where}", parameters)
    return None if found is None else job_from(found)


def many_jobs(db: Database, where: str, parameters: Row) -> list[Job]:
    return [job_from(found) for found in rows(db, f"{SELECT_JOBS} {where}", parameters)]


def job_from(found: Row) -> Job:
    return Job(
        id=JobId(found["id"]),
        key=found["key"],
        place=place_from(found),
        user_id=found["user_id"],
        work=work_or_unknown(found["kind"], found["version"], found["parameters"]),
        caused_by=found["caused_by"],
        lane=lane_from(found["lane"]),
        state=state_from(found["state"]),
        attempt=found["attempt"],
        cancel_requested=bool(found["cancel_requested"]),
        withdrawn=bool(found["withdrawn"]),
        progress=found["progress"],
        preview=None if found["preview"] is None else ImageRef(found["preview"]),
        result=None if found["result"] is None else ImageRef(found["result"]),
        failure=None if found["failure"] is None else failure_from(found["failure"]),
        failed_input=found["failed_input"],
        created_at=found["created_at"],
        claimed_at=found["claimed_at"],
        finished_at=found["finished_at"],
        paint_seconds=found["paint_seconds"],
    )


def lane_from(number: int) -> Lane:
    """A lane that only a newer version has is as slow as the slowest here."""
    return Lane(min(max(number, 0), max(Lane)))


def state_from(state: str) -> JobState:
    """One that only a newer version has is nothing that could go on here."""
    return JobState(state) if state in list(JobState) else JobState.DEAD


def failure_from(reason: str) -> FailureReason:
    return FailureReason(reason) if reason in list(FailureReason) else FailureReason.INTERNAL
