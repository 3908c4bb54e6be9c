"""API keys: who may do what, for which tenant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Role(StrEnum):
    """What a key allows; each allows what those before it do."""

    READ = "read"
    WRITE = "write"
    ADMIN = "admin"

    def allows(self, needed: Role) -> bool:
        """Whether this role may do what needs the other."""
        order = list(Role)
        return order.index(self) >= order.index(needed)


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as it is kept; the secret itself is not.

    Attributes:
        id: Public id, the part of the key before its secret.
        name: What its owner calls it.
        role: What it allows.
        tenant: Whose documents it reaches.
        created: When it was made, UTC.
        revoked: When it was taken back; None while it holds.
    """

    id: str
    name: str
    role: Role
    tenant: str
    created: datetime
    revoked: datetime | None = None


class KeyStore(Protocol):
    """Keeps keys by the hash of their secret."""

    async def add_key(self, key: ApiKey, digest: bytes) -> None:
        """Keeps a new key.

        Raises:
            StoreError: Its id is taken.
        """
        ...

    async def find_key(self, key_id: str) -> tuple[ApiKey, bytes] | None:
        """The key of that id with its digest, revoked ones too; None where there is none."""
        ...

    async def keys(self, tenant: str | None = None) -> Sequence[ApiKey]:
        """Keys, oldest first; of one tenant where it is given."""
        ...

    async def revoke_key(self, key_id: str, when: datetime) -> bool:
        """Takes a key back; False where there is none that holds."""
        ...
