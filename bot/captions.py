"""What the living message says in each state of its job. Pure."""

import math

from bot.presets import Presets
from bot.texts import Texts
from storage.jobs import Job
from storage.queue import Place


def waiting_text(place: Place, texts: Texts) -> str:
    """Place in line, and when it is known the time until the painting is ready."""
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
    style = style_label(job, presets, texts)
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
    return preset.label(texts.code) if preset else texts.own_style


def rounded_up(seconds: float) -> float:
    """To 5 s below a minute, then to whole minutes: a forecast is no more exact than that."""
    step = 5 if seconds <= 55 else 60
    return max(step, math.ceil(seconds / step) * step)
