"""The words both processes share: jobs, recipes, claims. Pure types, no database."""

import json
from dataclasses import asdict, dataclass, field, replace
from enum import IntEnum, StrEnum
from typing import NewType

JobId = NewType("JobId", int)
ImageRef = NewType("ImageRef", str)
"""The sha256 of the image's bytes, 64 hexadecimal digits."""

SHEET = "sheet"
"""The method of a contact sheet: a small numbered painting in each of the styles, not one in a blend of them."""
TILES_A_ROW = 5
"""Of a contact sheet, and so of the buttons under it."""
TILES_A_PAGE = 20


class JobState(StrEnum):
    QUEUED = "queued"
    LEASED = "leased"
    SUCCEEDED = "succeeded"
    DEAD = "dead"
    CANCELLED = "cancelled"


class Lane(IntEnum):
    """Jobs of a lower lane are always claimed first, so a quick painting never waits behind a long one."""

    INSTANT = 0
    PROPER = 1


class FailureReason(StrEnum):
    """Why there is no painting, in a form the bot can put into a person's language."""

    NOT_AN_IMAGE = "not_an_image"
    DAMAGED = "damaged"
    UNSUPPORTED_FORMAT = "unsupported_format"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_SMALL = "too_small"
    TOO_LONG_AND_THIN = "too_long_and_thin"
    IMAGE_GONE = "image_gone"
    OUT_OF_MEMORY = "out_of_memory"
    ENGINE_DIED = "engine_died"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """One style image and its share of the painting. Only image and weight are the engine's business."""

    image: ImageRef
    weight: float = 1.0
    preset: str = ""
    """A preset's key, or empty."""
    own: str = ""
    """What a person calls a style of their own. For their eyes only: it is written into no picture."""
    title: str = ""
    """What the painting's metadata calls it: a preset's name with artist and year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Everything needed to paint again, apart from the content image."""

    styles: tuple[Style, ...]
    method: str = "optimise"
    longest_side: int = 512
    """Pixels of the painting's longer side; of a contact sheet, of each tile's."""
    strength: float = 1.0
    """Alpha: 0 keeps the content, 1 is full style."""
    brush_size: float = 1.0
    """Style scale: 2 makes strokes twice as large."""
    keep_colours: bool = False
    keep_faces: bool = True
    """In a face the painting keeps closer to the photo."""
    seed: int = 0
    init: ImageRef | None = None
    """A painting to start from instead of the content."""
    first_number: int = 1
    """Of a contact sheet: what its first tile is numbered."""

    def for_everybody(self) -> "Recipe":
        """Without what a person calls their own styles: for a file that goes from hand to hand."""
        return replace(self, styles=tuple(replace(style, own="") for style in self.styles))

    def to_json(self) -> str:
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "Recipe":
        fields = json.loads(text)
        return cls(**{**fields, "styles": tuple(Style(**style) for style in fields["styles"])})


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRequest:
    """What the bot asks for. The same `key` a second time is the same job."""

    key: str
    chat_id: int
    user_id: int
    thread_id: int | None = None
    reply_to: int | None = None
    """The message that the living message answers."""
    living_message_id: int | None = None
    """The message that becomes the painting, where it is known already (a button was pressed under it)."""
    content: ImageRef
    recipe: Recipe
    lane: Lane = Lane.PROPER
    instead_of: JobId | None = None
    """A job of the same wish that this one takes the place of, and the living message, if it has one by then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One lease on one job. `attempt` counts from 1 and is the fencing token of every later write."""

    job_id: JobId
    attempt: int
    content: ImageRef
    recipe: Recipe
    lane: Lane


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job as it stands now, for reading."""

    id: JobId
    request: JobRequest
    state: JobState
    attempt: int
    cancel_requested: bool
    progress: float
    """Fraction done, 0 to 1; never goes back within an attempt."""
    preview: ImageRef | None
    result: ImageRef | None
    failure: FailureReason | None
    failed_image: str
    """Which image was at fault: "content", "style", or empty when none was."""
    living_message_id: int | None
    created_at: float
    paint_seconds: float | None = field(default=None)
