"""`impasto` as it is typed: one line for every mistake, exit code 2, and nothing half-written."""

import os
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from engine.__main__ import main
from engine.commands import COMMANDS
from storage.work.painting import Painting
from storage.work.recipe import recipe_in
from tests.engine import corpus
from tests.engine.scene import photo

pytestmark = pytest.mark.slow

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def impasto(tmp_path: Path) -> Run:
    """Runs the command in a folder that holds photo.jpg and style.jpg."""
    (tmp_path / "photo.jpg").write_bytes(photo(1))
    (tmp_path / "style.jpg").write_bytes(photo(2))

    def run(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        project = str(Path(__file__).parents[2])
        clean = {key: value for key, value in os.environ.items() if not key.startswith("IMPASTO_")}
        return subprocess.run(
            [sys.executable, "-m", "engine", *arguments],
            cwd=tmp_path,
            env={**clean, "PYTHONPATH": project, **environment},
            capture_output=True,
            text=True,
            timeout=120,
        )

    return run


def test_a_photo_is_painted_from_the_command_line(impasto: Run, tmp_path: Path) -> None:
    done = impasto(
        "stylize", "photo.jpg", "style.jpg", "-o", "out.jpg", "--size", "64", "--seed", "3", "--faces", "off"
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("out.jpg: 64 × 48, painted in ")
    painting = (tmp_path / "out.jpg").read_bytes()
    recipe = recipe_in(painting)
    assert isinstance(recipe, Painting)
    assert (recipe.longest_side, recipe.seed, recipe.method) == (64, 3, "optimise")
    assert not recipe.keep_faces
    with Image.open(BytesIO(painting)) as image:
        assert (image.format, image.size) == ("JPEG", (64, 48))


def test_regions_and_inits_are_files_beside_the_photo(impasto: Run, tmp_path: Path) -> None:
    Image.linear_gradient("L").point(lambda grey: 255 * (grey > 127)).save(tmp_path / "lower=half.png")
    words = ("--size", "64", "--iterations", "2", "--region", "lower=half.png=keep", "--init", "style.jpg")

    done = impasto("stylize", "photo.jpg", "style.jpg", "-o", "out.jpg", *words)

    assert (done.returncode, done.stderr) == (0, "")
    with Image.open(tmp_path / "out.jpg") as painting, Image.open(tmp_path / "photo.jpg") as content:
        gap = ImageChops.difference(painting, content.resize(painting.size, Image.Resampling.LANCZOS)).convert("L")
    upper, lower = gap.crop((0, 0, 64, 22)), gap.crop((0, 26, 64, 48))
    assert ImageStat.Stat(lower).mean[0] < 6 < 20 < ImageStat.Stat(upper).mean[0]


STYLIZE = ("stylize", "photo.jpg", "style.jpg", "-o", "out.jpg")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "required: COMMAND"),
        (("paint",), "invalid choice: 'paint'"),
        (("run", "--speed", "9"), "unrecognized arguments: --speed 9"),
        (("stylize", "photo.jpg"), "required: STYLE, -o/--output"),
        ((*STYLIZE, "--size", "9"), "9 is not between 16 and 10000"),
        ((*STYLIZE, "--size", "big"), "invalid whole number value: 'big'"),
        ((*STYLIZE, "--strength", "1.5"), "1.5 is not between 0 and 1"),
        ((*STYLIZE, "--strength", "nan"), "nan is not between 0 and 1"),
        ((*STYLIZE, "--method", "magic"), "invalid choice: 'magic'"),
        ((*STYLIZE, "--weights", "1", "2"), "there are 1 styles but 2 weights"),
        (("stylize", "nowhere.jpg", "style.jpg", "-o", "out.jpg"), "cannot read nowhere.jpg: No such file"),
        (("stylize", "photo.jpg", ".", "-o", "out.jpg"), "cannot read .: Is a directory"),
        (("stylize", "photo.jpg", "letter.txt", "-o", "out.jpg"), "letter.txt is not an image"),
        (("stylize", "photo.jpg", "style.jpg", "letter.txt", "-o", "out.jpg"), "letter.txt is not an image"),
        (("stylize", "bomb.png", "style.jpg", "-o", "out.jpg"), "bomb.png has too many pixels"),
        (("stylize", "cut.jpg", "style.jpg", "-o", "out.jpg"), "cut.jpg is damaged"),
        ((*STYLIZE, "--init", "letter.txt"), "letter.txt is not an image"),
        ((*STYLIZE, "--init", "nowhere.jpg"), "cannot read nowhere.jpg: No such file"),
        ((*STYLIZE, "--region", "sky.png"), "sky.png is not MASK=STYLE: a picture, then the number of a style or keep"),
        ((*STYLIZE, "--region", "style.jpg=2"), "the region style.jpg wants style 2, but there are 1 styles"),
        ((*STYLIZE, "--region", "photo.jpg=1", "--region", "letter.txt=keep"), "letter.txt is not an image"),
        (
            (*STYLIZE, "--style-layers", "relu9_1"),
            "VGG-19 has no layer 'relu9_1'; there are: conv1_1, relu1_1, conv1_2",
        ),
        ((*STYLIZE, "--content-layers", "relu4_2:much"), "relu4_2:much is not NAME or NAME:WEIGHT"),
        ((*STYLIZE, "--content-layers", "relu4_2", "relu4_2:2"), "the content layer relu4_2 is named twice"),
        ((*STYLIZE, "--style-layers", "relu4_2:0"), "each needs a weight above 0"),
        ((*STYLIZE, "--iterations", "10001"), "10001 is not between 1 and 10000"),
        ((*STYLIZE, "--palette", "1"), "1 is not between 2 and 64"),
        ((*STYLIZE, "--keep-colours", "some"), "invalid choice: 'some'"),
        ((*STYLIZE, "--method", "instant", "--tv", "2"), "need --method optimise"),
        ((*STYLIZE, "--method", "instant", "--init", "style.jpg"), "regions, --init, and all that"),
        (("stylize", "photo.jpg", "style.jpg", "-o", "no/where.jpg"), "cannot write no/where.jpg: No such file"),
        (("stylize", "photo.jpg", "style.jpg", "-o", "folder.jpg"), "cannot write folder.jpg: Is a directory"),
        (("stylize", "photo.jpg", "style.jpg", "-o", "out.png"), "must end in .jpg"),
    ],
)
def test_a_mistake_is_told_in_one_line_and_leaves_no_file(
    impasto: Run, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    (tmp_path / "letter.txt").write_text("Dear Impasto")
    (tmp_path / "bomb.png").write_bytes(corpus.png_header(50_000, 50_000, rows=20))
    (tmp_path / "cut.jpg").write_bytes(photo(1)[:700])
    (tmp_path / "folder.jpg").mkdir()
    done = impasto(*arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stderr.startswith("impasto")
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "out.jpg").exists()


def test_a_painting_that_fails_leaves_the_file_that_was_there(impasto: Run, tmp_path: Path) -> None:
    (tmp_path / "out.jpg").write_bytes(b"precious")
    (tmp_path / "letter.txt").write_text("Dear Impasto")
    assert impasto("stylize", "photo.jpg", "letter.txt", "-o", "out.jpg").returncode == 2
    assert (tmp_path / "out.jpg").read_bytes() == b"precious"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("IMPASTO_DEVICE", "toaster", "IMPASTO_DEVICE must be one of auto, cpu, cuda"),
        ("IMPASTO_THREADS", "-1", "IMPASTO_THREADS must be a whole number"),
        ("IMPASTO_EXECUTOR", "moon", "IMPASTO_EXECUTOR must be one of local, subprocess"),
        ("IMPASTO_LOG_LEVEL", "LOUD", "IMPASTO_LOG_LEVEL must be one of"),
    ],
)
def test_a_setting_that_makes_no_sense_is_told_in_one_line(impasto: Run, name: str, value: str, words: str) -> None:
    done = impasto("run", **{name: value})
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert words in done.stderr


def test_missing_weights_are_told_in_one_line(impasto: Run) -> None:
    done = impasto(*STYLIZE, IMPASTO_VGG19_WEIGHTS="/nowhere.bin")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "IMPASTO_VGG19_WEIGHTS" in done.stderr


def test_a_data_folder_that_cannot_be_made_is_told_in_one_line(impasto: Run) -> None:
    done = impasto("run", "--data", "photo.jpg")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "cannot use the data folder photo.jpg" in done.stderr


def test_a_database_that_is_none_is_told_in_one_line(impasto: Run, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/impasto.db").write_text("Dear Impasto, " * 100)
    done = impasto("run")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "cannot use the data folder data: " in done.stderr


def test_each_option_of_stylize_says_its_default(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["stylize", "--help"])
    assert ended.value.code == 0
    options = " ".join(capsys.readouterr().out.split()).partition("options:")[2].split(" --")[2:]
    assert len(options) >= 20
    for option in options:
        assert "(default:" in option or option.startswith("output"), option


def test_every_command_can_be_asked_for_help(capsys: pytest.CaptureFixture[str]) -> None:
    for command in COMMANDS:
        with pytest.raises(SystemExit) as ended:
            main([command, "--help"])
        assert ended.value.code == 0


def test_every_command_has_its_file_and_no_file_is_forgotten() -> None:
    import engine.commands

    files = {path.stem for path in Path(engine.commands.__file__).parent.glob("*.py")}
    assert files == {*COMMANDS, "__init__", "parsing"}


def test_a_painter_is_trained_from_the_command_line(impasto: Run, tmp_path: Path) -> None:
    words = ("train", "--photos", ".", "--paintings", ".", "--side", "32", "--contents", "1", "--styles", "1")
    done = impasto(*words, "--out", "run", "--steps", "1", "--no-compile")
    assert (done.returncode, done.stdout) == (0, "run/painter.safetensors: 1 of 1 steps\n")
    assert {file.name for file in (tmp_path / "run").iterdir()} == {"state.pt", "painter.safetensors", "sheet.jpg"}


def test_a_thin_reader_is_trained_from_the_command_line(impasto: Run, tmp_path: Path) -> None:
    done = impasto("train", "reader", "--photos", ".", "--paintings", ".", "--out", "run", "--steps", "1")
    assert (done.returncode, done.stdout) == (0, "run/thin_reader.safetensors: 1 of 1 steps\n")
    assert {file.name for file in (tmp_path / "run").iterdir()} == {"state.pt", "thin_reader.safetensors"}


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--photos", "nowhere", "--out", "run"), "there is no folder nowhere"),
        (("--photos", ".", "--out", "photo.jpg"), "cannot keep a run in photo.jpg: File exists"),
        (("--photos", ".", "--out", "run", "--from", "photo.jpg"), "photo.jpg holds no weights of this painter"),
    ],
)
def test_a_training_that_cannot_begin_says_why_in_one_line(
    impasto: Run, words: tuple[str, ...], complaint: str
) -> None:
    done = impasto("train", "--paintings", ".", "--steps", "1", *words)
    assert done.returncode == 2
    assert done.stderr.startswith(f"impasto: {complaint}")
    assert done.stderr.count("\n") == 1


def test_asking_for_help_does_not_load_torch() -> None:
    program = "import sys, engine.__main__; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parents[2]).returncode == 0
