"""A headless Chromium, a real sandbox for each test, a bot that obeys the test, and the page open in between."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, ViewportSize, sync_playwright

from tests.browser.chat_page import ADA, DESKTOP, ChatPage
from tests.browser.scripted_bot import ScriptedBot

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
EXPECTED_NOISE = ("ERR_CONNECTION_REFUSED", "ERR_INCOMPLETE_CHUNKED_ENCODING", "ERR_CONNECTION_RESET", "ERR_FAILED")
"""What Chromium itself writes to the console when a test stops the server or an upload."""


ACTION_TIMEOUT_MS = 10_000


class NewPage(Protocol):
    def __call__(self, viewport: ViewportSize = ..., color_scheme: Literal["light", "dark"] = ...) -> Page: ...


@dataclass
class SandboxProcess:
    """`python -m bot.sandbox`; url and token are there once `wait` has read its first line."""

    process: subprocess.Popen[str]
    url: str = ""
    token: str = ""

    @classmethod
    def start(cls, folder: Path | None = None, *, port: int = 0) -> "SandboxProcess":
        command = [sys.executable, "-m", "bot.sandbox", "--port", str(port)]
        command += ["--state", str(folder)] if folder else []
        return cls(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))

    def wait(self) -> "SandboxProcess":
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line.startswith("sandbox http"), f"the sandbox did not start: {line!r}, {self.process.poll()}"
        _, self.url, token = line.split()
        self.token = token.removeprefix("token=")
        return self

    def stop(self) -> None:
        self.process.terminate()
        self.process.communicate(timeout=10)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("there is no Chromium here: install Debian's package 'chromium' to run the browser tests")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def idle_pages() -> list[Page]:
    """Opening a tab costs more than most tests. Every test has a server of its own, so a tab keeps nothing."""
    return []


@pytest.fixture
def new_page(chromium: Browser, idle_pages: list[Page]) -> Iterator[NewPage]:
    """Opens the page of one more person; what it complains of in the console fails the test."""
    complaints: list[str] = []
    used: list[Page] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and not any(noise in message.text for noise in EXPECTED_NOISE):
            complaints.append(message.text)

    def note_error(error: Error) -> None:
        complaints.append(str(error))

    def open_page(viewport: ViewportSize = DESKTOP, color_scheme: Literal["light", "dark"] = "light") -> Page:
        page = idle_pages.pop() if idle_pages else chromium.new_context(locale="en-GB").new_page()
        used.append(page)
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=color_scheme)
        page.set_default_timeout(ACTION_TIMEOUT_MS)
        page.on("console", note)
        page.on("pageerror", note_error)
        return page

    yield open_page
    for page in used:
        page.remove_listener("console", note)
        page.remove_listener("pageerror", note_error)
        page.unroute_all()
        page.evaluate("() => localStorage.clear()")
        page.goto("about:blank")
        idle_pages.append(page)
    assert complaints == []


@pytest.fixture(scope="session")
def spares() -> Iterator[list[SandboxProcess]]:
    """The next test's sandbox starts while this test runs: a process takes longer to start than most tests take."""
    spares: list[SandboxProcess] = [SandboxProcess.start()]
    yield spares
    for spare in spares:
        spare.stop()


@pytest.fixture
def sandbox(spares: list[SandboxProcess]) -> Iterator[SandboxProcess]:
    sandbox = spares.pop()
    spares.append(SandboxProcess.start())
    yield sandbox.wait()
    sandbox.stop()


@pytest.fixture
def scripted_bot(sandbox: SandboxProcess) -> ScriptedBot:
    return ScriptedBot(sandbox.url, sandbox.token)


@pytest.fixture
def chat(sandbox: SandboxProcess, new_page: NewPage) -> ChatPage:
    """Ada's chat with the bot on a desktop screen, nothing said yet."""
    return ChatPage(new_page(), sandbox.url).open()


@pytest.fixture
def acquainted_chat(chat: ChatPage, scripted_bot: ScriptedBot) -> ChatPage:
    """Ada has said hello, so that the bot may write to her."""
    chat.write("/start")
    assert scripted_bot.next_update()["from"]["id"] == ADA
    return chat
