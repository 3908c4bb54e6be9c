"""Bodies that are not taken in as documents, and why."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from app.api import create_app
from app.settings import load_settings
from tests.live_server import serving

NDJSON = {"Content-Type": "application/x-ndjson"}


@pytest.mark.parametrize(
    ("headers", "content", "status", "code"),
    [
        ({"Content-Type": "text/plain"}, b"x", 415, "unsupported_media_type"),
        ({}, b"x", 415, "unsupported_media_type"),
        (NDJSON, b" \n", 422, "bad_input"),
        ({"Content-Type": "application/json"}, b"{", 422, "invalid_request"),
        ({"Content-Type": "application/json"}, b'{"documents": []}', 422, "invalid_request"),
        ({"Content-Type": "application/json"}, b'{"documents": [{"text": "x", "titel": "y"}]}', 422, "invalid_request"),
        (
            {"Content-Type": "application/json"},
            b'{"documents": [{"text": "x", "metadata": {"title": "y"}}]}',
            422,
            "invalid_request",
        ),
        ({"Content-Type": "multipart/form-data"}, b"x", 422, "bad_input"),
        ({"Content-Type": "multipart/form-data; boundary=b"}, b"x", 422, "bad_input"),
        ({"Content-Type": "multipart/form-data; boundary=b"}, b"--b--\r\n", 422, "bad_input"),
        (
            {"Content-Type": "multipart/form-data; boundary=b"},
            b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\nabc',
            422,
            "bad_input",
        ),
        (
            {"Content-Type": "multipart/form-data; boundary=b"},
            b'--b\r\nContent-Disposition: form-data; name="source"\r\n\r\nabc\r\n--b--\r\n',
            422,
            "bad_input",
        ),
    ],
)
def test_a_body_that_cannot_be_used_says_why(
    api_url: str, headers: dict[str, str], content: bytes, status: int, code: str
) -> None:
    answer = httpx2.post(f"{api_url}/documents", content=content, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_what_is_too_large_is_refused_while_it_comes(tmp_path: Path) -> None:
    line = json.dumps({"text": "dài " * 2500}).encode() + b"\n"
    with serving(create_app(load_settings(data_dir=tmp_path, upload_mb=1))) as url, httpx2.Client() as client:

        def stream() -> Iterator[bytes]:
            for _ in range(150):
                yield line

        for content in (line * 150, stream()):  # its length told, and not
            answer = client.post(f"{url}/documents", content=content, headers=NDJSON)
            assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
            assert "1 MB" in answer.json()["detail"]
        assert client.get(f"{url}/jobs").json()["items"] == []
        assert list((tmp_path / ".jobs").iterdir()) == []
