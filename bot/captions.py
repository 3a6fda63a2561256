"""What the living message says in each state of its job. Pure."""

import math

from bot.dials import STANDARD, percent
from bot.presets import Preset, Presets
from bot.texts import Texts
from storage.jobs import Job, Lane
from storage.queue import Place


def waiting_text(job: Job, place: Place, texts: Texts) -> str:
    """Place in line, and when it is known the time until the painting is ready."""
    if job.request.lane is Lane.INSTANT and not place.ahead:
        return texts.starting
    standing = texts.in_line(place.ahead) if place.ahead else texts.next_in_line
    if place.eta_seconds is None:
        return f"{standing}."
    return f"{standing} · {texts.ready_in.format(duration=texts.duration(rounded_up(place.eta_seconds)))}"


def painting_text(job: Job, place: Place, texts: Texts) -> str:
    if job.progress <= 0 and job.preview is None:
        return texts.starting
    painting = texts.painting.format(percent=math.floor(job.progress * 100))
    if place.eta_seconds is None:
        return painting
    return f"{painting} · {texts.left.format(duration=texts.duration(rounded_up(place.eta_seconds)))}"


def result_text(job: Job, presets: Presets, texts: Texts) -> str:
    style = " · ".join([style_label(job, presets, texts), *turned_dials(job, texts)])
    if job.paint_seconds is None:
        return texts.done.format(style=style)
    return texts.done_in.format(style=style, duration=texts.duration(max(1.0, job.paint_seconds)))


def failure_text(job: Job, texts: Texts) -> str:
    if job.failure is None:
        return texts.went_wrong
    image = texts.style_image if job.failed_image == "style" else texts.content_image
    return texts.failures[job.failure].format(image=image)


def style_label(job: Job, presets: Presets, texts: Texts) -> str:
    preset = presets.get(job.request.recipe.styles[0].preset)
    return _with_artist(preset, texts) if preset else texts.own_style


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
