"""The API as it describes itself: complete, the same as its reference, and kept to whatever is sent."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import httpx2
import pytest

from app.api import create_app
from app.api.problems import KINDS, PROBLEM_JSON
from app.api.reference import api_markdown, errors_markdown
from app.settings import load_settings

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    return create_app(load_settings()).openapi()


def test_the_reference_of_errors_is_that_of_the_code() -> None:
    assert (DOCS / "errors.md").read_text(encoding="utf-8") == errors_markdown(), "run: make api-docs"
    assert set(re.findall(r"^## (\w+)$", errors_markdown(), re.MULTILINE)) == set(KINDS)


def test_the_reference_of_addresses_is_that_of_the_code(described: dict[str, Any]) -> None:
    assert (DOCS / "api.md").read_text(encoding="utf-8") == api_markdown(described), "run: make api-docs"


def test_every_address_says_what_it_does_and_what_problems_look_like(described: dict[str, Any]) -> None:
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            where = f"{method} {path}"
            assert operation.get("description"), where
            assert operation.get("tags"), where
            assert PROBLEM_JSON in operation["responses"]["default"]["content"], where


def test_the_pages_of_the_reference_need_no_other_host_and_no_script(api_url: str) -> None:
    with httpx2.Client(base_url=api_url) as client:
        addresses, errors = client.get("/docs").text, client.get("/docs/errors").text
        missing = client.get("/nowhere").json()
        assert client.get("/redoc").status_code == 404
        assert client.get("/openapi.json").json()["info"]["title"] == "VinaGraph"
    assert "POST /query/stream" in addresses
    assert f'id="{missing["type"].partition("#")[2]}"' in errors, "the type of a problem leads to what it means"
    for page in (addresses, errors):
        assert not re.search(r"https?://|<script|<style|style=", page)
    assert 'href="/docs/errors"' in addresses
