"""Painting in one pass of our own network: any style, any size, well under a second."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
import torch.nn.functional as F
from safetensors.torch import load as load_safetensors
from torch import Tensor

from engine.methods import Dials, OnStep, Region, Sitting, Step, Weights
from engine.methods.colour import palette_of, turned, with_colours_of
from engine.methods.library import Library, digest
from engine.nets.norms import FoldedNorms, KnownNorms, MeasuredNorms, Moments, Norms
from engine.nets.packing import unpacked
from engine.nets.painter import CANVAS_SIDE, SIGNATURE_TAPS, Corner, Painter, both_views, signature_of
from engine.nets.vgg import Vgg19, best_dtype

STYLE_SIDE = 448
"""Pixels of a style's shorter side, at brush size 1, when its signature is read."""
EXACT_PIXELS = 448 * 448
"""Up to here, where two views would double the time, a picture's own moments are measured at full size; above, in a
thumbnail, upright and on its side."""
THUMBNAIL_SIDE = 320
"""Pixels of either side, whatever the picture's shape, so that it has one shape upright and on its side. Near to the
size that the network was trained at: larger ones cost more and lead no nearer to the style."""
TILE = 2560
"""A multiple of what the network works in, as the overlap is."""
OVERLAP = 168
"""Pixels around a tile that the network sees and does not keep: more than its receptive field's radius."""
KEPT_BYTES = 2 << 20
"""Some 270 looks."""
MATCHED = 0.5
"""How far a painting's colours are brought to the styles' own, 1 being all the way. Colours that are stretched stretch
strokes and grain, too, and some beyond what a screen can show: an outside judge finds all the way farther from style
and photo than half of it (docs/lab/colours.md)."""
CORNER: Corner = (0, 0)
"""Of the canvas."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a single pass knows of its styles: their channel statistics, and their colours."""

    signature: Tensor
    """(1, SIGNATURE_LENGTH)."""
    colour: Tensor
    """The mean colour, (1, 3, 1, 1)."""
    spread: Tensor
    """The symmetric root of the colours' covariance, (3, 3)."""

    @property
    def kept_bytes(self) -> int:
        return self.signature.nbytes + self.colour.nbytes + self.spread.nbytes

    def towards(self, other: "Look", share: float) -> "Look":
        """This look at 0, the other at 1."""
        return Look(
            torch.lerp(self.signature, other.signature, share),
            torch.lerp(self.colour, other.colour, share),
            torch.lerp(self.spread, other.spread, share),
        )


class Instant:
    """The looks of the last styles are kept, so that a style costs its reading once."""

    def __init__(self, painter: Painter, vgg: Vgg19) -> None:
        self.painter = painter
        self.vgg = vgg
        self._looks: Library[Look] = Library(most_bytes=KEPT_BYTES)

    @torch.inference_mode()
    def paint(
        self,
        content: Tensor,
        styles: Sequence[tuple[Tensor, float]],
        dials: Dials,
        *,
        init: Tensor | None = None,
        regions: Sequence[Region] = (),
        on_step: OnStep,
    ) -> Tensor:
        """`init` and `regions` are of no use to a single pass and are ignored.

        Another seed looks at another part of the styles and paints on another part of the canvas.
        """
        content = content.to(self.vgg.device)
        if dials.strength <= 0:
            return content.clone()
        look = self.blend(content, styles, dials)
        on_step(Step(0.3, content))
        painted = self.paint_signature(content, look.signature, [corner_for(dials.seed)])
        painted = finished(painted, look, content, dials)
        on_step(Step(1.0, painted))
        return painted

    @torch.inference_mode()
    def paint_together(self, sittings: Sequence[Sitting[Tensor]]) -> list[Tensor]:
        """Each as `paint` does it, all in one pass. Their contents have one shape."""
        contents = [content.to(self.vgg.device) for content, _, _ in sittings]
        looks = [
            self.blend(content, styles, dials) for content, (_, styles, dials) in zip(contents, sittings, strict=True)
        ]
        corners = [corner_for(dials.seed) for _, _, dials in sittings]
        painted = self.paint_signature(torch.cat(contents), torch.cat([look.signature for look in looks]), corners)
        return [
            finished(one, look, content, dials) if dials.strength > 0 else content.clone()
            for one, look, content, (_, _, dials) in zip(
                torch.split(painted, 1), looks, contents, sittings, strict=True
            )
        ]

    def blend(self, content: Tensor, styles: Sequence[tuple[Tensor, float]], dials: Dials) -> Look:
        """The weighted mean of the styles' looks; its signature drawn towards the content's own by 1 - strength."""
        whole, mixed = 0.0, None
        for style, weight in styles:
            look, whole = self.look(part_of(style, dials.seed), dials.brush_size), whole + weight
            mixed = look if mixed is None else mixed.towards(look, weight / whole)
        if mixed is None:
            raise ValueError("a painting needs a style")
        if dials.strength == 1:
            return mixed
        own = self.look(content, 1.0).signature
        return replace(mixed, signature=torch.lerp(own, mixed.signature, dials.strength))

    @torch.inference_mode()
    def look(self, style: Tensor, brush_size: float) -> Look:
        """From memory when this very picture was read before."""
        key = (digest(style, every=4), brush_size)
        return self._looks.get(key, lambda: self._read(style, brush_size))

    def _read(self, style: Tensor, brush_size: float) -> Look:
        scale = STYLE_SIDE * brush_size / min(style.shape[-2:])
        scale = min(scale, 1.0) if brush_size <= 1 else scale
        # In multiples of 16: at other widths a convolution takes a third longer.
        size = [max(16, 16 * round(side * scale / 16)) for side in style.shape[-2:]]
        small = F.interpolate(style.to(self.vgg.device), size, mode="bicubic", antialias=True).clamp(0, 1)
        palette = palette_of(small)
        signature = signature_of(self.vgg.features(small, SIGNATURE_TAPS))
        return Look(signature, palette.mean, palette.spread)

    @torch.inference_mode()
    def paint_signature(self, content: Tensor, signature: Tensor, corners: Sequence[Corner] = (CORNER,)) -> Tensor:
        """(batch, 3, h, w) painted with (batch, SIGNATURE_LENGTH) signatures.

        `corners`: the places on the canvas where the pictures begin, or the one where all do.
        """
        code = self.painter.code(signature)
        pixels = content.shape[-2] * content.shape[-1]
        if pixels <= EXACT_PIXELS:
            return self._pass(content, MeasuredNorms(code), corners)
        moments = self._moments_of_both_views(content, code, corners)
        if len(content) > 1:
            return self._in_tiles(content, KnownNorms(code, moments), corners)
        return self._in_tiles(content, FoldedNorms(self.painter.convolutions(), code, moments), corners)

    def _moments_of_both_views(self, content: Tensor, code: Tensor, corners: Sequence[Corner]) -> list[Moments]:
        """Those of the content's thumbnail and of the thumbnail laid on its side, as one.

        By its own alone, a photo of level furrows is normalised until what is level in it is as weak, and what is
        upright as strong, as in the style: then upright streaks fill its sky.
        """
        size = (THUMBNAIL_SIDE, THUMBNAIL_SIDE)
        thumbnail = F.interpolate(content, size, mode="bicubic", antialias=True).clamp(0, 1)
        norms = MeasuredNorms(code, views=2)
        self._pass(both_views(thumbnail), norms, [*corners, *corners] if len(corners) > 1 else corners)
        return norms.moments

    def _in_tiles(self, content: Tensor, norms: Norms, corners: Sequence[Corner]) -> Tensor:
        height, width = content.shape[-2:]
        if max(height, width) <= TILE + 2 * OVERLAP:
            return self._pass(content, norms, corners)
        painted = torch.empty_like(content)
        for top in range(0, height, TILE):
            for left in range(0, width, TILE):
                above, before = min(top, OVERLAP), min(left, OVERLAP)
                seen = content[..., top - above : top + TILE + OVERLAP, left - before : left + TILE + OVERLAP]
                begins = [(down + top - above, across + left - before) for down, across in corners]
                tile = self._pass(seen, norms, begins)
                tile = tile[..., above : above + TILE, before : before + TILE]
                painted[..., top : top + TILE, left : left + TILE] = tile
        return painted

    def _pass(self, content: Tensor, norms: Norms, corners: Sequence[Corner]) -> Tensor:
        kind = next(self.painter.parameters()).dtype
        canvas = torch.cat([self.painter.canvas(content.shape[-2], content.shape[-1], corner) for corner in corners])
        return self.painter.paint(content.to(kind).contiguous(memory_format=torch.channels_last), norms, canvas)


def corner_for(seed: int) -> Corner:
    """Each seed has its own part of the canvas, so that other strokes come where a photo is plain."""
    if not seed:
        return CORNER
    top, left = (2 * torch.randint(CANVAS_SIDE, (2,), generator=torch.Generator().manual_seed(seed))).tolist()
    return top, left


def part_of(style: Tensor, seed: int) -> Tensor:
    """For seed 0 the whole picture; for each other a part of its own, three fifths of either side."""
    if not seed:
        return style
    across, down = torch.rand(2, generator=torch.Generator().manual_seed(seed)).tolist()
    rows, columns = (max(1, round(side * 0.6)) for side in style.shape[-2:])
    top, left = round(down * (style.shape[-2] - rows)), round(across * (style.shape[-1] - columns))
    return style[..., top : top + rows, left : left + columns]


def finished(painted: Tensor, look: Look, content: Tensor, dials: Dials) -> Tensor:
    """In the colours that are wanted: the styles', or the content's own."""
    painted = recoloured(painted, look, dials.strength)
    return with_colours_of(painted, content) if dials.keep_colours else painted


def recoloured(painted: Tensor, look: Look, strength: float) -> Tensor:
    """With the mean and covariance of its colours, which a single pass meets only roughly, nearer to the styles'."""
    own, share = palette_of(painted[..., ::2, ::2]), MATCHED * strength
    turn = torch.lerp(torch.eye(3).to(painted), look.spread @ own.gather, share)
    mean = torch.lerp(own.mean, look.colour, share)
    return turned(painted, turn).add_(mean - turned(own.mean, turn)).clamp_(0, 1)


def load(*, device: torch.device, weights: Weights) -> Instant:
    painter = Painter()
    painter.load_state_dict(unpacked(load_safetensors(weights.painter)))
    dtype = best_dtype(device)
    for convolution in [*painter.convolutions(), painter.colour]:
        convolution.to(dtype)
    painter = painter.to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]
    reader = Vgg19(weights.vgg19, device=device, deepest=SIGNATURE_TAPS[-1])
    return Instant(painter.eval().requires_grad_(False), reader)
