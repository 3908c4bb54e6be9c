"""What the log of the server tells, and what it never does."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.logs import configure_logging
from tests.integration.test_api_limits import client_of, make_key, problem


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the log says, as it is where standard error is no terminal."""
    root = logging.getLogger()
    kept, level = root.handlers, root.level
    stream = io.StringIO()
    configure_logging(stream)
    yield stream
    root.handlers = kept
    root.setLevel(level)


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_the_log_tells_who_asked_and_how_it_ended_and_not_what(own_store: Path, log: io.StringIO) -> None:
    key_id, text = make_key(own_store, tenant="công-ty")
    question = "Lương tối thiểu bí mật"
    with client_of(own_store) as client:
        reply = client.get("/test/broken", params={"question": question}, headers={"X-API-Key": text})
        problem(reply, 500, "internal")
        client.get(f"/{question}", headers={"X-Request-Id": "cua-toi"})
        client.post("/test/typed", json=[question, 1])
    fault, broken, missing, invalid = lines(log)
    assert "RuntimeError: a fault of ours" in fault["traceback"]
    assert fault["request_id"] == broken["request_id"] == reply.headers["x-request-id"]
    assert {name: broken[name] for name in ("method", "route", "status", "key", "tenant", "level")} == {
        "method": "GET",
        "route": "/test/broken",
        "status": 500,
        "key": key_id,
        "tenant": "công-ty",
        "level": "info",
    }
    assert 0 < broken["seconds"] < 10
    assert missing["route"] == "unmatched"
    assert missing["request_id"] == "cua-toi"
    assert invalid["status"] == 422
    written = log.getvalue()
    assert not any(secret in written for secret in ("bí mật", "b\\u00ed m", "%C3%AD", text, text.split("_")[2]))


@pytest.mark.parametrize("asked", [False, True])
def test_the_log_of_a_question_leads_from_the_request_to_its_run(
    asked: bool, own_store: Path, log: io.StringIO
) -> None:
    with client_of(own_store, log_questions=asked) as client:
        reply = client.post("/query", json={"question": "Nguyễn Du sinh năm nào?"})
        answer = reply.json()
    request, run = sorted(lines(log), key=lambda line: str(line["message"]))
    assert run["message"] == "run"
    assert run["run"] == request["run"] == answer["run"]
    assert run["request_id"] == request["request_id"] == reply.headers["x-request-id"]
    assert (request["route"], run["abstained"]) == ("/query", False)
    assert ("Nguyễn Du" in log.getvalue()) == asked
    assert "Truyện Kiều" not in log.getvalue(), "nor what the documents say"


def test_the_log_names_a_run_by_its_id_and_never_what_was_sent_as_one(own_store: Path, log: io.StringIO) -> None:
    run = "9b2c6c1e-6c1f-4a53-8d5e-0a4a1f1f3f0e"
    with client_of(own_store) as client:
        client.get("/runs/Lương tối thiểu bí mật")
        client.get(f"/runs/{run}")
    sent, named = lines(log)
    assert "run" not in sent
    assert named["run"] == run


def at_a_terminal(message: str, **fields: object) -> str:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    root = logging.getLogger()
    kept, level = root.handlers, root.level
    configure_logging(terminal := Terminal())
    logging.getLogger("app.x").info(message, extra={"fields": fields})
    root.handlers = kept
    root.setLevel(level)
    return terminal.getvalue()


def test_at_a_terminal_the_log_is_readable() -> None:
    told = at_a_terminal("request", route="/livez", status=200)
    assert re.fullmatch(r"\d\d:\d\d:\d\d request route=/livez status=200\n", told)


def test_what_the_log_tells_cannot_steer_a_terminal() -> None:
    told = at_a_terminal("Lỗi\n12:00:00 giả", file="\x1b[2Jđơn.txt")
    assert told[9:] == "Lỗi\\n12:00:00 giả file=\\x1b[2Jđơn.txt\n"
