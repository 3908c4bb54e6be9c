"""Commands that find the stores in the hands of a running server ask that server."""

from __future__ import annotations

import asyncio
import json
from contextlib import aclosing
from pathlib import Path
from typing import Literal

import pytest
from typer.testing import Result

from agents.context import AgentOptions
from agents.events import Event, RunEvent
from app.remote import RemoteRunner, tenant_asked
from app.settings import load_settings
from graph.errors import ModelUnavailable, SettingsError, StoreBusy, StoreError
from tests.agent_doubles import QUESTION as SCRIPTED
from tests.agent_doubles import ScriptedWriter
from tests.asking_http import scripted
from tests.integration.command import end, start
from tests.integration.conftest import SERVED_KEY, Served, run_vinagraph
from tests.running import SLOW

LANGUAGES: tuple[Literal["vi"], Literal["en"]] = ("vi", "en")
QUESTION = "Nguyễn Du sinh năm nào?"


def test_ask_goes_through_the_server_and_says_so(served: Served) -> None:
    asked = end(start(served.store, "ask", QUESTION, "--json", settings={"api_key": SERVED_KEY}))
    assert asked.status == 0, asked.err
    assert f"asking it at {served.url} for the tenant default." in asked.err
    events = [json.loads(line) for line in asked.out.splitlines()]
    assert events[0]["type"] == "run"
    assert events[-1]["type"] == "final"
    assert "1766" in events[-1]["answer"] or "1765" in events[-1]["answer"]


def test_a_server_that_asks_for_a_key_is_told_in_the_users_terms(served: Served) -> None:
    refused = end(start(served.store, "ask", QUESTION))
    assert refused.status == 1
    assert "asks for an API key" in refused.err
    assert served.url in refused.err
    wrong = end(start(served.store, "ask", QUESTION, settings={"api_key": "khong-phai-khoa-nay"}))
    assert wrong.status == 1
    assert "does not hold" in wrong.err


def test_documents_are_listed_shown_and_deleted_through_the_server(served: Served, sample_store: Path) -> None:
    def through_server(*arguments: str) -> Result:
        return run_vinagraph(served.store, *arguments, api_key=SERVED_KEY)

    uri = json.loads(run_vinagraph(sample_store, "documents", "list", "--limit", "1", "--json").stdout)[0]["uri"]
    for arguments in (
        ["documents", "list", "--json"],
        ["documents", "list", "--offset", "7", "--limit", "5", "nguyễn"],
        ["documents", "show", uri],
        ["documents", "show", uri, "--json"],
        ["graph", "stats", "--json"],
    ):
        asked, local = through_server(*arguments), run_vinagraph(sample_store, *arguments)
        assert asked.exit_code == 0, asked.output
        assert f"asking it at {served.url}" in asked.stderr
        assert asked.stdout == local.stdout, arguments
    assert through_server("documents", "delete", uri, "khong-co.txt").exit_code == 1
    others = run_vinagraph(served.store, "documents", "delete", uri, api_key=SERVED_KEY, tenant="khac")
    assert isinstance(others.exception, SettingsError)
    asked = run_vinagraph(served.store, "ask", QUESTION, api_key=SERVED_KEY, tenant="khac")
    assert isinstance(asked.exception, SettingsError)
    assert json.loads(through_server("documents", "delete", uri, uri, "--json").stdout) == {"deleted": 1}
    assert isinstance(gone := through_server("documents", "show", uri).exception, StoreError)
    assert "There is no document" in str(gone)
    assert isinstance(run_vinagraph(served.store, "documents", "list").exception, SettingsError)


async def test_a_server_is_asked_for_no_other_tenant_than_the_one_that_was_named(api_url: str) -> None:
    told: list[tuple[str, str]] = []

    def tell(server: str, tenant: str) -> None:
        told.append((server, tenant))

    with pytest.raises(SettingsError, match=r"takes you for the tenant 'default', but VINAGRAPH_TENANT is 'b'"):
        await tenant_asked(load_settings(tenant="b"), api_url, tell)
    assert told == []
    for settings in (load_settings(), load_settings(tenant="default")):
        assert await tenant_asked(settings, api_url, tell) == "default"
    assert told == [(api_url, "default")] * 2
    with pytest.raises(ModelUnavailable, match="cannot be asked"):
        await tenant_asked(load_settings(), "http://127.0.0.1:9", tell)


def test_what_only_the_holder_can_do_names_it(served: Served) -> None:
    held = run_vinagraph(served.store, "reindex").exception
    assert isinstance(held, StoreBusy)
    assert "vinagraph serve" in str(held)
    assert "process" in str(held)
    assert f"delete documents at {served.url}, or stop it" in str(held)


def test_who_stops_reading_stops_the_run_on_the_server(tmp_path: Path) -> None:
    writer = ScriptedWriter([SLOW])

    async def left(server: str) -> str:
        async with aclosing(RemoteRunner(server).answer(SCRIPTED)) as events:
            run = await anext(events)
            assert isinstance(run, RunEvent)
            async for event in events:
                if event.type == "sentence":
                    break
        return run.id

    with scripted(tmp_path, writer) as (client, _):
        run = asyncio.run(left(str(client.base_url)))
        assert writer.closed == 1
        assert client.get(f"/runs/{run}").json()["state"] == "cancelled"


def test_the_language_is_told_to_the_server(api_url: str) -> None:
    async def events(language: Literal["vi", "en"]) -> list[Event]:
        asking = RemoteRunner(api_url).answer(QUESTION, options=AgentOptions(language=language))
        return [event async for event in asking]

    told = [
        [event.detail for event in asyncio.run(events(language)) if event.type == "status"] for language in LANGUAGES
    ]
    assert told[0] != told[1], "statuses are told in the language that was asked for"
