"""Painting in one forward pass (Johnson et al. 2016) of our own network: any style, any size, well under a second."""

from collections.abc import Sequence
from dataclasses import replace

import torch
import torch.nn.functional as F
from safetensors.torch import load as load_safetensors
from torch import Tensor

from engine.methods import BatchItem, Dials, OnStep, Region, Step, Weights
from engine.methods.cache import LruCache, digest
from engine.methods.colour.transfer import luminance_only_transfer
from engine.methods.instant.style_statistics import StyleStatistics, crop_for_seed, match_style_colours
from engine.nets.norms import FoldedNorms, KnownNorms, MeasuredNorms, Moments, Norms
from engine.nets.painter import CANVAS_SIDE, SIGNATURE_TAPS, Corner, Painter, both_views
from engine.nets.quantisation import dequantised
from engine.nets.reader import best_dtype
from engine.nets.vgg import Vgg19

EXACT_PIXELS = 448 * 448
"""Up to here, where two views would double the time, a picture's own moments are measured at full size; above, in a
thumbnail, upright and on its side."""
THUMBNAIL_SIDE = 320
"""Pixels of either side, whatever the picture's shape, so that it has one shape upright and on its side. Near to the
size that the network was trained at: larger ones cost more and lead no nearer to the style."""
TILE_SIDE = 2560
"""Pixels. A multiple of what the network works in, as the overlap is."""
OVERLAP = 168
"""Pixels around a tile that the network sees and does not keep: more than its receptive field's radius."""
KEPT_BYTES = 2 << 20
"""Of some 270 style images."""
CORNER: Corner = (0, 0)
"""Of the canvas."""


class Instant:
    """Statistics of the last style images are kept, so that a style costs its reading once."""

    def __init__(self, painter: Painter, vgg: Vgg19) -> None:
        self.painter = painter
        self.vgg = vgg
        self._statistics: LruCache[StyleStatistics] = LruCache(most_bytes=KEPT_BYTES)

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

        Another seed looks at another part of the style images and paints on another part of the canvas.
        """
        content = content.to(self.vgg.device)
        if dials.strength <= 0:
            return content.clone()
        style = self.blended(content, styles, dials)
        on_step(Step(0.3, content))
        painted = self.paint_signature(content, style.signature, [corner_for_seed(dials.seed)])
        painted = finished(painted, style, content, dials)
        on_step(Step(1.0, painted))
        return painted

    @torch.inference_mode()
    def paint_together(self, batch: Sequence[BatchItem[Tensor]]) -> list[Tensor]:
        """Each as `paint` does it, all in one pass. Their content images have one shape."""
        contents = [content.to(self.vgg.device) for content, _, _ in batch]
        blends = [
            self.blended(content, styles, dials) for content, (_, styles, dials) in zip(contents, batch, strict=True)
        ]
        corners = [corner_for_seed(dials.seed) for _, _, dials in batch]
        painted = self.paint_signature(torch.cat(contents), torch.cat([style.signature for style in blends]), corners)
        return [
            finished(one, style, content, dials) if dials.strength > 0 else content.clone()
            for one, style, content, (_, _, dials) in zip(torch.split(painted, 1), blends, contents, batch, strict=True)
        ]

    def blended(self, content: Tensor, styles: Sequence[tuple[Tensor, float]], dials: Dials) -> StyleStatistics:
        """The weighted mean of the style images' statistics; the signature is drawn towards the content image's own by
        1 - strength. Raises ValueError where there is no style."""
        whole, mixed = 0.0, None
        for image, weight in styles:
            whole += weight
            style = self.statistics(crop_for_seed(image, dials.seed), dials.brush_size)
            mixed = style if mixed is None else mixed.lerp(style, weight / whole)
        if mixed is None:
            raise ValueError("a painting needs a style")
        if dials.strength == 1:
            return mixed
        own = self.statistics(content, 1.0).signature
        return replace(mixed, signature=torch.lerp(own, mixed.signature, dials.strength))

    @torch.inference_mode()
    def statistics(self, style: Tensor, brush_size: float) -> StyleStatistics:
        """From memory when this very image was read before."""
        key = (digest(style, every=4), brush_size)
        return self._statistics.get(key, lambda: StyleStatistics.of(style, self.vgg, brush_size=brush_size))

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
        if max(height, width) <= TILE_SIDE + 2 * OVERLAP:
            return self._pass(content, norms, corners)
        painted = torch.empty_like(content)
        for top in range(0, height, TILE_SIDE):
            for left in range(0, width, TILE_SIDE):
                above, before = min(top, OVERLAP), min(left, OVERLAP)
                seen = content[..., top - above : top + TILE_SIDE + OVERLAP, left - before : left + TILE_SIDE + OVERLAP]
                begin_at = [(down + top - above, across + left - before) for down, across in corners]
                tile = self._pass(seen, norms, begin_at)
                tile = tile[..., above : above + TILE_SIDE, before : before + TILE_SIDE]
                painted[..., top : top + TILE_SIDE, left : left + TILE_SIDE] = tile
        return painted

    def _pass(self, content: Tensor, norms: Norms, corners: Sequence[Corner]) -> Tensor:
        dtype = next(self.painter.parameters()).dtype
        canvas = torch.cat([self.painter.canvas(content.shape[-2], content.shape[-1], corner) for corner in corners])
        return self.painter.paint(content.to(dtype).contiguous(memory_format=torch.channels_last), norms, canvas)


def corner_for_seed(seed: int) -> Corner:
    """Each seed has its own part of the canvas, so that other strokes come where a photo is plain."""
    if not seed:
        return CORNER
    top, left = (2 * torch.randint(CANVAS_SIDE, (2,), generator=torch.Generator().manual_seed(seed))).tolist()
    return top, left


def finished(painted: Tensor, style: StyleStatistics, content: Tensor, dials: Dials) -> Tensor:
    """In the colours that are wanted: the styles', or the content image's own."""
    painted = match_style_colours(painted, style, dials.strength)
    return luminance_only_transfer(painted, content) if dials.keep_colours else painted


def load(*, device: torch.device, weights: Weights) -> Instant:
    """Raises BadWeights."""
    painter = Painter()
    painter.load_state_dict(dequantised(load_safetensors(weights.painter)))
    dtype = best_dtype(device)
    for convolution in [*painter.convolutions(), painter.colour]:
        convolution.to(dtype)
    painter = painter.to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]
    reader = Vgg19(weights.vgg19, device=device, deepest=SIGNATURE_TAPS[-1])
    return Instant(painter.eval().requires_grad_(False), reader)
