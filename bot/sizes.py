"""How large paintings are: what a chat may choose, within what the operator allows. Pure."""

from bot.settings import INSTANT, Settings
from storage.jobs import Recipe

TIERS = (600, 1280, 2560)
"""Pixels of the longer side."""
LARGEST_PHOTO = 1280
"""Telegram's servers make a larger photo smaller, so a larger painting goes out as a file."""


def sizes_offered(settings: Settings) -> list[int]:
    """The operator's own size is always among them."""
    return sorted({settings.longest_side, *(tier for tier in TIERS if tier <= settings.largest_side)})


def size_here(chosen: int | None, settings: Settings) -> int:
    """What the chat chose, unless the operator allows less by now."""
    return chosen if chosen is not None and chosen in sizes_offered(settings) else settings.longest_side


def side_of(method: str, chosen: int | None, settings: Settings) -> int:
    """Of this method's paintings. Those that take minutes have a bound of their own, and are never larger than others.

    A chat that chose no size has the operator's for either.
    """
    if method == INSTANT:
        return size_here(chosen, settings)
    return settings.proper_side if chosen is None else min(settings.proper_side, size_here(chosen, settings))


def goes_as_file(recipe: Recipe) -> bool:
    return recipe.longest_side > LARGEST_PHOTO
