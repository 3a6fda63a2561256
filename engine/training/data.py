"""The training pictures: folders of files held in memory, a byte a colour of each pixel, and random crops of them."""

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from torch import Generator, Tensor

SUFFIXES = (".jpg", ".jpeg", ".png", ".webp")


class BadPictures(Exception):
    """A folder's pictures are none to train with: the message says what to change there."""


def read_folder(folder: Path, *, short_side: int) -> list[Tensor]:
    """Every picture as uint8 (3, h, w), reduced until its shorter side is at most `short_side`. Raises BadPictures."""
    if not folder.is_dir():
        raise BadPictures(f"there is no folder {folder}")
    files = sorted(file for file in folder.iterdir() if file.suffix.lower() in SUFFIXES)
    if not files:
        raise BadPictures(f"there are no pictures ({', '.join(SUFFIXES)}) in {folder}")
    with ThreadPoolExecutor() as pool:
        return list(pool.map(lambda file: _read(file, short_side), files))


def _read(file: Path, short_side: int) -> Tensor:
    try:
        with Image.open(file) as image:
            image.draft("RGB", (short_side, short_side))
            shrink = min(1.0, short_side / min(image.size))
            size = [max(1, round(side * shrink)) for side in image.size]
            small = image.convert("RGB").resize((size[0], size[1]), Image.Resampling.LANCZOS)
    except OSError as error:
        raise BadPictures(f"{file} cannot be read as a picture ({error}): mend it or move it elsewhere") from error
    return torch.from_numpy(np.array(small)).permute(2, 0, 1)


@dataclass(frozen=True, slots=True)
class Crops:
    """Square crops of random place, size, flip and rotation; the same generator state gives the same crops."""

    pictures: Sequence[Tensor]
    side: int
    zoom: tuple[float, float]
    """Pixels of a crop for each pixel of its picture, at least and at most; no crop reaches beyond its picture."""
    rotated: float = 0.0
    """The share of crops that are rotated by any angle. What people frame and paint is mostly upright or level, and a
    network that saw nothing else makes upright and level strokes of its own where the photo has none to follow."""

    def draw(self, count: int, generator: Generator) -> Tensor:
        """(count, 3, side, side) RGB of 0 to 1, each from another picture as long as there are others."""
        order = torch.randperm(len(self.pictures), generator=generator).tolist()
        return torch.stack([self._crop(self.pictures[order[index % len(order)]], generator) for index in range(count)])

    def _crop(self, picture: Tensor, generator: Generator) -> Tensor:
        share, across, down, flip, rotation, turn = torch.rand(6, generator=generator).tolist()
        angle = 2 * math.pi * turn if rotation < self.rotated else 0.0
        reach = abs(math.cos(angle)) + abs(math.sin(angle))
        height, width = picture.shape[-2:]
        least, most = self.zoom
        edge = max(1, min(height, width, round(reach * self.side / (least * (most / least) ** share))))
        top, left = round(down * (height - edge)), round(across * (width - edge))
        crop = picture[:, top : top + edge, left : left + edge].float()[None] / 255
        side = round(reach * self.side)
        sized = F.interpolate(crop, (side, side), mode="bilinear", antialias=True, align_corners=False)
        if angle:
            sized = _rotated(sized, angle, self.side)
        return sized[0].flip(-1) if flip < 0.5 else sized[0]


def _rotated(picture: Tensor, angle: float, side: int) -> Tensor:
    """The square of `side` pixels in the middle of a larger one, rotated by `angle` radians; (1, 3, side, side)."""
    cosine, sine = math.cos(angle), math.sin(angle)
    matrix = torch.tensor([[[cosine, -sine, 0], [sine, cosine, 0]]]) * (side / picture.shape[-1])
    grid = F.affine_grid(matrix, [1, 3, side, side], align_corners=False)
    return F.grid_sample(picture, grid, mode="bicubic", padding_mode="reflection", align_corners=False).clamp(0, 1)


@dataclass(frozen=True, slots=True)
class StyleCrops:
    """Mostly paintings; now and then what else people send: photos, drawings, engravings, plain colours and fields."""

    paintings: Crops
    photos: Crops

    def draw(self, count: int, generator: Generator) -> Tensor:
        styles = self.paintings.draw(count, generator)
        for index, kind in enumerate(torch.rand(count, generator=generator).tolist()):
            if kind < 0.06:
                styles[index] = self.photos.draw(1, generator)[0]
            elif kind < 0.08:
                styles[index] = line_drawing(styles[index])
            elif kind < 0.10:
                styles[index] = plain(styles[index], generator)
            elif kind < 0.18:
                styles[index] = fields(styles[index], generator)
            elif kind < 0.23:
                styles[index] = engraving(styles[index], generator)
            elif kind < 0.33:
                styles[index] = styles[index][torch.randperm(3, generator=generator)]
        return styles


def line_drawing(picture: Tensor) -> Tensor:
    """Dark lines on white where the picture's brightness changes, (3, h, w)."""
    grey = F.pad(picture.mean(dim=0)[None, None], (1, 1, 1, 1), mode="replicate")
    across = grey[..., 1:-1, 2:] - grey[..., 1:-1, :-2]
    down = grey[..., 2:, 1:-1] - grey[..., :-2, 1:-1]
    return (1 - 4 * torch.hypot(across, down)[0]).clamp(0, 1).expand(3, -1, -1)


def plain(picture: Tensor, generator: Generator) -> Tensor:
    """The picture's mean colour with a trace of paper grain, (3, h, w)."""
    grain = 0.02 * torch.randn(1, *picture.shape[1:], generator=generator)
    return (picture.mean(dim=(1, 2), keepdim=True) + grain).clamp(0, 1)


def fields(picture: Tensor, generator: Generator) -> Tensor:
    """The picture as a few plain rectangles of uneven sizes, every other time with dark lines between, (3, h, w)."""
    few, seams = picture, torch.zeros_like(picture[0])
    line, lined = torch.rand(2, generator=generator).tolist()
    for dimension in (1, 2):
        side = picture.shape[dimension]
        count = int(torch.randint(2, 9, (1,), generator=generator))
        ends = torch.rand(count, generator=generator).add_(0.15).cumsum(0)
        field = torch.bucketize(torch.arange(side) / side * float(ends[-1]), ends[:-1], right=True)
        few = _averaged(few, field, dimension)
        starts = F.pad(field.diff(), (1, 0)).float()
        wide = F.max_pool1d(starts[None], 2 * round(3 * line) + 1, stride=1, padding=round(3 * line))[0]
        seams = torch.maximum(seams, wide[:, None] if dimension == 1 else wide)
    return few * (1 - 0.9 * seams) if lined < 0.5 else few


def _averaged(picture: Tensor, field: Tensor, dimension: int) -> Tensor:
    """Each run of rows or columns of one field in their mean."""
    belongs = F.one_hot(field).to(picture)
    means = torch.tensordot(picture, belongs / belongs.sum(dim=0).clamp_min(1), dims=([dimension], [0]))
    spread: Tensor = torch.tensordot(means, belongs, dims=([2], [1]))
    return spread.movedim(2, dimension)


def engraving(picture: Tensor, generator: Generator) -> Tensor:
    """The picture in parallel lines of ink on paper, the wider the darker it is, as engravers shade; (3, h, w)."""
    turn, period, waves, warmth = torch.rand(4, generator=generator).tolist()
    height, width = picture.shape[1:]
    down, across = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    bright = F.avg_pool2d(picture.mean(dim=0)[None, None], 3, stride=1, padding=1, count_include_pad=False)[0, 0]
    spread = bright.quantile(torch.tensor([0.02, 0.98]))
    bright = ((bright - spread[0]) / (spread[1] - spread[0]).clamp_min(0.05)).clamp(0, 1)
    angle, pixels = math.pi * turn, 2.5 + 4.5 * period
    along = across * math.cos(angle) + down * math.sin(angle) + 8 * waves * (bright + torch.sin(down / 23.0))
    crest = 0.5 + 0.5 * torch.cos(2 * math.pi / pixels * along)
    ink: Tensor = ((crest - bright) * pixels / 1.5 + 0.5).clamp(0, 1)
    paper = torch.tensor([1.0, 1 - 0.1 * warmth, 1 - 0.25 * warmth]).view(3, 1, 1)
    return paper * (1 - 0.92 * ink)
