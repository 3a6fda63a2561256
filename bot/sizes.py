"""How large paintings are: what a chat may choose, within what the operator allows. Pure."""

from bot.settings import Settings
from storage.work.work import Lane

TIERS = (600, 1280, 2560)
"""Pixels of the longer side."""
LARGEST_PHOTO = 2560
"""Telegram's own clients show a photo no larger, so a larger picture goes out as a file. Its servers may make a photo
smaller; ⬇ sends the picture as it is."""


def sizes_offered(settings: Settings) -> list[int]:
    """The operator's own size is always among them."""
    return sorted({settings.longest_side, *(tier for tier in TIERS if tier <= settings.largest_side)})


def size_here(chosen: int | None, settings: Settings) -> int:
    """What the chat chose, unless the operator allows less by now."""
    return chosen if chosen is not None and chosen in sizes_offered(settings) else settings.longest_side


def side_in(lane: Lane, chosen: int | None, settings: Settings) -> int:
    """What takes minutes has a bound of its own, and is never larger than what is quick.

    A chat that chose no size has the operator's for either.
    """
    if lane is Lane.QUICK:
        return size_here(chosen, settings)
    return settings.proper_side if chosen is None else min(settings.proper_side, size_here(chosen, settings))


def largest_side_in(lane: Lane, settings: Settings) -> int:
    """That anybody may ask for."""
    return max(sizes_offered(settings)) if lane is Lane.QUICK else settings.proper_side
