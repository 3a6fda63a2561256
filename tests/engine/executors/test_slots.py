"""How much work an executor takes with one pair of hands."""

import pytest

from engine.executors.slots import QUICK_AHEAD, free_slots
from storage.work.work import Lane

QUICK, SLOW = Lane.QUICK, Lane.SLOW


def test_an_idle_one_takes_one_of_either_lane_so_that_the_queue_decides() -> None:
    assert (free_slots([], QUICK), free_slots([], SLOW)) == (1, 1)
    assert (free_slots([QUICK], QUICK), free_slots([QUICK], SLOW)) == (0, 0)


@pytest.mark.parametrize("quick", range(4))
def test_beside_a_slow_one_there_is_room_for_a_few_quick_ones(quick: int) -> None:
    in_hand = [SLOW, *quick * [QUICK]]
    assert free_slots(in_hand, QUICK) == max(0, QUICK_AHEAD - quick)
    assert free_slots(in_hand, SLOW) == 0
