"""What parent and painting process say to each other: everything arrives as it was said."""

from io import BytesIO

import pytest

from engine.executors.messages import (
    news_heard,
    news_told,
    orders_heard,
    orders_told,
    read_message,
    work_heard,
    work_told,
    write_message,
)
from engine.executors.news import Ended, Handle, News, Progress
from engine.failures import BadImage, CannotPaint, FailedElsewhere, ProcessDied, Stopped, failure_for
from engine.kinds import Made
from storage.jobs import FailureReason
from storage.work import Unreadable
from tests.engine.scene import contact_sheet, instant, painting, photo

HANDLE = Handle(7)


def through_a_pipe(news: News) -> News:
    pipe = BytesIO()
    write_message(pipe, *news_told(news))
    pipe.seek(0)
    message = read_message(pipe)
    assert message is not None
    assert read_message(pipe) is None
    return news_heard(message)


@pytest.mark.parametrize(
    "news",
    [
        Progress(HANDLE, 0.25),
        Progress(HANDLE, 0.5, b"a preview"),
        Ended(HANDLE, Made(data=b"a picture", medium="image/jpeg", width=3, height=2, seconds=0.5)),
    ],
    ids=str,
)
def test_news_arrive_as_they_were_told(news: News) -> None:
    assert through_a_pipe(news) == news


@pytest.mark.parametrize("error", [CannotPaint("no device"), Stopped(), ProcessDied("exit status 1")], ids=repr)
def test_errors_that_somebody_waits_for_keep_their_kind(error: Exception) -> None:
    heard = through_a_pipe(Ended(HANDLE, error))
    assert isinstance(heard, Ended)
    assert (type(heard.end), str(heard.end)) == (type(error), str(error))


def test_a_bad_picture_is_still_named() -> None:
    error = BadImage(FailureReason.DAMAGED, role="style", index=3, detail="cut off")
    heard = through_a_pipe(Ended(HANDLE, error))
    assert isinstance(heard, Ended)
    assert isinstance(heard.end, BadImage)
    assert vars(heard.end) == vars(error)


@pytest.mark.parametrize(
    "error", [MemoryError(), RuntimeError("CUDA out of memory"), Unreadable("no number"), ZeroDivisionError()], ids=repr
)
def test_any_other_error_means_to_the_queue_what_it_meant_there(error: Exception) -> None:
    heard = through_a_pipe(Ended(HANDLE, error))
    assert isinstance(heard, Ended)
    assert isinstance(heard.end, FailedElsewhere)
    assert failure_for(heard.end) == failure_for(error)
    assert type(error).__name__ in str(heard.end)


def test_orders_arrive_with_their_pictures_in_the_right_places() -> None:
    orders = {
        Handle(1): instant(photo(1), photo(2)),
        Handle(2): contact_sheet(photo(3), photo(4), photo(5)),
        Handle(3): painting(strength=0.5),
    }
    pipe = BytesIO()
    write_message(pipe, *orders_told(orders))
    pipe.seek(0)
    message = read_message(pipe)
    assert message is not None
    assert orders_heard(message) == orders


def test_what_a_newer_version_wrote_into_the_work_arrives_too() -> None:
    work, _ = painting(unknown={"glow": 3})
    assert work_heard(work_told(work)) == work


def test_half_a_message_says_nothing() -> None:
    pipe = BytesIO()
    write_message(pipe, {"do": "stop"}, [b"a picture"])
    assert read_message(BytesIO(pipe.getvalue()[:-1])) is None
