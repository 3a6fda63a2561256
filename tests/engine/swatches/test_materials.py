"""Laws of what the swatches are made of: noise, cells, colour, relief and strokes."""

import numpy as np
import pytest

from engine.swatches.canvas import coordinates, finish
from engine.swatches.noise import CELLS, cells, gradient_noise, octaves, smoothstep
from engine.swatches.palette import blend, colours, lighter, ramp
from engine.swatches.relief import light
from engine.swatches.strokes import Brush, Painting, Strokes, scatter, straight, trace


def test_noise_vanishes_on_its_lattice_and_stays_in_bounds() -> None:
    whole = np.arange(12, dtype=np.float32)
    x, y = coordinates(64)

    assert np.abs(gradient_noise(whole, whole[::-1], 3)).max() < 1e-6
    assert np.abs(octaves(x * 9, y * 9, 3)).max() < 1.2


def test_noise_is_continuous_across_cells() -> None:
    y = np.linspace(0, 4, 200, dtype=np.float32)
    left, right = gradient_noise(0 * y + 2 - 1e-4, y, 5), gradient_noise(0 * y + 2 + 1e-4, y, 5)

    assert np.abs(left - right).max() < 1e-3


def test_noise_of_points_equals_noise_of_the_picture_they_lie_in() -> None:
    x, y = coordinates(96)
    picture = gradient_noise(x * 5, y * 5, 1)

    assert np.array_equal(picture[::37, 11], gradient_noise(x[::37, 11] * 5, y[::37, 11] * 5, 1))


def test_a_point_belongs_to_the_nearest_site_and_a_border_is_half_way() -> None:
    x, y = coordinates(48)
    bed = cells(x * 6, y * 6, 2)
    owners, first = np.unique(bed.owner, return_index=True)
    sites = np.stack([(x * 6 - bed.dx).ravel()[first], (y * 6 - bed.dy).ravel()[first]], axis=-1)
    points = np.stack([x * 6, y * 6], axis=-1).reshape(-1, 2)
    distances = np.sort(np.linalg.norm(points[:, None] - sites, axis=-1), axis=1)

    assert owners.max() < CELLS
    assert np.allclose(np.hypot(bed.dx, bed.dy).ravel(), distances[:, 0], atol=1e-4)
    assert (bed.border.ravel() <= (distances[:, 1] - distances[:, 0]) / 2 + (distances[:, 0]) + 1e-4).all()
    assert bed.border.min() >= 0


@pytest.mark.parametrize("code", ["000000", "ffffff", "1b2a6b", "eeb72f", "c8402a"])
def test_colours_survive_the_way_to_oklab_and_back(code: str) -> None:
    canvas = np.broadcast_to(colours(code), (4, 4, 3))

    pixel = finish(canvas).getpixel((0, 0))

    assert isinstance(pixel, tuple)
    assert np.abs(np.array(pixel) - np.frombuffer(bytes.fromhex(code), np.uint8)).max() <= 1


def test_a_ramp_starts_and_ends_with_its_first_and_last_stop() -> None:
    stops = colours("102030", "808080", "f0e0c0")

    assert np.allclose(ramp(stops, np.array([-1.0, 0.5, 2.0])), stops, atol=1e-6)


def test_blending_by_nothing_changes_nothing_and_lightening_keeps_the_hue() -> None:
    under, over = colours("102030", "808080"), colours("ff0000", "00ff00")

    assert np.array_equal(blend(under, over, np.zeros(2)), under)
    assert np.array_equal(lighter(under, 0.1)[:, 1:], under[:, 1:])


def test_flat_ground_stays_as_it_is_under_the_lamp_and_slopes_to_it_brighten() -> None:
    x, y = coordinates(16)
    lab = np.broadcast_to(colours("808080"), (*x.shape, 3)).astype(np.float32)

    assert np.allclose(light(lab, 0 * x), lab)
    assert (light(lab, x + y)[..., 0] > lab[..., 0]).all()
    assert (light(lab, -x - y)[..., 0] < lab[..., 0]).all()


def test_smoothstep_turns_round_when_its_ends_are_swapped() -> None:
    t = np.linspace(-1, 2, 31)

    assert np.allclose(smoothstep(0, 1, t) + smoothstep(1, 0, t), 1)


def test_a_traced_path_follows_its_flow_and_has_the_length_that_was_asked_for() -> None:
    middles, lengths = np.array([[0.5, 0.5], [0.2, 0.7]]), np.array([0.3, 0.1])

    level = trace(lambda x, y: 0 * x, middles, lengths, steps=9)

    assert np.allclose(level[..., 1], middles[:, None, 1])
    assert np.allclose(level[:, -1, 0] - level[:, 0, 0], lengths)


def test_scattered_points_cover_every_corner() -> None:
    points = scatter(400, np.random.default_rng(1))
    counts, _, _ = np.histogram2d(points[:, 0], points[:, 1], bins=5, range=[[0, 1], [0, 1]])

    assert counts.min() >= 6


def test_a_wet_stroke_leaves_no_hole_and_a_later_one_lies_on_top() -> None:
    rng = np.random.default_rng(1)
    ground, first, second = colours("000000", "ff0000", "0000ff")
    painting = Painting(np.broadcast_to(ground, (200, 200, 3)))
    brush = Brush(ragged=0.0, tone=0.0, taper=0.0)
    level, upright = (straight(np.array([[0.5, 0.5]]), np.array([0.8]), np.array([a])) for a in (0.0, np.pi / 2))

    for path, paint in ((level, first), (upright, second)):
        painting.lay(Strokes(path, np.array([0.2]), paint[None], paint[None]), brush, rng)

    assert np.allclose(painting.colour[85:115, 85:115], second, atol=1e-5)
    assert np.allclose(painting.colour[85:115, 30:70], first, atol=1e-5)
    assert np.array_equal(painting.colour[10, 10], ground)
    assert (painting.height >= 0).all()
