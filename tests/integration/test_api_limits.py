"""What the server takes and from whom: rates, sizes, hosts, origins, headers."""

from __future__ import annotations

import asyncio
import re
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI, Request
from pydantic import SecretStr
from starlette.types import Message, Receive, Scope, Send

from app.api import create_app
from app.api.deps import CallerDep, ReaderDep
from app.api.middleware.body_size import BodySize
from app.api.middleware.rate import TokenBuckets
from app.api.problems import PROBLEM_JSON
from app.keys import new_key
from app.ports import Role
from app.problem import Problem
from app.settings import load_settings
from app.stores.factory import open_app_store
from tests.live_server import serving

MB = 1024 * 1024


def application(store: Path, **settings: object) -> FastAPI:
    """The API with addresses that say who asked, that read a body, and that break."""
    app = create_app(load_settings(data_dir=store, **settings))

    @app.get("/test/who")
    async def who(caller: CallerDep) -> dict[str, str]:
        return {"tenant": caller.tenant, "role": caller.role}

    @app.post("/test/size")
    async def size(request: Request) -> int:
        return len(await request.body())

    @app.post("/documents/test")
    async def upload(request: Request) -> int:
        return sum([len(part) async for part in request.stream()])

    @app.post("/test/typed")
    async def typed(body: list[str]) -> int:
        return len(body)

    @app.get("/test/broken")
    async def broken(_: ReaderDep, question: str = "") -> None:
        raise RuntimeError("a fault of ours")

    return app


@contextmanager
def client_of(store: Path, **settings: object) -> Iterator[httpx2.Client]:
    with serving(application(store, **settings)) as url, httpx2.Client(base_url=url) as client:
        yield client


@pytest.fixture(scope="module")
def local(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx2.Client]:
    """A client of a server without keys."""
    store = shutil.copytree(sample_store, tmp_path_factory.mktemp("limits") / "store")
    with client_of(store, upload_mb=2) as client:
        yield client


def make_key(store: Path, role: Role = Role.READ, tenant: str = "t") -> tuple[str, str]:
    """A new key: its id, and its text."""

    async def make() -> tuple[str, str]:
        keys = await open_app_store("sqlite:", store)
        key, text = await new_key(keys, "thử", role, tenant)
        await keys.close()
        return key.id, text

    return asyncio.run(make())


def problem(reply: httpx2.Response, status: int, code: str) -> dict[str, Any]:
    body: dict[str, Any] = reply.json()
    assert (reply.status_code, body["code"], body["status"]) == (status, code, status)
    assert reply.headers["content-type"] == PROBLEM_JSON
    assert body["request_id"] == reply.headers["x-request-id"]
    return body


def test_who_asks_too_often_is_told_when_to_come_back(own_store: Path) -> None:
    with client_of(own_store, requests_a_minute=3) as client:
        first = client.get("/test/who")
        assert first.headers["ratelimit-policy"] == '"minute";q=3;w=60'
        assert first.headers["ratelimit"] == '"minute";r=2;t=20'
        client.get("/test/who")
        client.get("/nowhere")
        refused = client.get("/test/who")
        problem(refused, 429, "rate_limited")
        assert 1 <= int(refused.headers["retry-after"]) <= 20
        assert refused.headers["x-content-type-options"] == "nosniff"
        assert client.get("/livez").status_code == 200, "probes are not counted"


def test_each_key_has_a_limit_of_its_own(own_store: Path) -> None:
    _, one = make_key(own_store)
    _, other = make_key(own_store)
    with client_of(own_store, requests_a_minute=2) as client:
        statuses = [client.get("/test/who", headers={"X-API-Key": key}).status_code for key in [one] * 3 + [other]]
        assert statuses == [200, 200, 429, 200]
        guesses = [client.get("/test/who", headers={"X-API-Key": f"vg_{n}"}).status_code for n in range(3)]
        assert guesses == [401, 401, 429], "keys that do not hold share the limit of their address"


def test_a_bucket_fills_evenly_and_callers_are_bounded() -> None:
    now = 0.0
    buckets = TokenBuckets(60, lambda: now, most_callers=2)
    assert [buckets.take("a")[0] for _ in range(60)] == list(range(59, -1, -1))
    assert buckets.take("a") == (0, 1.0)
    now = 1.5
    assert buckets.take("a") == (0, 0.0)
    assert buckets.take("a") == (0, 0.5)
    buckets.take("b")
    buckets.take("c")
    assert buckets.take("a") == (59, 0.0), "the caller that came longest ago was forgotten"


def test_a_body_that_says_to_be_too_large_is_refused_unread(local: httpx2.Client) -> None:
    assert local.post("/test/size", content=b"x" * MB).json() == MB
    assert local.post("/documents/test", content=b"x" * 2 * MB).json() == 2 * MB
    for path, length in [("/test/size", MB + 1), ("/documents/test", 2 * MB + 1), ("/livez", 10**19)]:
        answer = until_hung_up(local.base_url, path, length)
        assert answer.startswith(b"HTTP/1.1 413"), answer
        assert b'"too_large"' in answer


async def test_documents_as_json_are_smaller_since_they_are_parsed_as_a_whole() -> None:
    passed: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        passed.append(scope["path"])

    async def announce(kind: str, megabytes: int, method: str = "POST", upload_mb: int = 200) -> None:
        headers = [(b"content-type", kind.encode()), (b"content-length", str(megabytes * MB).encode())]
        scope = {"type": "http", "method": method, "path": "/documents", "headers": headers}
        await BodySize(app, upload_mb=upload_mb)(scope, unread, unsent)

    async def unread() -> Message:
        raise AssertionError("nothing is read")

    async def unsent(_: Message) -> None:
        raise AssertionError("nothing is sent")

    await announce("application/json", 16)
    await announce("application/x-ndjson", 200)
    with pytest.raises(Problem, match=r"16 MB.* as files or JSON lines"):
        await announce("Application/JSON; charset=utf-8", 17)
    with pytest.raises(Problem, match=r"200 MB.*VINAGRAPH_UPLOAD_MB"):
        await announce("application/x-ndjson", 201)
    with pytest.raises(Problem, match=r"16 MB.*Shorten the document, or upload it as a file with POST"):
        await announce("application/json", 17, "PUT")
    with pytest.raises(Problem, match=r"8 MB.*Shorten the document, or raise.*VINAGRAPH_UPLOAD_MB"):
        await announce("application/json", 9, "PUT", upload_mb=8)
    assert passed == ["/documents"] * 2


def until_hung_up(url: httpx2.URL, path: str, length: int) -> bytes:
    """What the server says to who announces a body and sends none, until it hangs up."""
    with socket.create_connection((url.host, url.port), timeout=10) as connection:
        head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\n"
        connection.sendall(head.encode())
        answer = b""
        while part := connection.recv(65536):
            answer += part
    return answer


@pytest.mark.parametrize(("path", "most"), [("/test/size", MB), ("/test/typed", MB), ("/documents/test", 2 * MB)])
def test_a_body_of_untold_length_is_read_no_further_than_the_limit(local: httpx2.Client, path: str, most: int) -> None:
    sent = 0

    def chunks() -> Iterator[bytes]:
        nonlocal sent
        while sent < 100 * MB:
            sent += 65536
            yield b" " * 65536
            time.sleep(0.001)  # so that the answer is seen before all is sent

    try:
        reply = local.post(path, content=chunks(), headers={"Content-Type": "application/json"})
    except httpx2.WriteError:
        pass  # the server hung up, and its answer was lost with what was on its way
    else:
        assert "MB" in problem(reply, 413, "too_large")["detail"]
    assert most < sent < 50 * MB


def test_every_answer_has_the_headers_that_hold_browsers_back(local: httpx2.Client) -> None:
    for path in ("/livez", "/nowhere", "/test/broken"):
        headers = local.get(path).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == "no-store"
        assert "strict-transport-security" not in headers
        assert "access-control-allow-origin" not in headers


def test_pages_of_other_sites_may_call_only_where_that_is_set(own_store: Path, local: httpx2.Client) -> None:
    page = {"Origin": "https://trang.vn"}
    preflight = page | {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    assert local.options("/test/size", headers=preflight).status_code >= 400
    problem(local.post("/test/size", headers=page, content=b"x"), 403, "forbidden")
    own = {"Origin": str(local.base_url).rstrip("/")}
    assert local.post("/test/size", headers=own, content=b"x").status_code == 200
    problem(local.post("/test/size", headers={"Origin": "null"}, content=b"x"), 403, "forbidden")
    with client_of(own_store, cors_origins="https://trang.vn, https://khac.vn/", requests_a_minute=1) as client:
        allowed = client.options("/test/size", headers=preflight)
        assert allowed.headers["access-control-allow-origin"] == "https://trang.vn"
        assert client.post("/test/size", headers=page, content=b"x").status_code == 200
        refused = client.post("/test/size", headers=page, content=b"x")
        problem(refused, 429, "rate_limited")
        assert refused.headers["access-control-allow-origin"] == "https://trang.vn", "a page must be able to read it"
        assert "Content-Location" in refused.headers["access-control-expose-headers"]
        assert client.get("/health", headers={"Origin": "https://xa.vn"}).status_code == 403


def test_without_keys_not_every_page_may_call(own_store: Path) -> None:
    with client_of(own_store, cors_origins="*") as client:
        problem(client.post("/test/size", headers={"Origin": "https://xa.vn"}, content=b"x"), 403, "forbidden")


@pytest.mark.parametrize("host", ["xau.vn", "xau.vn:80", "127.0.0.1.xau.vn", "10.0.0.1", "", "[", "localhost:x:y"])
def test_without_keys_a_name_that_was_rebound_to_this_machine_is_refused(host: str, local: httpx2.Client) -> None:
    problem(local.get("/test/who", headers={"Host": host}), 403, "forbidden")


@pytest.mark.parametrize("host", ["localhost", "LocalHost:8000", "127.0.0.1", "127.1.2.3:1", "[::1]:8000"])
def test_without_keys_this_machines_own_names_are_taken(host: str, local: httpx2.Client) -> None:
    assert local.get("/test/who", headers={"Host": host}).status_code == 200


def test_with_keys_any_name_will_do_and_a_key_in_the_address_will_not(own_store: Path) -> None:
    _, text = make_key(own_store)
    with client_of(own_store) as client:
        reply = client.get("/test/who", headers={"Host": "hoi-dap.vn", "Authorization": f"bearer {text}"})
        assert reply.json() == {"tenant": "t", "role": "read"}
        for name in ("api_key", "key", "token", "access_token"):
            problem(client.get("/test/who", params={name: text}), 401, "unauthenticated")


def test_without_keys_any_key_is_as_good_as_none(own_store: Path, local: httpx2.Client) -> None:
    assert local.get("/test/who", headers={"Authorization": "Bearer sk-x"}).json()["role"] == "admin"
    with client_of(own_store, bootstrap_key=SecretStr("khóa của người quản trị")) as client:
        problem(client.get("/test/who", headers={"Authorization": "Bearer sk-x"}), 401, "unauthenticated")
        as_admin = {b"Authorization": "Bearer khóa của người quản trị".encode()}
        assert client.get("/test/who", headers=as_admin).json()["role"] == "admin"


def test_a_request_keeps_its_id_if_that_is_well_formed(local: httpx2.Client) -> None:
    assert local.get("/livez", headers={"X-Request-Id": "a-1.b_2"}).headers["x-request-id"] == "a-1.b_2"
    for ill in ("a b", "x" * 65, "<b>", ""):
        made = local.get("/livez", headers={"X-Request-Id": ill}).headers["x-request-id"]
        assert re.fullmatch(r"[0-9a-f]{32}", made)
