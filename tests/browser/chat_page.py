"""The chat page in the hands of a test: what a person does with it, and what a person sees."""

import base64
from pathlib import Path
from typing import Any

from playwright.sync_api import FilePayload, Locator, Page, ViewportSize, expect

ARTEFACTS = Path(__file__).parents[2] / "artefacts" / "browser"
ADA, BRUNO, CLEO = 6_200_000_001, 6_200_000_002, 6_200_000_003
GROUP = -4_200_000_001
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}

CARRY_FILES = """
([files, kinds, shiftKey]) => {
  const transfer = new DataTransfer();
  for (const [name, type, data] of files) {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    transfer.items.add(new File([bytes], name, { type }));
  }
  const target = document.querySelector(".scroller");
  const carry = { bubbles: true, cancelable: true, dataTransfer: transfer, shiftKey };
  for (const kind of kinds) target.dispatchEvent(new DragEvent(kind, carry));
}
"""


class ChatPage:
    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.messages = page.locator(".message")
        self.field = page.get_by_label("Message", exact=True)

    def open(self, place: str = "") -> "ChatPage":
        """`place`: who and where, as in the address: "6200000001/-4200000001"."""
        self.page.goto(f"{self.url}/#{place}")
        self.page.locator(".person").first.wait_for(state="attached")
        expect(self.page.locator("body")).not_to_have_class("offline")
        return self

    def drop(self, *files: bytes, name: str = "photo.jpg", kind: str = "image/jpeg", shift: bool = False) -> None:
        self._carry(files, ["dragenter", "dragover", "drop"], name, kind, shift)

    def drag_over(self, *files: bytes) -> None:
        self._carry(files, ["dragenter", "dragover"], "photo.jpg", "image/jpeg", False)

    def _carry(self, files: tuple[bytes, ...], events: list[str], name: str, kind: str, shift: bool) -> None:
        packed = [[name, kind, base64.b64encode(data).decode()] for data in files]
        self.page.evaluate(CARRY_FILES, [packed, events, shift])

    def pick(self, *files: bytes) -> None:
        """Through the file dialog of the paper clip."""
        with self.page.expect_file_chooser() as chooser:
            self.page.get_by_role("button", name="Send photos").click()
        named: list[FilePayload] = [
            {"name": f"photo-{i}.jpg", "mimeType": "image/jpeg", "buffer": data} for i, data in enumerate(files)
        ]
        chooser.value.set_files(named)

    def write(self, text: str) -> None:
        self.field.fill(text)
        self.field.press("Enter")

    def message(self, message_id: int) -> Locator:
        return self.page.locator(f".message[data-message-id='{message_id}']")

    def key(self, text: str) -> Locator:
        return self.page.locator(".key", has_text=text)

    def wait_for_pictures(self) -> None:
        """Until every picture in the chat is decoded and has faded in."""
        self.page.wait_for_function(
            "() => [...document.querySelectorAll('.photo')].every((photo) =>"
            " photo.querySelectorAll('img').length === 1 && photo.querySelector('img').naturalWidth > 0)"
        )

    def settle(self) -> None:
        """Until no animation is under way that ends by itself."""
        self.page.wait_for_function(
            "() => document.getAnimations().every((one) => one.playState !== 'running'"
            " || one.effect.getComputedTiming().iterations === Infinity)"
        )

    def overflow(self) -> float:
        """Pixels by which something sticks out at the right of the page."""
        return float(self.page.evaluate("() => document.documentElement.scrollWidth - innerWidth"))

    def screenshot(self, name: str) -> None:
        ARTEFACTS.mkdir(parents=True, exist_ok=True)
        self.settle()
        self.page.screenshot(path=ARTEFACTS / f"{name}.png")


def style_of(locator: Locator, name: str) -> Any:
    return locator.evaluate("(node, name) => getComputedStyle(node)[name]", name)
