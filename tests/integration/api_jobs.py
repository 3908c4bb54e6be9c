"""What the tests of jobs share: waiting for a job to be over."""

from __future__ import annotations

import time
from typing import Any

import httpx2

PATIENCE_S = 60.0


def finished(client: httpx2.Client, accepted: httpx2.Response, state: str = "done") -> dict[str, Any]:
    """The job that an answer names, once it is over; it ended in that state."""
    assert accepted.status_code == 202, accepted.text
    assert accepted.headers["location"] == f"/jobs/{accepted.json()['id']}"
    deadline = time.monotonic() + PATIENCE_S
    while True:
        job: dict[str, Any] = client.get(accepted.headers["location"]).raise_for_status().json()
        if job["state"] in {"done", "failed", "cancelled"}:
            assert job["state"] == state, job
            return job
        assert time.monotonic() < deadline, job
        time.sleep(0.05)
