"""``vinagraph keys`` beside a running ``vinagraph serve``, and how the server starts and stops."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import httpx2
import pytest

from app.cli.console import Exit
from graph.errors import InputError, NotFound, SettingsError, StoreError
from tests.integration.command import command, end, server
from tests.integration.conftest import run_vinagraph


def status(url: str, key: str = "") -> int:
    return httpx2.get(f"{url}/graph/stats", headers={"X-API-Key": key} if key else {}).status_code


def test_keys_hold_and_are_revoked_while_the_server_runs(own_store: Path) -> None:
    with server(own_store) as (url, process):
        assert status(url) == 200
        made = run_vinagraph(own_store, "keys", "create", "báo cáo", "--role", "write", "--tenant", "công-ty", "--json")
        key = json.loads(made.stdout)
        assert {name: key[name] for name in ("name", "role", "tenant", "revoked")} == {
            "name": "báo cáo",
            "role": "write",
            "tenant": "công-ty",
            "revoked": None,
        }
        assert key["key"].startswith(f"vg_{key['id']}_")
        assert [status(url), status(url, key["key"])] == [401, 200]
        (listed,) = json.loads(run_vinagraph(own_store, "keys", "list", "--json").stdout)
        assert listed == {name: value for name, value in key.items() if name != "key"}
        revoked = run_vinagraph(own_store, "keys", "revoke", key["id"], "--json").stdout
        assert json.loads(revoked) == {"revoked": key["id"]}
        assert [status(url), status(url, key["key"])] == [401, 401], "revoking the last key opens nothing"
        process.send_signal(signal.SIGTERM)
        assert end(process).status == Exit.DONE


def test_a_key_is_shown_once_and_then_told_by_its_id(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    made = run_vinagraph(folder, "keys", "create", "máy [b]quét[/b]")
    text = made.stdout.strip()
    id_ = text.split("_")[1]
    assert id_ in made.stderr
    assert "not shown again" in made.stderr
    table = run_vinagraph(folder, "keys", "list").stdout
    assert all(word in table for word in (id_, "máy [b]quét[/b]", "read", "default"))
    assert text.split("_")[2] not in table
    assert f"Key {id_} is revoked." in run_vinagraph(folder, "keys", "revoke", id_).stdout
    again = run_vinagraph(folder, "keys", "revoke", id_)
    assert isinstance(again.exception, NotFound)
    assert run_vinagraph(folder, "keys", "list", "--tenant", "khác", "--json").stdout == "[]\n"


@pytest.mark.parametrize(
    "arguments", [["create", ""], ["create", "x", "--role", "king"], ["create", "x", "--tenant", " "], ["revoke", ""]]
)
def test_what_no_key_can_be_is_wrong_usage(arguments: list[str], tmp_path: Path) -> None:
    assert run_vinagraph(tmp_path, "keys", *arguments).exit_code == Exit.USAGE


def test_a_tenant_without_a_usable_name_and_a_store_without_a_folder_are_refused(tmp_path: Path) -> None:
    refused = run_vinagraph(tmp_path, "keys", "create", "x", "--tenant", "a:b").exception
    assert isinstance(refused, InputError)
    (tmp_path / "file").write_text("")
    refused = run_vinagraph(tmp_path / "file" / "in", "keys", "list").exception
    assert isinstance(refused, StoreError)


def test_a_port_in_use_and_a_store_in_use_are_told_in_words(own_store: Path) -> None:
    with server(own_store) as (url, process):
        port = url.rpartition(":")[2]
        taken = run_vinagraph(own_store, "serve", "--port", port).exception
        assert f"Port {port} of 127.0.0.1 is in use" in str(taken)
        held = command(own_store, "serve", "--port", "0")
        assert held.status == Exit.FAILED
        assert f"process {process.pid}" in held.err
        assert "listens on" not in held.err
        process.send_signal(signal.SIGINT)
        assert end(process).status == 130


def test_without_keys_no_server_starts_for_the_pages_of_all_sites(tmp_path: Path) -> None:
    refused = run_vinagraph(tmp_path, "serve", "--port", "0", cors_origins="https://trang.vn, *").exception
    assert isinstance(refused, SettingsError)
    assert "VINAGRAPH_CORS_ORIGINS" in str(refused)
    assert "keys create" in str(refused)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "may-chu"])
def test_other_machines_are_not_served_without_keys(host: str, tmp_path: Path) -> None:
    refused = run_vinagraph(tmp_path, "serve", "--host", host, "--port", "0").exception
    assert "keys create" in str(refused)
    assert host in str(refused)


def test_an_address_that_this_machine_has_not_is_told_in_words(tmp_path: Path) -> None:
    run_vinagraph(tmp_path, "keys", "create", "x")
    refused = run_vinagraph(tmp_path, "serve", "--host", "192.0.2.1", "--port", "0").exception
    assert isinstance(refused, SettingsError)
    assert "192.0.2.1" in str(refused)


def test_the_bootstrap_key_opens_the_server_to_others(own_store: Path) -> None:
    with server(own_store, "--host", "0.0.0.0", bootstrap_key="mo-cua-ra-cho-moi-nguoi") as (url, _):
        here = url.replace("0.0.0.0", "127.0.0.1")
        assert [status(here), status(here, "mo-cua-ra-cho-moi-nguoi"), status(here, "khac")] == [401, 200, 401]
        lines = httpx2.get(f"{here}/livez", headers={"Host": "hoi-dap.vn"})
        assert lines.status_code == 200
        assert "server" not in lines.headers


def test_an_address_that_a_header_tells_has_no_bucket_of_its_own(own_store: Path) -> None:
    with server(own_store, requests_a_minute="3") as (url, _):
        told = [httpx2.get(f"{url}/openapi.json", headers={"X-Forwarded-For": f"9.9.9.{n}"}) for n in range(5)]
        assert [answer.status_code for answer in told][-1] == 429
