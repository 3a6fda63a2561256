"""`impasto again`: from a picture alone, with all that it was made from and how, the same picture."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from engine.__main__ import main
from engine.images import encode_result
from storage.store import IMAGES_NAME, Storage
from storage.work.painting import Painting
from storage.work.recipe import recipe_in
from tests.engine.corpus import encoded
from tests.engine.scene import contact_sheet, painting, photo, ref_of

pytestmark = pytest.mark.slow

Type = Callable[..., tuple[int, str, str]]


@pytest.fixture
def impasto(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Type:
    """Types a command in a folder with photo.jpg, style.jpg, other.jpg and mask.png: exit code, output, complaints."""
    for name, data in {
        "photo.jpg": photo(1),
        "style.jpg": photo(2),
        "other.jpg": photo(3),
        "mask.png": encoded(Image.linear_gradient("L"), "PNG"),
    }.items():
        (tmp_path / name).write_bytes(data)
    monkeypatch.chdir(tmp_path)
    for name in ("IMPASTO_DATA", "IMPASTO_VGG19_WEIGHTS", "IMPASTO_DEVICE", "IMPASTO_THREADS"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str) -> tuple[int, str, str]:
        try:
            code = main(arguments)
        except SystemExit as ended:
            code = int(ended.code or 0)
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def moved(tmp_path: Path, *names: str) -> Path:
    """Those files into a folder of their own."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    for name in names:
        (tmp_path / name).rename(folder / name)
    return folder


@pytest.mark.parametrize(
    "words",
    [
        ("--method", "instant", "--strength", "0.5", "--brush-size", "2", "--seed", "3", "--keep-colours"),
        (
            *("other.jpg", "--weights", "2", "1", "--region", "mask.png=2", "--init", "style.jpg"),
            *("--iterations", "3", "--style-layers", "relu1_1", "relu3_1:0.5", "--keep-colours", "palette"),
            *("--faces", "off"),
        ),
    ],
    ids=["instant", "with everything"],
)
def test_the_same_picture_comes_out_to_the_last_bit(impasto: Type, tmp_path: Path, words: tuple[str, ...]) -> None:
    styles = [word for word in words if word == "other.jpg"]
    options = [word for word in words if word != "other.jpg"]
    assert impasto("stylize", "photo.jpg", "style.jpg", *styles, "-o", "out.jpg", "--size", "64", *options)[0] == 0

    code, told, complaints = impasto("again", "out.jpg")

    assert (code, complaints) == (0, "")
    assert told.startswith("out-again.jpg: 64 × 48, made in ")
    assert (tmp_path / "out-again.jpg").read_bytes() == (tmp_path / "out.jpg").read_bytes()


def test_a_recipe_of_the_command_line_is_whole(impasto: Type, tmp_path: Path) -> None:
    impasto(
        *("stylize", "photo.jpg", "style.jpg", "-o", "out.jpg", "--size", "64", "--iterations", "2", "--tv", "0.5"),
        *("--region", "mask.png=keep", "--init", "other.jpg", "--strength", "0.75", "--seed", "9"),
    )
    recipe = recipe_in((tmp_path / "out.jpg").read_bytes())
    assert isinstance(recipe, Painting)
    assert recipe.inputs() == {
        "content": (ref_of(photo(1)),),
        "style": (ref_of(photo(2)),),
        "init": (ref_of(photo(3)),),
        "region": (ref_of((tmp_path / "mask.png").read_bytes()),),
    }
    assert recipe.regions[0].style is None
    assert (recipe.strength, recipe.seed) == (0.75, 9)
    assert recipe.settings == {"iterations": 2, "total_variation_weight": 0.5}


def test_a_contact_sheet_is_made_again_too(impasto: Type, tmp_path: Path) -> None:
    work, _ = contact_sheet(photo(2), photo(3), first_number=21)
    (tmp_path / "sheet.jpg").write_bytes(encode_result(Image.new("RGB", (132, 48)), work))
    assert impasto("again", "sheet.jpg", "-o", "made.jpg")[0] == 0
    made = (tmp_path / "made.jpg").read_bytes()
    assert recipe_in(made) == work
    with Image.open(BytesIO(made)) as image:
        assert image.size == (132, 48)


def test_what_it_was_made_from_is_found_elsewhere_and_in_the_data_folder(impasto: Type, tmp_path: Path) -> None:
    impasto("stylize", "photo.jpg", "style.jpg", "-o", "out.jpg", "--size", "64", "--method", "instant")
    elsewhere = moved(tmp_path, "photo.jpg", "style.jpg")

    code, _, complaints = impasto("again", "out.jpg", "--look-in", str(elsewhere))
    assert (code, complaints) == (0, "")

    (elsewhere / "photo.jpg").unlink()
    with Storage.open(tmp_path / "data") as storage:
        storage.images.put(photo(1))
    code, _, complaints = impasto("again", "out.jpg", "-o", "third.jpg", "--look-in", str(elsewhere))
    assert (code, complaints) == (0, "")
    assert (tmp_path / "third.jpg").read_bytes() == (tmp_path / "out.jpg").read_bytes()


def test_what_is_missing_is_named_in_one_line(impasto: Type, tmp_path: Path) -> None:
    impasto("stylize", "photo.jpg", "style.jpg", "other.jpg", "-o", "out.jpg", "--size", "64", "--method", "instant")
    moved(tmp_path, "photo.jpg", "other.jpg")

    code, told, complaints = impasto("again", "out.jpg")

    assert (code, told, complaints.count("\n")) == (2, "", 1)
    assert f"content {ref_of(photo(1))[:8]}, style {ref_of(photo(3))[:8]};" in complaints
    assert ref_of(photo(2))[:8] not in complaints
    assert not (tmp_path / "out-again.jpg").exists()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("photo.jpg", "photo.jpg tells no recipe"),
        ("nowhere.jpg", "cannot read nowhere.jpg: No such file"),
        ("odd.jpg", "optimise has no setting called 'magic'"),
    ],
)
def test_a_picture_that_says_nothing_useful_is_told_in_one_line(
    impasto: Type, tmp_path: Path, name: str, words: str
) -> None:
    work, _ = painting(settings={"magic": 3})
    (tmp_path / "odd.jpg").write_bytes(encode_result(Image.new("RGB", (64, 48)), work))
    code, _, complaints = impasto("again", name)
    assert (code, complaints.count("\n")) == (2, 1)
    assert words in complaints


def test_looking_makes_no_data_folder(impasto: Type, tmp_path: Path) -> None:
    impasto("stylize", "photo.jpg", "style.jpg", "-o", "out.jpg", "--size", "64", "--method", "instant")
    impasto("again", "out.jpg")
    assert not (tmp_path / "data" / IMAGES_NAME).exists()
    assert not (tmp_path / "data").exists()
