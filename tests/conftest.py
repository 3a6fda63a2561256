"""The order of the whole suite, and what is left out of the quick one."""

from pathlib import Path

import pytest

BROWSER = Path(__file__).with_name("browser")
SLOW = [Path(__file__).with_name("journeys"), BROWSER]
"""Whole houses of processes, and a browser. Elsewhere a file or a test says of itself that it is slow."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser's tests come last: its driver keeps an event loop running in this thread until the very end."""
    for item in items:
        if any(item.path.is_relative_to(folder) for folder in SLOW):
            item.add_marker(pytest.mark.slow)
        if item.path.is_relative_to(BROWSER):
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
