"""How paintings are ordered: as a first answer, with all care, the other way round; in the size of the chat. Pure."""

from dataclasses import replace

from bot.dials import turned_as_said
from bot.draft import Paint
from bot.phrases import AS_USUAL, How
from bot.settings import Settings
from bot.sizes import side_in, sizes_offered
from storage.names import ImageRef
from storage.work.painting import OPTIMISE, Painting
from storage.work.styles import Style


def first_answer(painting: Painting, chosen: int | None, settings: Settings, how: How = AS_USUAL) -> Painting:
    """As photos are first answered here, with the same dials but for what is said. `chosen`: the chat's size."""
    said = turned_as_said(replace(painting, method=settings.default_method, init=None), how)
    return _sized(said, max(sizes_offered(settings)) if how.is_large else chosen, settings)


def each_by_itself(paint: Paint) -> list[Paint]:
    return [replace(paint, content=content, also=()) for content in (paint.content, *paint.also)]


def painting_of(paint: Paint) -> Painting:
    styles = paint.styles or tuple(Style(image=picture.image) for picture in paint.pictures)
    return Painting(content=paint.content.image, styles=styles)


def proper(painting: Painting, result: ImageRef, chosen: int | None, settings: Settings) -> Painting:
    """Painted with all care, beginning with the painting that is there."""
    return _sized(replace(painting, method=OPTIMISE, init=result), chosen, settings)


def can_swap(painting: Painting) -> bool:
    """Between two pictures of the person: a preset is nobody's content, and a blend has no one style."""
    return len(painting.styles) == 1 and not painting.styles[0].preset


def swapped(painting: Painting) -> Painting:
    """Content and style the other way round."""
    return replace(painting, content=painting.styles[0].image, styles=(Style(image=painting.content),))


def savable_style(painting: Painting) -> Style | None:
    """The one style picture, where it has no name yet."""
    style = painting.styles[0]
    is_nameless = not (style.preset or style.own or style.title)
    return style if len(painting.styles) == 1 and is_nameless else None


def _sized(painting: Painting, chosen: int | None, settings: Settings) -> Painting:
    return replace(painting, longest_side=side_in(painting.lane, chosen, settings))
