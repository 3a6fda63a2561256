"""What the living message says in each state of its job. Pure."""

import math
from collections.abc import Sequence

from bot.dials import STANDARD, percent
from bot.presets import Preset, Presets
from bot.sheets import Page, is_sheet, page_of
from bot.texts import Texts
from storage.jobs import Job, Lane, Style
from storage.queue import Place


def waiting_text(job: Job, place: Place, texts: Texts) -> str:
    """Place in line, and when it is known the time until the painting is ready."""
    if job.request.lane is Lane.INSTANT and not place.ahead:
        return starting_text(job, texts)
    standing = texts.in_line(place.ahead) if place.ahead else texts.next_in_line
    if place.eta_seconds is None:
        return f"{standing}."
    return f"{standing} · {texts.ready_in.format(duration=texts.duration(rounded_up(place.eta_seconds)))}"


def painting_text(job: Job, place: Place, texts: Texts) -> str:
    if job.progress <= 0 and job.preview is None:
        return starting_text(job, texts)
    painting = texts.painting.format(percent=math.floor(job.progress * 100))
    if place.eta_seconds is None:
        return painting
    return f"{painting} · {texts.left.format(duration=texts.duration(rounded_up(place.eta_seconds)))}"


def starting_text(job: Job, texts: Texts) -> str:
    """Says what an album means while there is nothing to see yet."""
    photos = [style for style in job.request.recipe.styles if _is_photo(style)]
    if len(photos) < 2:
        return texts.starting
    return f"{texts.starting} · {texts.first_in_others(len(photos))}"


def result_text(job: Job, presets: Presets, texts: Texts) -> str:
    if is_sheet(job):
        return sheet_text(texts.sheet_of_photo, page_of(job.request.recipe, presets))
    style = " · ".join([style_label(job, presets, texts), *turned_dials(job, texts)])
    if job.paint_seconds is None:
        return texts.done.format(style=style)
    return texts.done_in.format(style=style, duration=texts.duration(max(1.0, job.paint_seconds)))


def sheet_text(words: str, page: Page) -> str:
    """One line, because names between a contact sheet and its numbers would push the picture off a telephone."""
    return words.format(first=page.first, last=page.last, all=page.of)


def failure_text(job: Job, texts: Texts) -> str:
    if job.failure is None:
        return texts.went_wrong
    image = texts.style_image if job.failed_image == "style" else texts.content_image
    return texts.failures[job.failure].format(image=image)


def style_label(job: Job, presets: Presets, texts: Texts) -> str:
    """Own styles keep their names to themselves where others read along."""
    return styles_label(job.request.recipe.styles, presets, texts, is_private=job.request.chat_id > 0)


def styles_label(styles: Sequence[Style], presets: Presets, texts: Texts, *, is_private: bool) -> str:
    if len(styles) > 1:
        return _blend_label(styles, presets, texts, is_private)
    preset = presets.get(styles[0].preset)
    if preset:
        return _with_artist(preset, texts)
    return _name(styles[0], presets, texts, is_private) or texts.own_style


def _blend_label(styles: Sequence[Style], presets: Presets, texts: Texts, is_private: bool) -> str:
    """🌌 Starry Night + 🌊 Great Wave; with their shares where these differ."""
    photos = [style for style in styles if _is_photo(style)]
    if len(photos) == len(styles):
        return texts.photos_blend(len(photos))
    whole, is_equal = sum(style.weight for style in styles), len({style.weight for style in styles}) == 1
    return " + ".join(
        name if is_equal else f"{name} {percent(style.weight / whole)} %"
        for style, name in ((style, _name(style, presets, texts, is_private) or texts.your_photo) for style in styles)
    )


def _name(style: Style, presets: Presets, texts: Texts, is_private: bool) -> str:
    """Empty for a photo."""
    preset = presets.get(style.preset)
    if preset:
        return preset.label(texts.code)
    if style.own:
        return style.own if is_private else texts.a_style_of_your_own
    return style.title  # of a preset that was taken off the shelf since


def _is_photo(style: Style) -> bool:
    return not style.preset and not style.own


def turned_dials(job: Job, texts: Texts) -> list[str]:
    """What differs from how a painting is usually made."""
    recipe = job.request.recipe
    said = []
    if recipe.strength != STANDARD.strength:
        said.append(texts.strength.format(percent=percent(recipe.strength)))
    if recipe.brush_size != STANDARD.brush_size:
        said.append(texts.brush.format(size=texts.decimal(recipe.brush_size)))
    if recipe.keep_colours:
        said.append(texts.kept_colours)
    return said


def _with_artist(preset: Preset, texts: Texts) -> str:
    """🌌 Starry Night · Vincent van Gogh, 1889."""
    artist = ", ".join(filter(None, (preset.artist, preset.year)))
    return " · ".join(filter(None, (preset.label(texts.code), artist)))


def rounded_up(seconds: float) -> float:
    """To 5 s below a minute, then to whole minutes: a forecast is no more exact than that."""
    step = 5 if seconds <= 55 else 60
    return max(step, math.ceil(seconds / step) * step)
