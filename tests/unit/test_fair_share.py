"""Places are shared between tenants, whoever comes first."""

from __future__ import annotations

from collections import Counter
from itertools import cycle, islice

import pytest

from app.fair_share import demand_place
from app.keys import Caller
from app.ports import Role
from app.problem import Problem

WHAT = "questions are being answered"


def filled(callers: list[Caller], most: int, holders: Counter[str] | None = None) -> Counter[str]:
    """Who holds how many places once all have asked for more than there are, in turns."""
    held = Counter(holders)
    for caller in islice(cycle(callers), 10 * most * len(callers)):
        try:
            demand_place(caller, held.elements(), most, WHAT)
        except Problem as problem:
            assert int(problem.headers["Retry-After"]) >= 1  # noqa: PT017 - each that is refused
        else:
            held[caller.tenant] += 1
    return held


def caller(tenant: str) -> Caller:
    return Caller(tenant, Role.READ, f"key of {tenant}")


@pytest.mark.parametrize(("most", "own"), [(64, 48), (8, 6), (2, 1), (1, 1)])
def test_a_flood_leaves_places_for_others(most: int, own: int) -> None:
    held = filled([caller("a")], most)
    assert held == {"a": own}
    with pytest.raises(Problem, match=f"its share of the {most}|as many as this server") as refused:
        demand_place(caller("a"), held.elements(), most, WHAT)
    assert refused.value.code == ("rate_limited" if own < most else "overloaded")
    assert filled([caller("b")], most, held)["b"] == (0 if own == most else max(1, 3 * (most - own) // 4))


def test_floods_get_the_same() -> None:
    held = filled([caller(tenant) for tenant in "abc"], 64)
    assert set(held.values()) == {19}


def test_places_that_are_all_taken_are_overload() -> None:
    with pytest.raises(Problem) as refused:
        demand_place(caller("new"), ["a", "b"], 2, WHAT)
    assert refused.value.code == "overloaded"


def test_without_keys_there_is_nobody_to_share_with() -> None:
    assert filled([Caller("default", Role.ADMIN)], 64) == {"default": 64}
