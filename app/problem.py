"""A request that cannot be served, for a reason that programs can tell by its code."""

from __future__ import annotations

from graph.errors import VinaGraphError


class Problem(VinaGraphError):
    """A request that cannot be served; ``code`` is one of `app.api.problems.KINDS`."""

    def __init__(self, code: str, detail: str, *, headers: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.headers = headers or {}
