"""``vinagraph serve`` stops soon, whatever is asked of it, and keeps what was asked."""

from __future__ import annotations

import asyncio
import signal
import socket
import time
from pathlib import Path
from urllib.parse import urlsplit

import httpx2

from app.cli.console import Exit
from app.stores.factory import open_app_store
from tests.asking_http import ASKED, told
from tests.integration.command import Ended, end, server
from tests.servers.openai_stub import openai_stub, says

WRITTEN = "Nguyễn Du là tác giả của Truyện Kiều. " * 200
MOST_S = 5.0
"""Three on a machine that does nothing else."""


def half_an_upload(url: str) -> socket.socket:
    """A connection on which the rest of an upload is waited for."""
    where = urlsplit(url)
    upload = socket.create_connection((where.hostname, where.port), timeout=30)
    head = f"POST /documents HTTP/1.1\r\nHost: {where.netloc}\r\nContent-Type: application/x-ndjson\r\n"
    upload.sendall(f'{head}Content-Length: 1000\r\n\r\n{{"id": "1", '.encode())
    return upload


async def test_an_answer_is_interrupted_when_the_server_stops_and_its_question_is_kept(own_store: Path) -> None:
    async with openai_stub(says(WRITTEN, delay_s=0.1)) as model:

        def stopped() -> tuple[Ended, float]:
            with (
                server(own_store, writer_url=model.url, writer_model="stub") as (url, process),
                httpx2.Client(base_url=url, timeout=30) as client,
                client.stream("POST", "/query/stream", json={"question": ASKED, "thread": "t"}) as response,
            ):
                events = told(response.iter_lines())
                while next(events).data.get("node") != "generate":
                    pass
                upload = half_an_upload(url)
                begun = time.monotonic()
                process.send_signal(signal.SIGTERM)
                last = list(events)[-1]
                assert (last.event, last.data["code"]) == ("error", "interrupted")
                ended, seconds = end(process), time.monotonic() - begun
                with upload:
                    assert b'"code":"not_ready"' in upload.recv(10_000)
                return ended, seconds

        ended, seconds = await asyncio.to_thread(stopped)
    assert ended.status == Exit.DONE
    assert seconds < MOST_S
    store = await open_app_store("sqlite:", own_store)
    _, (question, answer) = await store.thread("default", "t")
    await store.close()
    assert (question.text, answer.state) == (ASKED, "interrupted")
