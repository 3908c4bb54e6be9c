"""Who may ask: keys, roles, and the loopback without keys."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import pytest
from pydantic import SecretStr

from app.api import create_app
from app.api.deps import AdminDep
from app.keys import Caller, caller_of, new_key
from app.ports import Role
from app.settings import load_settings
from app.stores.factory import open_app_store
from graph.errors import SettingsError
from tests.live_server import serving

TENANT = "công-ty"


async def test_a_key_is_whose_it_was_made_for_until_it_is_revoked(tmp_path: Path) -> None:
    store = await open_app_store("sqlite:", tmp_path)
    key, text = await new_key(store, "báo cáo", Role.WRITE, TENANT)
    assert await caller_of(text, store, "", "default") == Caller(TENANT, Role.WRITE, key.id)
    assert await caller_of(text[:-1] + ("A" if text[-1] != "A" else "B"), store, "", "default") is None
    assert [kept.name for kept in await store.keys(TENANT)] == ["báo cáo"]
    assert text.encode() not in (tmp_path / "app.sqlite").read_bytes()
    assert await store.revoke_key(key.id, datetime.now(UTC))
    assert not await store.revoke_key(key.id, datetime.now(UTC))
    assert await caller_of(text, store, "", "default") is None
    await store.close()


async def test_the_key_of_the_settings_is_an_admins(tmp_path: Path) -> None:
    store = await open_app_store("sqlite:", tmp_path)
    assert await caller_of("mở-cửa", store, "mở-cửa", "t") == Caller("t", Role.ADMIN, "bootstrap")
    assert await caller_of("mở-cử", store, "mở-cửa", "t") is None
    await store.close()


async def test_an_app_store_elsewhere_is_refused_in_the_users_terms(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="VINAGRAPH_APP_URL"):
        await open_app_store("postgresql://db/app", tmp_path)


def test_roles_and_keys_over_http(own_store: Path) -> None:
    async def make() -> tuple[str, str]:
        store = await open_app_store("sqlite:", own_store)
        _, reader = await new_key(store, "đọc", Role.READ, TENANT)
        _, admin = await new_key(store, "quản trị", Role.ADMIN, TENANT)
        await store.close()
        return reader, admin

    app = create_app(load_settings(data_dir=own_store, bootstrap_key=SecretStr("khóa của người quản trị")))

    @app.get("/test/admin")
    async def admin_only(caller: AdminDep) -> str:
        return caller.key

    reader, admin = asyncio.run(make())
    with serving(app) as url, httpx2.Client(base_url=url) as client:
        refused = client.get("/me")
        assert refused.status_code == 401
        assert refused.json()["code"] == "unauthenticated"
        assert refused.headers["www-authenticate"] == "Bearer"
        as_reader = {"Authorization": f"Bearer {reader}"}
        told = {"tenant": TENANT, "role": "read", "key": reader.split("_")[1]}
        assert client.get("/me", headers=as_reader).json() == told
        assert client.get("/me", headers={"X-API-Key": reader}).json() == told
        assert client.get("/test/admin", headers=as_reader).json()["code"] == "forbidden"
        assert client.get("/test/admin", headers={"Authorization": f"Bearer {admin}"}).status_code == 200


def test_without_keys_everybody_on_this_machine_is_admin(api_url: str) -> None:
    assert httpx2.get(f"{api_url}/readyz").json() == {"status": "ok"}
    missing = httpx2.get(f"{api_url}/nowhere")
    assert missing.status_code == 404
    assert missing.headers["content-type"] == "application/problem+json"
    assert missing.json()["code"] == "not_found"
