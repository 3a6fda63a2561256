"""The order of the whole suite."""

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser's tests come last: its driver keeps an event loop running in this thread until the very end."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
