"""Locust's users, who ask a server; a process of its own.

    python -m tests.bench.locust_users '{"url": …, "users": …}'

Takes a `tests.bench.driving.Load` as JSON, and prints an `Answered` a line.
"""

from __future__ import annotations

import itertools
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from locust import User, task  # first: it makes what is imported after it give way to other users
from locust.env import Environment
from locust.exception import StopUser

# isort: split
from geventhttpclient import HTTPClient
from geventhttpclient.response import HTTPSocketPoolResponse

from tests.bench.driving import Answered, Load

_PATIENCE_S = 120.0
_SPAWNED_A_SECOND = 100
"""Users; locust warns of more."""
_HEADERS = {"Content-Type": "application/json"}
_OVER = ("final", "error")


class _Plan:
    """What the users share: the load, whose turn it is, and what came of it."""

    def __init__(self, load: Load) -> None:
        rows = load.questions.read_text(encoding="utf-8").splitlines()
        self.load = load
        self.bodies = itertools.cycle([json.dumps({"question": json.loads(row)["question"]}) for row in rows])
        self.places = itertools.count()
        self.begin = time.perf_counter() + load.users / _SPAWNED_A_SECOND  # once all users are there
        self.answers: list[Answered] = []


class _Asker(User):  # type: ignore[misc]  # locust is not installed where types are checked
    """Asks one question after the other, each when it is due."""

    def on_start(self) -> None:
        """Takes a place among the users, whose questions are due in turn."""
        self._plan: _Plan = self.environment.plan
        load = self._plan.load
        self._client = HTTPClient.from_url(load.url, connection_timeout=_PATIENCE_S, network_timeout=_PATIENCE_S)
        self._due: float = self._plan.begin + next(self._plan.places) * load.every_s / load.users
        time.sleep(max(0.0, self._due - time.perf_counter()))

    def on_stop(self) -> None:
        """Hangs up."""
        self._client.close()

    def wait_time(self) -> float:
        """Seconds until the next question is due; none where it is late already."""
        every_s, now = self._plan.load.every_s, time.perf_counter()
        self._due = self._due + every_s if every_s else now
        left: float = self._due - now
        return max(0.0, left)

    @task  # type: ignore[untyped-decorator]
    def ask(self) -> None:
        """Asks, unless the time is up."""
        load = self._plan.load
        if self._due - self._plan.begin >= load.seconds:
            raise StopUser
        sentence, error = None, ""
        try:
            if load.streamed:
                sentence, error = self._stream()
            else:
                error = self._query()
        except OSError as broken:  # geventhttpclient's errors are such
            error = f"{type(broken).__name__}: {broken}"
        now = time.perf_counter()
        first = None if sentence is None else sentence - self._due
        self._plan.answers.append(Answered(now - self._due, first, error))

    def _query(self) -> str:
        response = self._post("/query")
        body = response.read()
        return "" if response.status_code == 200 else f"{response.status_code} {body.decode()}"

    def _stream(self) -> tuple[float | None, str]:
        """When the first sentence came, and what went wrong."""
        response = self._post("/query/stream")
        if response.status_code != 200:
            return None, f"{response.status_code} {response.read().decode()}"
        sentence, last, error = None, "", "The stream ended before its answer."
        for last, data in _events(response):
            if last == "sentence" and sentence is None:
                sentence = time.perf_counter()
            elif last in _OVER:
                error = json.loads(data)["message"] if last == "error" else ""
        return sentence, error

    def _post(self, path: str) -> HTTPSocketPoolResponse:
        return self._client.post(path, body=next(self._plan.bodies), headers=_HEADERS)


def _events(response: HTTPSocketPoolResponse) -> Iterator[tuple[str, str]]:
    """Types and data of server-sent events."""
    kind = ""
    while line := response.readline(b"\n"):
        name, _, value = line.decode().rstrip("\r\n").partition(": ")
        if name == "event":
            kind = value
        elif name == "data":
            yield kind, value


def main() -> None:
    """Has the users ask until all is answered."""
    given = json.loads(sys.argv[1])
    load = Load(**{**given, "questions": Path(given["questions"])})
    environment = Environment(user_classes=[_Asker])
    environment.plan = plan = _Plan(load)
    runner = environment.create_local_runner()
    runner.start(load.users, spawn_rate=_SPAWNED_A_SECOND)
    runner.spawning_greenlet.join()
    while runner.user_count:
        time.sleep(0.05)
    runner.quit()
    for answer in plan.answers:
        print(json.dumps(asdict(answer), ensure_ascii=False))


if __name__ == "__main__":
    main()
