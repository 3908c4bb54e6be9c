"""What a search is restricted to: by the question, and by who asks, whose word is last."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from agents.context import AgentOptions
from agents.ports import Filters, Question
from agents.prompts import message

_NONE = Filters()
_VIETNAM = timedelta(hours=7)


def today_in_vietnam() -> date:
    """The day it is in Việt Nam (UTC+7, no summer time)."""
    return (datetime.now(UTC) + _VIETNAM).date()


def filters_in_force(question: Question, options: AgentOptions, *, widened: bool) -> Filters:
    """The filters of a search: those of the options, and of the question where the options have none.

    Who asks for an instrument gets it even where the question, or today, means a day on which it is not in force.
    An instrument that only the question names is no filter but a preference (`preferred_instrument`): what
    replaces or amends it, or is compared with it, stands elsewhere.

    Args:
        question: The question understood.
        options: Options of the run.
        widened: Whether the question's sources and kinds were given up.

    Raises:
        InputError: The options hold what is no date.
    """
    given, asked = options.filters, question.filters
    return Filters(
        sources=given.sources or (() if widened else asked.sources),
        kinds=given.kinds or (() if widened else asked.kinds),
        in_force_on=given.in_force_on or (None if given.instrument else asked.in_force_on),
        instrument=given.instrument,
    )


def preferred_instrument(question: Question, options: AgentOptions) -> str | None:
    """The legal instrument that the question names, where the options name none."""
    return None if options.instrument else question.filters.instrument


def given_up(question: Question, options: AgentOptions) -> Filters:
    """The filters that a later round goes without; a day in force and what the options say are kept."""
    asked = question.filters
    return Filters(
        sources=() if options.sources else asked.sources,
        kinds=() if options.kinds else asked.kinds,
    )


def told(filters: Filters, language: str) -> str:
    """The filters in words; empty where nothing is restricted but to what is in force today, as everybody expects."""
    parts = []
    if filters.sources:
        parts.append(message("filter.sources", language, names=", ".join(filters.sources)))
    if filters.kinds:
        parts.append(message("filter.kinds", language, names=", ".join(filters.kinds)))
    if filters.instrument:
        parts.append(message("filter.instrument", language, name=filters.instrument))
    if filters.in_force_on and filters.in_force_on != today_in_vietnam():
        parts.append(message("filter.in_force_on", language, day=f"{filters.in_force_on:%d/%m/%Y}"))
    return "; ".join(parts)


def restricted(filters: Filters) -> bool:
    """Whether there is any filter."""
    return filters != _NONE
