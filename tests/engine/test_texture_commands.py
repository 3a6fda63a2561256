"""`impasto texture` and `impasto quilt` as they are typed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from engine.__main__ import main
from tests.engine.scene import photo

pytestmark = pytest.mark.slow

Type = Callable[..., tuple[int, str, str]]


@pytest.fixture
def impasto(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Type:
    """Types a command in a folder with style.jpg, photo.jpg and letter.txt: exit code, output, complaints."""
    (tmp_path / "style.jpg").write_bytes(photo(1, size=(90, 60)))
    (tmp_path / "photo.jpg").write_bytes(photo(2, size=(120, 90)))
    (tmp_path / "letter.txt").write_text("Dear Impasto")
    monkeypatch.chdir(tmp_path)
    for name in ("IMPASTO_VGG19_WEIGHTS", "IMPASTO_DEVICE", "IMPASTO_THREADS"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str) -> tuple[int, str, str]:
        try:
            code = main(arguments)
        except SystemExit as ended:
            code = int(ended.code or 0)
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


@pytest.mark.parametrize(
    ("arguments", "size"),
    [
        (("texture", "style.jpg", "--size", "32", "--tileable", "--seed", "3", "--brush-size", "0.5"), (32, 32)),
        (("texture", "style.jpg", "--size", "32", "--shallow"), (32, 32)),
        (("quilt", "style.jpg", "--size", "64", "--block", "12"), (64, 64)),
        (("quilt", "style.jpg", "--size", "64", "--content", "photo.jpg", "--seed", "3"), (64, 48)),
        (("quilt", "style.jpg", "--size", "200", "--content", "photo.jpg", "--block", "500"), (200, 150)),
    ],
)
def test_a_picture_of_the_asked_size_is_written(
    impasto: Type, tmp_path: Path, arguments: tuple[str, ...], size: tuple[int, int]
) -> None:
    code, told, complaints = impasto(*arguments, "-o", "out.jpg")

    assert (code, complaints) == (0, "")
    assert told.startswith(f"out.jpg: {size[0]} × {size[1]}, made in ")
    with Image.open(tmp_path / "out.jpg") as image:
        assert (image.format, image.size) == ("JPEG", size)


def test_a_swatch_is_no_larger_than_it_may_be(impasto: Type, tmp_path: Path) -> None:
    for name, limit in (("free.jpg", ()), ("small.jpg", ("--kilobytes", "4"))):
        assert impasto("texture", "style.jpg", "--size", "64", *limit, "-o", name)[0] == 0

    assert (tmp_path / "small.jpg").stat().st_size <= 4000 < (tmp_path / "free.jpg").stat().st_size


@pytest.mark.parametrize("command", ["texture", "quilt"])
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "required: STYLE, -o/--output"),
        (("style.jpg",), "required: -o/--output"),
        (("style.jpg", "-o", "out.jpg", "--size", "9"), "9 is not between 32 and 2048"),
        (("style.jpg", "-o", "out.jpg", "--brush-size", "nan"), "nan is not between 0.25 and 4"),
        (("style.jpg", "-o", "out.jpg", "--seed", "lucky"), "invalid int value: 'lucky'"),
        (("nowhere.jpg", "-o", "out.jpg"), "cannot read nowhere.jpg: No such file"),
        (("letter.txt", "-o", "out.jpg"), "letter.txt is not an image"),
        (("style.jpg", "-o", "out.png"), "must end in .jpg"),
        (("style.jpg", "-o", "no/out.jpg"), "cannot write no/out.jpg: No such file"),
    ],
)
def test_a_mistake_is_told_in_one_line_with_exit_code_2_and_leaves_no_file(
    impasto: Type, tmp_path: Path, command: str, arguments: tuple[str, ...], words: str
) -> None:
    code, told, complaints = impasto(command, *arguments)

    assert (code, told) == (2, "")
    assert words in complaints
    assert complaints.startswith("impasto")
    assert complaints.count("\n") == 1
    assert not (tmp_path / "out.jpg").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--content", "letter.txt"), "letter.txt is not an image"),
        (("--content", "nowhere.jpg"), "cannot read nowhere.jpg"),
        (("--block", "3"), "3 is not between 4 and 512"),
    ],
)
def test_a_quilt_has_mistakes_of_its_own(impasto: Type, arguments: tuple[str, ...], words: str) -> None:
    code, _, complaints = impasto("quilt", "style.jpg", "-o", "out.jpg", *arguments)

    assert (code, complaints.count("\n")) == (2, 1)
    assert words in complaints


def test_foreign_weights_are_told_in_one_line(impasto: Type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMPASTO_VGG19_WEIGHTS", "letter.txt")

    code, _, complaints = impasto("texture", "style.jpg", "-o", "out.jpg", "--size", "40")

    assert (code, complaints.count("\n")) == (1, 1)
    assert "not a VGG-19 palette file" in complaints
    assert not (tmp_path / "out.jpg").exists()


@pytest.mark.parametrize("command", ["texture", "quilt"])
def test_each_option_says_its_default(impasto: Type, command: str) -> None:
    code, told, _ = impasto(command, "--help")

    options = " ".join(told.split()).partition("options:")[2].split(" --")[2:]
    assert code == 0
    assert len(options) >= 5
    for option in options:
        assert "(default:" in option or option.startswith("output"), option
