"""Making contact sheets: a tile a style by the instant method, a few in a batch where that is faster."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice

from PIL import Image

from engine.contact_sheet import composed, tile_of
from engine.images import PREVIEW_SIDE, encode_preview
from engine.kinds.kind import Inputs, Kind, Made, OnProgress
from engine.kinds.limits import check_styles, check_within
from engine.methods import Dials
from engine.tensors import to_image, to_tensor
from storage.work.contact_sheet import ContactSheet
from storage.work.work import CONTENT, STYLE

TILE_STYLE_SIDE = 1024
"""A preset is read at its own size, as for a large painting, which then finds its signature known."""


TILE_SIDES = (1, 1024)
FIRST_NUMBERS = (0, 9_999)
"""It is drawn into its tile."""


class ContactSheetKind(Kind[ContactSheet]):
    def warm_up(self) -> None:
        self._resources.instant()

    def make(self, work: ContactSheet, inputs: Inputs, on_progress: OnProgress) -> Made:
        """News come with each batch of tiles."""
        check(work)
        (photo,), styles = inputs[CONTENT], inputs[STYLE]
        side, places = work.longest_side, len(styles)
        content = tile_of(self._resources.opened(photo, 2 * side, role=CONTENT), longest_side=side)
        tiles: list[Image.Image] = []

        def sheet() -> Image.Image:
            return composed(tiles or [content], places=places, first_number=work.first_number)

        def report() -> None:
            on_progress(len(tiles) / places, lambda: encode_preview(sheet(), longest_side=PREVIEW_SIDE))

        report()
        with self._opened_ahead(styles) as opened:
            while few := list(islice(opened, self._resources.most_at_once(side))):
                tiles += self._painted(content, few, side)
                report()
        return self._resources.made(sheet(), work)

    def _painted(self, content: Image.Image, styles: Sequence[Image.Image], side: int) -> list[Image.Image]:
        photo, dials = to_tensor(content), Dials()
        batch = [(photo, [(to_tensor(style), 1.0)], dials) for style in styles]
        return [to_image(tile) for tile in self._resources.instant().paint_together(batch)]

    @contextmanager
    def _opened_ahead(self, styles: Sequence[bytes]) -> Iterator[Iterator[Image.Image]]:
        """One opened while another is painted in."""
        opening = ThreadPoolExecutor(max_workers=1, thread_name_prefix="opening")
        try:
            yield opening.map(
                lambda index, style: self._resources.opened(style, TILE_STYLE_SIDE, role=STYLE, index=index),
                range(len(styles)),
                styles,
            )
        finally:
            opening.shutdown(cancel_futures=True)


def check(work: ContactSheet) -> None:
    """Raises Unreadable where no sheet can come of it, whatever its pictures are."""
    check_styles(work.styles)
    check_within("longest_side", work.longest_side, TILE_SIDES)
    check_within("first_number", work.first_number, FIRST_NUMBERS)
