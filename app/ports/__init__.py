"""What the program asks of the store of its own data: keys, conversations, jobs, feedback."""

from __future__ import annotations

from typing import Protocol

from app.ports.feedback import Feedback, FeedbackStore
from app.ports.jobs import Job, JobReject, JobState, JobStore
from app.ports.keys import ApiKey, KeyStore, Role
from app.ports.threads import Answer, Message, RunState, Thread, ThreadStore

__all__ = [
    "Answer",
    "ApiKey",
    "AppStore",
    "Feedback",
    "FeedbackStore",
    "Job",
    "JobReject",
    "JobState",
    "JobStore",
    "KeyStore",
    "Message",
    "Role",
    "RunState",
    "Thread",
    "ThreadStore",
]


class AppStore(KeyStore, ThreadStore, JobStore, FeedbackStore, Protocol):
    """All of it, in one store."""

    async def close(self) -> None:
        """Waits for what runs, then closes."""
        ...
