"""`impasto dream`: a photo in a file, a dream in another."""

from pathlib import Path

import pytest

from engine.__main__ import main
from storage.work.dream import Dream
from storage.work.recipe import recipe_in
from tests.engine.scene import photo, ref_of

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "photo.jpg").write_bytes(photo(1))
    (tmp_path / "other.jpg").write_bytes(photo(2))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_dream_is_written_with_all_that_was_typed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    typed = "dream photo.jpg -o out.jpg --size 48 --guide other.jpg --tap relu2_2 --strength 0.5 --detail 2 --seed 3"

    assert main(typed.split()) == 0

    assert "out.jpg: 48 × 36, dreamed in" in capsys.readouterr().out
    assert recipe_in((folder / "out.jpg").read_bytes()) == Dream(
        content=ref_of(photo(1)),
        guide=ref_of(photo(2)),
        tap="relu2_2",
        longest_side=48,
        strength=0.5,
        detail=2.0,
        seed=3,
    )


def test_from_the_file_alone_it_is_dreamed_again(folder: Path) -> None:
    assert main(["dream", "photo.jpg", "-o", "out.jpg", "--size", "48", "--tap", "relu1_2", "--channel", "5"]) == 0

    assert main(["again", "out.jpg", "-o", "twice.jpg"]) == 0

    assert (folder / "twice.jpg").read_bytes() == (folder / "out.jpg").read_bytes()


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ("--tap relu9_1", "argument --tap: invalid choice: 'relu9_1'"),
        ("--tap relu1_2 --channel 64", "relu1_2 has the channels 0 to 63"),
        ("--channel 1 --guide other.jpg", "a dream follows a guide or a channel, not both"),
        ("--strength 3", "argument --strength: 3 is not between 0 and 2"),
        ("--guide missing.jpg", "cannot read missing.jpg"),
    ],
)
def test_what_cannot_be_dreamed_is_said_in_one_line(
    folder: Path, capsys: pytest.CaptureFixture[str], typed: str, complaint: str
) -> None:
    try:
        code = main(["dream", "photo.jpg", "-o", "out.jpg", *typed.split()])
    except SystemExit as ended:
        code = int(ended.code or 0)

    said = capsys.readouterr().err
    assert code == 2
    assert complaint in said
    assert said.count("\n") == 1
    assert not (folder / "out.jpg").exists()
