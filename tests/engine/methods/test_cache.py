"""Values kept while there is room, and the names of pictures."""

from engine.methods.cache import LruCache, digest
from tests.engine.methods.conftest import stripes


class Value:
    """Takes its bytes and does nothing with them."""

    def __init__(self, nbytes: int) -> None:
        self.nbytes = nbytes


class Shelf:
    def __init__(self, *, most_bytes: int) -> None:
        self.cache: LruCache[Value] = LruCache(most_bytes=most_bytes)
        self.reads: list[str] = []

    def get(self, name: str, *, nbytes: int = 10) -> Value:
        def read() -> Value:
            self.reads.append(name)
            return Value(nbytes)

        return self.cache.get(name, read)


def test_what_is_known_is_not_read_again() -> None:
    shelf = Shelf(most_bytes=100)

    assert shelf.get("waves") is shelf.get("waves")
    assert shelf.reads == ["waves"]


def test_what_was_not_used_for_longest_is_given_up_first() -> None:
    shelf = Shelf(most_bytes=20)
    for name in ("waves", "stars", "waves", "ink"):
        shelf.get(name)

    shelf.get("waves")
    assert shelf.reads == ["waves", "stars", "ink"]
    shelf.get("stars")
    assert shelf.reads == ["waves", "stars", "ink", "stars"]
    assert shelf.cache.nbytes <= 20


def test_what_is_larger_than_the_library_is_read_and_not_kept() -> None:
    shelf = Shelf(most_bytes=20)

    assert shelf.get("waves", nbytes=21).nbytes == 21
    assert shelf.cache.nbytes == 0


def test_pictures_of_other_pixels_or_another_shape_are_other_styles() -> None:
    style = stripes(40, 40)
    changed = style.clone()
    changed[..., 8, 8] += 0.01
    assert len({digest(style, every=4), digest(changed, every=4), digest(style[..., :36], every=4)}) == 3
    assert digest(style.clone(), every=4) == digest(style, every=4)
