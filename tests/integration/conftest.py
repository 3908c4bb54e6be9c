"""A folder of stores that holds the sample corpus, ingested once a test process by the command line."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.api import create_app
from app.cli.commands import app
from app.settings import load_settings
from tests.integration.command import end, server
from tests.live_server import serving

SAMPLES = Path(__file__).resolve().parents[2] / "ingestion" / "samples" / "documents"
NO_LIMIT = 1_000_000
"""Requests a minute: all tests come from one address."""
SERVED_KEY = "khoa-thu-cua-nguoi-thu"


def run_vinagraph(data_dir: Path, *arguments: str, stdin: str | None = None, **settings: str) -> Result:
    """Runs the command line in this process with a data folder and settings (``writer_url="…"``).

    Ingestion has one worker: what several do is for the tests of the pool.
    """
    environment = {f"VINAGRAPH_{name.upper()}": value for name, value in {"workers": "1", **settings}.items()}
    return CliRunner().invoke(app, arguments, input=stdin, env={"VINAGRAPH_DATA_DIR": str(data_dir), **environment})


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data folder with the sample corpus; tests that change it take ``own_store``."""
    data_dir = tmp_path_factory.mktemp("samples")
    result = run_vinagraph(data_dir, "ingest", str(SAMPLES), "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["added"] >= 60
    return data_dir


@pytest.fixture
def own_store(sample_store: Path, tmp_path: Path) -> Path:
    """A copy of the sample store that a test may change."""
    return Path(shutil.copytree(sample_store, tmp_path / "store"))


@pytest.fixture(scope="session")
def api_url(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of a server over the sample corpus without keys; tests that change documents take ``own_api_url``.

    It keeps no answers: which test asks a question first must not matter.
    """
    store = shutil.copytree(sample_store, tmp_path_factory.mktemp("served") / "store")
    with serving(create_app(load_settings(data_dir=store, requests_a_minute=NO_LIMIT, cache_url="none:"))) as url:
        yield url


@pytest.fixture
def own_api_url(own_store: Path) -> Iterator[str]:
    """URL of a server over a store of its own."""
    with serving(create_app(load_settings(data_dir=own_store, requests_a_minute=NO_LIMIT))) as url:
        yield url


@dataclass(frozen=True, slots=True)
class Served:
    """A data folder that a ``vinagraph serve`` holds, and where that is asked."""

    store: Path
    url: str


@pytest.fixture(scope="module")
def served(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A copy of the sample store in the hands of a server that asks for `SERVED_KEY`."""
    store = Path(shutil.copytree(sample_store, tmp_path_factory.mktemp("held") / "store"))
    with server(store, bootstrap_key=SERVED_KEY, requests_a_minute=str(NO_LIMIT)) as (url, process):
        yield Served(store, url)
        process.terminate()
        assert end(process).status == 0
