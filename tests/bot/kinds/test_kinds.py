"""Every kind of work has a view, and every view can speak of its kind."""

from dataclasses import replace

import pytest

from bot.kinds import VIEWS, Here, view_of
from bot.presets import load_presets
from bot.texts import Texts, languages
from storage.jobs import Job, JobState
from storage.queue import Position
from storage.work import KINDS, Unknown
from storage.work.before_after import BeforeAfter
from storage.work.collage import Collage
from storage.work.day_chart import DayChart
from storage.work.dream import Dream
from tests.bot.jobs import CONTENT, STYLE, job_of, painting, painting_job, sheet_job
from tests.bot.kinds.test_painting import data_in

JOBS = [
    painting_job(preset="wave"),
    sheet_job("wave"),
    job_of(Dream(content=CONTENT)),
    job_of(Collage(content=CONTENT, styles=painting().styles, result=STYLE)),
    job_of(BeforeAfter(content=CONTENT, styles=painting().styles, result=STYLE)),
    job_of(DayChart(paintings=(3,), waits=(2.5,))),
    job_of(Unknown(kind="hologram")),
]


def test_every_kind_has_a_view() -> None:
    assert set(VIEWS) == set(KINDS.values())
    assert {type(job.work) for job in JOBS} == {*KINDS.values(), Unknown}


@pytest.mark.parametrize("texts", languages().values(), ids=languages().keys())
@pytest.mark.parametrize("job", JOBS, ids=lambda job: type(job.work).__name__)
def test_each_view_speaks_of_its_kind_in_every_state(job: Job, texts: Texts) -> None:
    view, here, position = view_of(job.work), Here(load_presets(), texts), Position(ahead=1, eta_seconds=9)
    waiting = replace(job, state=JobState.QUEUED, progress=0.0)
    assert view.starting_text(waiting, texts)
    assert view.waiting_text(waiting, position, texts)
    assert view.progress_text(replace(waiting, progress=0.4), position, texts)
    assert view.making_keyboard(waiting, texts)
    assert view.result_caption(job, here)
    for has_earlier in (False, True):
        view.result_keyboard(job, here, has_earlier=has_earlier)
        view.dials_keyboard(job, texts, has_earlier=has_earlier)
        view.stopped_keyboard(job, texts, has_earlier=has_earlier)
    assert view.cancelled_text(job, texts)
    assert not view.goes_as_file(job.work)


def test_of_work_that_only_a_newer_version_knows_a_sentence_is_said() -> None:
    job = job_of(Unknown(kind="dream"))
    for texts in languages().values():
        assert view_of(job.work).result_caption(job, Here(load_presets(), texts)) == texts.say("made-by-newer")
        assert view_of(job.work).cancelled_text(job, texts) == texts.say("made-by-newer")
        assert "🔁" not in texts.say("made-by-newer")
    assert view_of(job.work).once_more(job.work) is None


def test_work_that_nobody_here_can_make_is_not_offered_once_more() -> None:
    job, english = job_of(Unknown(kind="dream")), languages()["en"]
    assert view_of(job.work).stopped_keyboard(job, english) is None
    assert data_in(view_of(job.work).stopped_keyboard(job, english, has_earlier=True)) == [["v1:undo:7"]]
