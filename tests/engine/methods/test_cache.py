"""Styles kept while there is room."""

from engine.methods.cache import Library


class Read:
    """Takes its bytes and does nothing with them."""

    def __init__(self, kept_bytes: int) -> None:
        self.kept_bytes = kept_bytes


class Shelf:
    def __init__(self, *, most_bytes: int) -> None:
        self.library: Library[Read] = Library(most_bytes=most_bytes)
        self.reads: list[str] = []

    def get(self, name: str, *, kept_bytes: int = 10) -> Read:
        def read() -> Read:
            self.reads.append(name)
            return Read(kept_bytes)

        return self.library.get(name, read)


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
    assert shelf.library.kept_bytes <= 20


def test_what_is_larger_than_the_library_is_read_and_not_kept() -> None:
    shelf = Shelf(most_bytes=20)

    assert shelf.get("waves", kept_bytes=21).kept_bytes == 21
    assert shelf.library.kept_bytes == 0
