"""The real process: what it says when it cannot start, and what it leaves behind when it ran."""

import os
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.settings import variables
from tests.journeys.house import House, photo

pytestmark = pytest.mark.slow


def start(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Until it has ended. Without a token it would run a sandbox, on whatever port is free."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("IMPASTO_")}
    usual = {"IMPASTO_DATA": str(folder / "data"), "IMPASTO_SANDBOX_PORT": "0", "IMPASTO_ENGINE": "external"}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        env={**clean, **usual, **settings},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )


def complaint_of(ended: subprocess.CompletedProcess[str]) -> str:
    """Its one line; other lines are those of the log, and of the sandbox."""
    assert ended.returncode == 2, ended
    assert "Traceback" not in ended.stderr
    (line,) = [line for line in ended.stderr.splitlines() if line.startswith("impasto: ")]
    return line


@contextmanager
def taken_port() -> Iterator[str]:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield str(taken.getsockname()[1])


def test_help_names_every_setting_and_starts_nothing(tmp_path: Path) -> None:
    ended = start(tmp_path, "--help")
    assert ended.returncode == 0
    assert all(variable.name in ended.stdout for variable in variables())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("argument", ["--port=80", "run", "123456:a-token-in-the-wrong-place"])
def test_an_argument_is_refused_and_not_repeated(tmp_path: Path, argument: str) -> None:
    ended = start(tmp_path, argument)
    assert "no arguments" in complaint_of(ended)
    assert argument not in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_bad_setting_is_named_in_one_line(tmp_path: Path) -> None:
    ended = start(tmp_path, IMPASTO_DEFAULT_METHOD="watercolour")
    assert complaint_of(ended) == "impasto: IMPASTO_DEFAULT_METHOD is 'watercolour': use one of instant, optimise"
    assert len(ended.stderr.splitlines()) == 1


def test_a_data_folder_that_cannot_be_one_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    assert "data folder" in complaint_of(start(tmp_path, IMPASTO_DATA=str(tmp_path / "file" / "data")))


def test_a_folder_in_which_nothing_can_be_made_is_named(tmp_path: Path) -> None:
    """Also for root, whom no permission stops."""
    assert "data folder" in complaint_of(start(tmp_path, IMPASTO_DATA="/proc/self/data"))


def test_a_database_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "impasto.db").write_bytes(b"no database" * 100)
    assert "impasto.db" in complaint_of(start(tmp_path))


def test_a_taken_web_port_is_named(tmp_path: Path) -> None:
    with taken_port() as port:
        assert f"IMPASTO_WEB_PORT {port}" in complaint_of(start(tmp_path, IMPASTO_WEB_PORT=port))


def test_a_taken_sandbox_port_is_named(tmp_path: Path) -> None:
    with taken_port() as port:
        ended = start(tmp_path, IMPASTO_SANDBOX_PORT=port)
        assert "sandbox" in complaint_of(ended)
        assert port in ended.stderr


def test_nothing_that_it_makes_can_be_read_by_everybody_or_written_by_its_group(tmp_path: Path) -> None:
    """Also where the folder was there before, as open as folders usually are."""
    data = tmp_path / "data"
    data.mkdir(mode=0o755)
    house = House(tmp_path)
    house.start_sandbox()
    try:
        house.start_bot()
        person = house.person()
        person.send(photo(1))
        person.wait_for(lambda _: True)
        house.stop("bot")
    finally:
        house.close()
    made = {path: stat.S_IMODE(path.stat().st_mode) for path in data.rglob("*")}
    assert any("images" in path.parts and path.is_file() for path in made)
    assert {path: oct(mode) for path, mode in made.items() if mode & 0o027} == {}
