"""Counts what a run came to, and writes it to the log."""

from __future__ import annotations

import logging

from agents.events import ErrorEvent
from app.metrics import Metrics
from app.run import Run

_log = logging.getLogger(__name__)


class RunReport:
    """Reports runs that are over."""

    def __init__(self, metrics: Metrics, *, log_questions: bool) -> None:
        self._metrics = metrics
        self._log_questions = log_questions

    def __call__(self, run: Run) -> None:
        """Reports a run; of what was asked and answered nothing is written unless questions are to be."""
        for event in run.events:
            self._metrics.event(event)
        last = run.last
        fields: dict[str, object] = {"run": run.id, "tenant": run.tenant}
        if run.finished is not None:
            fields["seconds"] = round((run.finished - run.created).total_seconds(), 4)
        if isinstance(last, ErrorEvent):
            fields["error"] = last.code
        elif last is not None:
            fields["abstained"] = last.abstained
        if self._log_questions:
            fields["question"] = run.question
        _log.info("run", extra={"fields": fields})
