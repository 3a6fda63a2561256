"""The import rule: which part of Impasto may know which. `storage` is the contract; bot and engine never meet."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
STANDARD_LIBRARY = set(sys.stdlib_module_names)
HEADING = "## Who may import what"


@dataclass(frozen=True)
class Rule:
    """Beside the standard library and its own files, a folder or a file may import `may`, and nothing of the rest."""

    folder: str
    may: set[str]
    never: set[str] = field(default_factory=set)
    """What is forbidden although it is in the standard library."""


def rules_in(document: str) -> list[Rule]:
    """Those of the table under HEADING: folder, what it may import, what it must never."""
    _, _, after = document.partition(HEADING)
    rows = [line.split("|")[1:4] for line in after.partition("\n## ")[0].splitlines() if line.startswith("| `")]
    names = [[re.findall(r"`([^`]+)`", cell) for cell in row] for row in rows]
    return [Rule(folder, may=set(may), never=set(never)) for (folder,), may, never in names]


RULES = rules_in((ROOT / "ARCHITECTURE.md").read_text())


def rule_for(file: Path) -> Rule | None:
    """The rule of the file itself, or of the innermost folder."""
    ours = [rule for rule in RULES if file.is_relative_to(ROOT / rule.folder)]
    return max(ours, key=lambda rule: len(rule.folder), default=None)


def imported_by(file: Path) -> Iterator[str]:
    """Full module names. `from engine import nets` counts as engine.nets."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: imports are absolute here"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def is_allowed(module: str, rule: Rule) -> bool:
    own = rule.folder.replace("/", ".")
    top = module.split(".")[0]
    if top in rule.never:
        return False
    if any(is_within(module, package) for package in {own, *rule.may}):
        return True
    return top in STANDARD_LIBRARY


def python_files() -> list[Path]:
    return sorted(file for folder in ("bot", "engine", "storage") for file in (ROOT / folder).rglob("*.py"))


def test_the_table_of_architecture_has_a_row_for_every_folder_of_its_own_kind() -> None:
    folders = {rule.folder for rule in RULES}

    assert {"storage", "bot", "bot/sandbox", "engine", "engine/methods", "engine/nets"} <= folders
    assert all((ROOT / folder).exists() for folder in folders)


@pytest.mark.parametrize("file", python_files(), ids=lambda file: str(file.relative_to(ROOT)))
def test_a_file_imports_only_what_its_folder_may_know(file: Path) -> None:
    rule = rule_for(file)
    assert rule is not None

    assert [module for module in imported_by(file) if not is_allowed(module, rule)] == []


@pytest.mark.parametrize(
    ("folder", "module"),
    [
        ("storage", "sqlite3"),
        ("storage", "bot.texts"),
        ("bot", "engine.worker"),
        ("bot", "PIL.Image"),
        ("bot", "storage_of_somebody_else"),
        ("bot/sandbox", "bot.texts"),
        ("bot/sandbox", "storage.jobs"),
        ("engine", "torch"),
        ("engine", "telegram"),
        ("engine/methods", "engine.images"),
        ("engine/methods", "storage.jobs"),
        ("engine/methods", "PIL.Image"),
        ("engine/nets", "pathlib"),
        ("engine/nets", "PIL"),
        ("engine/tensors.py", "pathlib"),
        ("engine/tensors.py", "storage.jobs"),
    ],
)
def test_the_rule_forbids(folder: str, module: str) -> None:
    (rule,) = [rule for rule in RULES if rule.folder == folder]

    assert not is_allowed(module, rule)


def loaded_by(module: str) -> set[str]:
    """The top-level packages in a fresh interpreter after importing `module`."""
    command = f"import sys, {module}; print(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_bot_loads_neither_torch_nor_pillow_nor_the_engine() -> None:
    assert loaded_by("bot.application").isdisjoint({"torch", "PIL", "engine"})


def test_storage_loads_neither_bot_nor_engine() -> None:
    assert loaded_by("storage.store").isdisjoint({"bot", "engine", "telegram", "aiohttp", "torch", "PIL"})


def test_the_sandbox_loads_nothing_of_the_real_bot() -> None:
    assert loaded_by("bot.sandbox.server").isdisjoint({"telegram", "storage", "engine", "torch", "PIL"})
