"""API keys: making them, and telling whose they are.

A key is ``vg_ID_SECRET``; of the secret only its SHA-256 is kept. A slow hash is for passwords that people
choose: these are 256 random bits.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from app.ports import ApiKey, KeyStore, Role
from graph.errors import InputError

_FORM = re.compile(r"vg_([0-9a-f]{16})_([\w-]{43})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks.

    Attributes:
        tenant: Whose documents they reach.
        role: What they may do.
        key: Id of their key; ``bootstrap`` for the one of the settings, empty where there are no keys.
    """

    tenant: str
    role: Role
    key: str = ""


def tenant_problem(tenant: str) -> str | None:
    """What is wrong with the name of a tenant; None where it can be called so."""
    if ":" in tenant:  # it parts tenant and thread in the names of conversations
        return f"A tenant cannot be called {tenant!r}: leave out the colon."
    return None if tenant.strip() else "A tenant needs a name; this one is blank."


async def new_key(store: KeyStore, name: str, role: Role, tenant: str) -> tuple[ApiKey, str]:
    """Makes a key; returns it with the text that its owner sends, which is never shown again.

    Raises:
        InputError: The tenant cannot be called so.
    """
    if problem := tenant_problem(tenant):
        raise InputError(problem)
    key = ApiKey(secrets.token_hex(8), name, role, tenant, datetime.now(UTC))
    secret = secrets.token_urlsafe(32)
    await store.add_key(key, _digest(secret))
    return key, f"vg_{key.id}_{secret}"


async def caller_of(text: str, store: KeyStore, bootstrap: str, tenant: str) -> Caller | None:
    """Whose key a text is; None where it is none that holds.

    Args:
        text: What was sent.
        store: Where keys are kept.
        bootstrap: The admin key of the settings; empty for none.
        tenant: The tenant of that one.
    """
    if bootstrap and hmac.compare_digest(text.encode(), bootstrap.encode()):
        return Caller(tenant, Role.ADMIN, "bootstrap")
    form = _FORM.fullmatch(text)
    found = await store.find_key(form[1]) if form else None
    if form is None or found is None:
        return None
    key, digest = found
    if key.revoked is not None or not hmac.compare_digest(digest, _digest(form[2])):
        return None
    return Caller(key.tenant, key.role, key.id)


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
