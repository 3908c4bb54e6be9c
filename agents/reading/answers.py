"""What reading gives: a short answer where it is strong, and the sentences that prove it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer read from passages.

    Attributes:
        sentences: Verbatim sentences that prove it, the most telling first.
        short: The short answer, or None where only sentences answer.
        spare: Further sentences, for a writer whose first ones were rejected.
    """

    sentences: tuple[str, ...]
    short: str | None = None
    spare: tuple[str, ...] = ()
