"""What was read of style pictures, kept while there is room: painting in one style again costs its reading once."""

from collections import OrderedDict
from collections.abc import Callable, Hashable

from engine.methods.styles import StyleLoss

MOST_BYTES = 96 << 20
"""About ten styles at all the sizes of a pyramid, as Gram matrices."""


class Library:
    """Gives up what was not used for longest."""

    def __init__(self, *, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._known: OrderedDict[Hashable, StyleLoss] = OrderedDict()

    def get(self, key: Hashable, read: Callable[[], StyleLoss]) -> StyleLoss:
        """`read` is called when nothing is known under this key, which must name all that its result depends on."""
        if key not in self._known:
            self._known[key] = read()
        self._known.move_to_end(key)
        found = self._known[key]
        while self.kept_bytes > self._most_bytes:
            self._known.popitem(last=False)
        return found

    @property
    def kept_bytes(self) -> int:
        return sum(style.kept_bytes for style in self._known.values())
