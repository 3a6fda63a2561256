"""How much work an executor takes that has one pair of hands, and a lap for quick work between two steps. Pure."""

from collections.abc import Collection

from storage.work.work import Lane

QUICK_AHEAD = 2
"""Quick submissions in hand beside a slow one: while the first is made the next is at hand, so that a lap is used."""


def free_slots(in_hand: Collection[Lane], lane: Lane) -> int:
    """`in_hand`: the lanes of the submissions that have not ended.

    Beside a slow one there is room for quick ones. Otherwise one is taken at a time, so that the queue decides whose
    turn is next.
    """
    if Lane.SLOW not in in_hand:
        return 0 if in_hand else 1
    quick = sum(other is Lane.QUICK for other in in_hand)
    return max(0, QUICK_AHEAD - quick) if lane is Lane.QUICK else 0
