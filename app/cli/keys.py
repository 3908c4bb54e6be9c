"""``vinagraph keys``: make, list and revoke the keys of the API, while the server runs or not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from app.cli.console import err, no_blank, out, print_json, run
from app.cli.documents import JsonOption
from app.keys import new_key
from app.ports import ApiKey, AppStore, Role
from app.settings import Settings, load_settings
from app.stores.factory import open_app_store
from graph.errors import NotFound

app = typer.Typer(help="Make, list and revoke API keys.", no_args_is_help=True)

_TenantOption = Annotated[str | None, typer.Option(help="Whose documents it reaches", callback=no_blank)]


@asynccontextmanager
async def _store(settings: Settings) -> AsyncIterator[AppStore]:
    """The keys; a running server has them open too, which their SQLite file allows."""
    store = await open_app_store(settings.app_url, settings.data_dir)
    try:
        yield store
    finally:
        await store.close()


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="What you call it: who uses it, what for", callback=no_blank)],
    role: Annotated[Role, typer.Option(help="read: ask and look; write: documents too; admin: everything")] = Role.READ,
    tenant: _TenantOption = None,
    json: JsonOption = False,
) -> None:
    """Make a key and print it, the only time that it is shown. A running server takes it at once."""
    key, text = run(_create(name, role, tenant))
    if json:
        print_json({**_fields(key), "key": text})
        return
    out.print(text, markup=False)
    err.print(
        f"Key {key.id} with role {key.role} for tenant {key.tenant}. Keep it: it is not shown again.", markup=False
    )


async def _create(name: str, role: Role, tenant: str | None) -> tuple[ApiKey, str]:
    settings = load_settings()
    async with _store(settings) as store:
        return await new_key(store, name, role, tenant or settings.tenant)


@app.command("list")
def list_keys(
    tenant: Annotated[str | None, typer.Option(help="Only those of this tenant", callback=no_blank)] = None,
    json: JsonOption = False,
) -> None:
    """List the keys, oldest first, revoked ones too."""
    keys = run(_list(tenant))
    if json:
        print_json([_fields(key) for key in keys])
        return
    table = Table("Id", "Name", "Role", "Tenant", "Made", "Revoked", box=None)
    for key in keys:
        revoked = "" if key.revoked is None else f"{key.revoked:%Y-%m-%d %H:%M}"
        cells = (key.id, key.name, key.role, key.tenant, f"{key.created:%Y-%m-%d %H:%M}", revoked)
        table.add_row(*map(Text, cells))
    out.print(table)


async def _list(tenant: str | None) -> list[ApiKey]:
    async with _store(load_settings()) as store:
        return list(await store.keys(tenant))


@app.command()
def revoke(
    key: Annotated[str, typer.Argument(help="Its id, as `vinagraph keys list` shows it", callback=no_blank)],
    json: JsonOption = False,
) -> None:
    """Take a key back. A running server refuses it from then on."""
    run(_revoke(key))
    if json:
        print_json({"revoked": key})
    else:
        out.print(f"Key {key} is revoked.", markup=False)


async def _revoke(key: str) -> None:
    async with _store(load_settings()) as store:
        if not await store.revoke_key(key, datetime.now(UTC)):
            raise NotFound(f"There is no key {key} that holds. vinagraph keys list shows them all.")


def _fields(key: ApiKey) -> dict[str, object]:
    return {name: getattr(key, name) for name in ApiKey.__slots__}
