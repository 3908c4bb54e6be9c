"""Imports run one way, and only the settings read the environment."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAY_IMPORT = {
    "graph": {"graph"},
    "ingestion": {"ingestion", "graph"},
    "agents": {"agents", "graph"},
    "app": {"app", "agents", "ingestion", "graph"},
    "training": {"training", "app", "agents", "ingestion", "graph"},
    "eval": {"eval", "app", "agents", "ingestion", "graph"},
}
EXTRACTION: dict[str, set[str]] = {
    "values": set(),
    "names": set(),
    "relations": set(),
    "law": {"relations", "values"},
    "resolution": {"law", "names"},
}
"""Sub-packages of extraction, each with those whose surface (``__init__``) it may import."""
LONGEST = 300
"""Lines of a module."""
SERVING = {"graph": {"langgraph", "langchain", "fastapi", "starlette", "pydantic_settings"}}


def modules(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_imports_run_one_way(package: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(package)
        for name in imports(path)
        if (top := name.split(".")[0]) in MAY_IMPORT and top not in MAY_IMPORT[package]
    ]
    assert modules(package)
    assert wrong == []


@pytest.mark.parametrize("package", EXTRACTION)
def test_the_parts_of_extraction_import_each_other_one_way_and_by_their_surface(package: str) -> None:
    prefix = "ingestion.extraction."
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(f"ingestion/extraction/{package}")
        for name in imports(path)
        if name.startswith(prefix)
        and (part := name.removeprefix(prefix)).split(".")[0] in EXTRACTION.keys() - {package}
        and part not in EXTRACTION[package]
    ]
    assert modules(f"ingestion/extraction/{package}")
    assert wrong == []


@pytest.mark.parametrize("package", SERVING)
def test_the_graph_knows_nothing_of_serving(package: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(package)
        for name in imports(path)
        if name.split(".")[0] in SERVING[package]
    ]
    assert wrong == []


def test_only_the_settings_read_the_environment() -> None:
    readers = [
        str(path.relative_to(ROOT))
        for package in MAY_IMPORT
        for path in modules(package)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"getenv", "environ"}
    ]
    assert readers == []


@pytest.mark.parametrize("package", [*MAY_IMPORT, "tests"])
def test_modules_are_small(package: str) -> None:
    lengths = {path: path.read_text(encoding="utf-8").count("\n") for path in modules(package)}
    assert {str(path.relative_to(ROOT)): length for path, length in lengths.items() if length > LONGEST} == {}


def test_no_file_names_a_path_of_a_machine() -> None:
    texts = [p for package in (*MAY_IMPORT, "infra", "tests") for p in (ROOT / package).rglob("*.*")]
    wrong = [
        str(path.relative_to(ROOT))
        for path in texts
        if path.suffix in {".py", ".md", ".sh", ".yaml", ".toml"}
        and any(home in path.read_text(encoding="utf-8") for home in ("/" + "work/", "/" + "root/", "/" + "home/"))
    ]
    assert wrong == []
