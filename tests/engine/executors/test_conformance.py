"""What every executor promises, whatever its way of painting. With the real painter, at small sizes."""

from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from itertools import pairwise

import pytest
from PIL import Image

from engine.executors import Ended, Executor, Handle, News, Progress
from engine.executors.local import LocalExecutor
from engine.executors.subprocess import SubprocessExecutor
from engine.failures import BadImage, Stopped, failure_for
from engine.kinds import Inputs, Made
from engine.weights import all_weights
from storage.jobs import FailureReason
from storage.work import Work
from storage.work.recipe import recipe_in
from storage.work.work import CONTENT, STYLE, Lane
from tests.engine.scene import contact_sheet, end_of, instant, painting, photo, until

pytestmark = pytest.mark.slow

MAKERS: dict[str, Callable[[], Executor]] = {
    "local": lambda: LocalExecutor(all_weights()),
    "subprocess": lambda: SubprocessExecutor(environment={}),
}
THAT_TAKES_A_WHILE = 96


@pytest.fixture(scope="module", params=MAKERS)
def executor(request: pytest.FixtureRequest) -> Iterator[Executor]:
    executor = MAKERS[request.param]()
    executor.warm_up()
    yield executor
    executor.close()


def made(executor: Executor, order: tuple[Work, Inputs]) -> Made:
    (handle,) = executor.submit(order)
    end = end_of(executor, handle)
    assert isinstance(end, Made), end
    return end


def failed(executor: Executor, order: tuple[Work, Inputs]) -> Exception:
    (handle,) = executor.submit(order)
    end = end_of(executor, handle)
    assert isinstance(end, Exception)
    return end


class Listener:
    """Everything that is told, in its order."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self.heard: list[News] = []

    def listen(self) -> "Listener":
        self.heard += self._executor.news(0.2)
        return self

    def until_ended(self, *handles: Handle) -> dict[Handle, Made | Exception]:
        until(lambda: set(handles) <= self.listen().ends.keys() or None, seconds=60)
        return {handle: self.ends[handle] for handle in handles}

    def until_begun(self, handle: Handle) -> None:
        """Past its opening: at a step."""
        until(lambda: any(self.listen().fractions(handle)) or None, seconds=60)

    @property
    def ends(self) -> dict[Handle, Made | Exception]:
        return {one.handle: one.end for one in self.heard if isinstance(one, Ended)}

    def fractions(self, handle: Handle) -> Sequence[float]:
        return [one.fraction for one in self.heard if isinstance(one, Progress) and one.handle == handle]


@pytest.mark.parametrize(
    "order", [painting(), instant(), contact_sheet(photo(2), photo(3))], ids=lambda one: one[0].cost_key
)
def test_what_was_asked_for_is_made_and_carries_its_recipe(executor: Executor, order: tuple[Work, Inputs]) -> None:
    end = made(executor, order)
    assert recipe_in(end.data) == order[0]
    assert end.medium == "image/jpeg"
    assert end.seconds > 0
    with Image.open(BytesIO(end.data)) as image:
        assert (image.format, image.size) == ("JPEG", (end.width, end.height))


def test_all_executors_make_the_same_bytes(executor: Executor, painter: LocalExecutor) -> None:
    for order in (painting(seed=3), instant(seed=3), contact_sheet(photo(2), photo(3))):
        assert made(executor, order).data == made(painter, order).data


def test_progress_begins_at_nothing_and_never_goes_back(executor: Executor) -> None:
    (handle,) = executor.submit(painting())
    listener = Listener(executor)
    listener.until_ended(handle)
    fractions = listener.fractions(handle)
    assert fractions[0] == 0
    assert all(earlier <= later for earlier, later in pairwise(fractions))
    assert 0.5 < fractions[-1] <= 1


def test_a_preview_comes_of_work_that_has_something_to_show(executor: Executor) -> None:
    slow, quick = (executor.submit(order)[0] for order in (painting(), instant()))
    listener = Listener(executor)
    listener.until_ended(slow, quick)
    shown = [one for one in listener.heard if isinstance(one, Progress) and one.preview]
    assert {one.handle for one in shown} == {slow}
    for one in shown:
        assert one.preview
        with Image.open(BytesIO(one.preview)) as image:
            assert (image.format, image.size) == ("JPEG", (64, 48))


def test_what_is_stopped_ends_within_a_step(executor: Executor) -> None:
    (handle,) = executor.submit(painting(side=THAT_TAKES_A_WHILE))
    listener = Listener(executor)
    listener.until_begun(handle)
    executor.stop(handle)
    assert isinstance(listener.until_ended(handle)[handle], Stopped)
    assert listener.fractions(handle)[-1] < 0.9


def test_what_is_stopped_before_its_turn_is_never_begun(executor: Executor) -> None:
    (slow,) = executor.submit(painting(side=THAT_TAKES_A_WHILE))
    (waiting,) = executor.submit(painting())
    executor.stop(waiting)
    executor.stop(slow)
    listener = Listener(executor)
    ends = listener.until_ended(slow, waiting)
    assert all(isinstance(end, Stopped) for end in ends.values())
    assert listener.fractions(waiting) == []


def test_stopping_what_has_ended_does_nothing(executor: Executor) -> None:
    (handle,) = executor.submit(instant())
    assert isinstance(end_of(executor, handle), Made)
    executor.stop(handle)
    made(executor, instant())


@pytest.mark.parametrize(
    ("order", "role", "index"),
    [
        (painting(content=b"a letter"), CONTENT, 0),
        (instant(style=b"a letter"), STYLE, 0),
        (contact_sheet(photo(2), b"a letter", photo(3)), STYLE, 1),
    ],
    ids=["content", "style", "tile"],
)
def test_a_picture_that_is_none_is_named_by_its_role_and_number(
    executor: Executor, order: tuple[Work, Inputs], role: str, index: int
) -> None:
    error = failed(executor, order)
    assert isinstance(error, BadImage)
    assert (error.reason, error.role, error.index) == (FailureReason.NOT_AN_IMAGE, role, index)
    assert error.detail == ""


def test_settings_that_nobody_can_read_are_told_as_that(executor: Executor) -> None:
    failure = failure_for(failed(executor, painting(settings={"magic": 3})))
    assert (failure.reason, failure.retry) == (FailureReason.UNREADABLE, False)


def test_one_that_fails_is_nobody_elses_failure(executor: Executor) -> None:
    (slow,) = executor.submit(painting())
    (bad,) = executor.submit(instant(content=b"a letter"))
    (good,) = executor.submit(instant())
    ends = Listener(executor).until_ended(slow, bad, good)
    assert isinstance(ends[bad], BadImage)
    assert isinstance(ends[slow], Made)
    assert isinstance(ends[good], Made)


def test_quick_work_is_made_between_two_steps_of_slow_work(executor: Executor) -> None:
    (slow,) = executor.submit(painting(side=THAT_TAKES_A_WHILE))
    listener = Listener(executor)
    listener.until_begun(slow)
    (quick,) = executor.submit(instant())
    ends = listener.until_ended(quick, slow)
    assert list(listener.ends) == [quick, slow]
    assert all(isinstance(end, Made) for end in ends.values())


def test_beside_slow_work_there_is_room_for_quick_work_alone(executor: Executor) -> None:
    assert (executor.free(Lane.QUICK), executor.free(Lane.SLOW)) == (1, 1)
    (slow,) = executor.submit(painting(side=THAT_TAKES_A_WHILE))
    assert (executor.free(Lane.QUICK), executor.free(Lane.SLOW)) == (2, 0)
    executor.stop(slow)
    assert isinstance(end_of(executor, slow), Stopped)
    assert (executor.free(Lane.QUICK), executor.free(Lane.SLOW)) == (1, 1)


def test_one_quick_piece_of_work_is_taken_at_a_time(executor: Executor) -> None:
    (quick,) = executor.submit(instant())
    assert (executor.free(Lane.QUICK), executor.free(Lane.SLOW)) == (0, 0)
    end_of(executor, quick)
    assert executor.free(Lane.QUICK) == 1


def test_several_submitted_at_once_end_each_for_itself(executor: Executor) -> None:
    orders = [instant(photo(1)), instant(b"a letter"), instant(photo(3, size=(90, 120)))]
    first, bad, last = executor.submit(*orders)
    ends = Listener(executor).until_ended(first, bad, last)
    assert isinstance(ends[bad], BadImage)
    for handle, order in ((first, orders[0]), (last, orders[2])):
        end = ends[handle]
        assert isinstance(end, Made)
        assert recipe_in(end.data) == order[0]


def test_how_many_are_better_made_together_is_known_once_it_is_warm(executor: Executor) -> None:
    assert executor.together(painting()[0]) == 1
    assert executor.together(instant()[0]) == (1 if executor.device == "cpu" else 8)


def test_the_operator_is_told_where_it_paints(executor: Executor) -> None:
    made(executor, instant())
    assert executor.device in ("cpu", "cuda")
    assert executor.threads >= 1


def test_a_wait_for_news_is_ended_by_whoever_has_other_news(executor: Executor) -> None:
    executor.news(0)
    executor.wake()
    assert executor.news(60) == []


@pytest.mark.parametrize("name", MAKERS)
def test_closing_in_the_middle_of_a_painting_ends_it(name: str) -> None:
    executor = MAKERS[name]()
    (handle,) = executor.submit(painting(side=THAT_TAKES_A_WHILE))
    until(lambda: any(isinstance(one, Progress) for one in executor.news(0.2)) or None, seconds=60)
    executor.close()
    assert not [one for one in executor.news(0) if isinstance(one, Ended) and isinstance(one.end, Made)]
    assert handle
