"""What holds up the event loop is kept away from it, and told."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import cast

import pytest

from app import serving
from app.loop_care import lag_told
from app.serving import Services, open_services
from app.settings import load_settings
from tests.running import CALLER, OPTIONS


async def test_a_loop_that_is_held_up_is_told_by_how_long() -> None:
    late: list[float] = []
    async with lag_told(late.append):
        await asyncio.sleep(0.1)
        assert late, "it is told while nothing holds it up, too"
        time.sleep(0.3)  # noqa: ASYNC251 - what holds it up
        await asyncio.sleep(0.05)
    assert 0.2 < max(late) < 5
    told = len(late)
    await asyncio.sleep(0.1)
    assert len(late) == told


async def test_no_full_collection_holds_up_the_loop_while_documents_are_read_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    collected: list[None] = []
    monkeypatch.setattr(serving, "collect_while_idle", lambda: collected.append(None))
    async with open_services(load_settings(data_dir=tmp_path)) as services:
        monkeypatch.setitem(cast("dict[str, object]", services.jobs._live), "a job", object())
        await _ask(services)
        assert not collected
        services.jobs._live.clear()
        await _ask(services)
        assert len(collected) == 1


async def _ask(services: Services) -> None:
    run = services.runs.start(CALLER, "Huế là kinh đô của triều nào?", options=OPTIONS)
    await run.stopped()
    await asyncio.sleep(0)
