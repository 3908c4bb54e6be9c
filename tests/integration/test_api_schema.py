"""The API as it describes itself: complete, the same as its reference, and kept to whatever is sent."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from pydantic import SecretStr
from schemathesis.checks import load_all_checks
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from app.api import create_app
from app.api.examples import UNTOLD
from app.api.middleware.rate import UNCOUNTED
from app.api.openapi import codes_of
from app.api.problems import KINDS, PROBLEM_JSON
from app.api.reference import api_markdown, errors_markdown
from app.settings import load_settings
from tests.integration.conftest import NO_LIMIT
from tests.live_server import serving

DOCS = Path(__file__).resolve().parents[2] / "docs"
KEY = "khoa-thu-cua-nguoi-thu"
FEW = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
MANY = settings(FEW, max_examples=100, derandomize=False)


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
            for status, answer in operation["responses"].items():
                assert answer["description"], (where, status)
                assert status.startswith("2") or PROBLEM_JSON in answer["content"], (where, status)
            assert {"internal"} <= set(codes_of(operation)) <= set(KINDS), where
            assert ("rate_limited" in codes_of(operation)) == (path not in UNCOUNTED), where
            assert ("unauthenticated" in codes_of(operation)) == ("security" in operation), where


def test_every_address_has_examples_of_what_it_takes_and_answers(described: dict[str, Any]) -> None:
    def strings(value: object) -> Iterator[object]:
        parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        yield from [value, *(found for part in parts for found in strings(part))]

    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            taken = [("body", operation["requestBody"])] if "requestBody" in operation else []
            answers = [(status, told) for status, told in operation["responses"].items() if status.startswith("2")]
            for what, told in (*taken, *answers):
                for kind, media in told.get("content", {}).items():
                    where = f"{method} {path} {what} {kind}"
                    assert "example" in media, where
                    assert UNTOLD not in list(strings(media["example"])), f"{where}: a text of {media['example']}"
                    if kind == "application/json":
                        schema = {**media["schema"], "components": described["components"]}
                        jsonschema_rs.validate(schema, media["example"], validate_formats=True)


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


@pytest.fixture(scope="module")
def keyed_url(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of a server that asks for a key."""
    store = shutil.copytree(sample_store, tmp_path_factory.mktemp("keyed") / "store")
    app = create_app(load_settings(data_dir=store, requests_a_minute=NO_LIMIT, bootstrap_key=SecretStr(KEY)))
    with serving(app) as url:
        yield url


def check_all(url: str, options: settings) -> None:
    """Sends each address what fits its description and what does not.

    No fault, every answer as it is described, problems of the codes that the address names; what fits its description
    is taken, and no key that does not hold.
    """
    load_all_checks()
    api = schemathesis.openapi.from_dict(create_app(load_settings()).openapi())
    api.config.generation.update(with_security_parameters=False, allow_extra_parameters=False)
    for found in api.get_all_operations():
        assert isinstance(found, Ok)
        check(found.ok(), url, options)


UNSAID = {"POST /v1/chat/completions": [positive_data_acceptance]}
"""Checks that an address cannot pass: that the last message is the user's is beyond a JSON schema."""


def check(operation: Any, url: str, options: settings) -> None:  # noqa: ANN401 - schemathesis' type is generic thrice
    codes = {*codes_of(operation.definition.raw), "method_not_allowed"}

    @options
    @given(case=operation.as_strategy(GenerationMode.POSITIVE) | operation.as_strategy(GenerationMode.NEGATIVE))
    def keeps_to_its_description(case: schemathesis.Case) -> None:
        answer = case.call_and_validate(
            base_url=url,
            headers={"Authorization": f"Bearer {KEY}"},
            excluded_checks=UNSAID.get(operation.label, []),
            timeout=60,
        )
        assert answer.status_code < 400 or answer.json()["code"] in codes, answer.text

    keeps_to_its_description()


def test_the_api_keeps_to_its_description_whatever_is_sent(keyed_url: str) -> None:
    check_all(keyed_url, FEW)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_the_api_keeps_to_its_description_for_long(keyed_url: str) -> None:
    check_all(keyed_url, MANY)
