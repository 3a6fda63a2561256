"""Jobs to look at, as storage would read them: for tests of what a chat shows."""

from dataclasses import replace
from typing import Any

from storage.jobs import Job, JobState
from storage.names import ImageRef, JobId
from storage.places import Place
from storage.work.contact_sheet import ContactSheet
from storage.work.painting import INSTANT, Painting
from storage.work.styles import Style
from storage.work.work import Work

CONTENT, STYLE = ImageRef("c" * 64), ImageRef("5" * 64)


def job_of(work: Work, job_id: int = 7, **fields: Any) -> Job:
    """A finished one, shown in a private chat."""
    usual = Job(
        id=JobId(job_id),
        key="k",
        place=Place(chat_id=1, reply_to=3, message_id=5),
        user_id=1,
        work=work,
        caused_by="",
        lane=work.lane,
        state=JobState.SUCCEEDED,
        attempt=1,
        cancel_requested=False,
        withdrawn=False,
        progress=1.0,
        preview=None,
        result=None,
        failure=None,
        failed_input="",
        created_at=0.0,
    )
    return replace(usual, **fields)


def painting(*styles: Style, **fields: Any) -> Painting:
    """Of a photo's style, if no other is named."""
    return Painting(content=CONTENT, styles=styles or (Style(image=STYLE),), **fields)


def painting_job(job_id: int = 7, *, preset: str = "", **fields: Any) -> Job:
    return job_of(painting(Style(image=STYLE, preset=preset), **fields), job_id)


def instant_job(job_id: int = 7, **fields: Any) -> Job:
    return painting_job(job_id, method=INSTANT, **fields)


def sheet_job(*presets: str, job_id: int = 7, first_number: int = 1) -> Job:
    styles = tuple(Style(image=STYLE, preset=preset) for preset in presets)
    return job_of(ContactSheet(content=CONTENT, styles=styles, first_number=first_number), job_id)
