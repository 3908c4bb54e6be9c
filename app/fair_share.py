"""Places of which there are few, shared between tenants: one tenant's flood leaves the others their part."""

from __future__ import annotations

from collections.abc import Iterable

from app.keys import Caller
from app.problem import Problem

_SHARE = 3
RETRY_S = 1


def demand_place(caller: Caller, holders: Iterable[str], most: int, what: str) -> None:
    """Lets a caller pass who may take one more place.

    A tenant may hold three times what it would leave free, and the last place goes to none who holds another. So one
    tenant alone has three quarters of the places, and tenants that all ask for more than there is get the same. While
    there are no keys, all callers are one tenant on one machine, who may have all.

    Args:
        caller: Who asks for it.
        holders: The tenant of each place that is taken.
        most: Places in all.
        what: What takes them, for messages: ``questions are being answered``.

    Raises:
        Problem: ``overloaded``: none is free; ``rate_limited``: the tenant has its share.
    """
    tenants = list(holders)
    free, own = most - len(tenants), tenants.count(caller.tenant)
    again = {"Retry-After": str(RETRY_S)}
    if free <= 0:
        raise Problem(
            "overloaded", f"{most} {what}, as many as this server takes at once. Come back in a moment.", headers=again
        )
    if caller.key and own > _SHARE * (free - 1):
        raise Problem(
            "rate_limited",
            f"{own} {what} for your tenant, its share of the {most} that this server takes at once. "
            "Come back when one of them is over.",
            headers=again,
        )
