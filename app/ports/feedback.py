"""What people think of answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Feedback:
    """A judgement on an answer.

    Attributes:
        id: Made by the server.
        tenant: Whose it is.
        run: The run that answered.
        rating: 1 for good, -1 for bad.
        comment: In the person's words; may be empty.
        created: When, UTC.
    """

    id: str
    tenant: str
    run: str
    rating: int
    comment: str
    created: datetime


class FeedbackStore(Protocol):
    """Keeps feedback."""

    async def add_feedback(self, feedback: Feedback) -> None:
        """Keeps it; another one on the same run takes the place of the first."""
        ...

    async def feedback(self, tenant: str, *, offset: int = 0, limit: int = 100) -> Sequence[Feedback]:
        """Feedback of a tenant, newest first."""
        ...
