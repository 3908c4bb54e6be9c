"""What can go wrong with a chat model, told as errors of our own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpx2
import openai
from langchain_core.exceptions import (
    ContextOverflowError,
    ModelAuthenticationError,
    ModelInvalidRequestError,
    ModelNotFoundError,
    ModelPermissionDeniedError,
    ModelTimeoutError,
)
from langchain_core.exceptions import ModelError as ProviderError

from agents.prompts import message
from graph.errors import ModelError, ModelTimeout, ModelUnavailable

_REFUSALS = (
    ModelAuthenticationError,
    ModelPermissionDeniedError,
    ModelNotFoundError,
    ModelInvalidRequestError,
    ContextOverflowError,
)
_UNREADABLE = (ValueError, TypeError, KeyError, AttributeError)
"""What client libraries raise over data that is not of the convention."""

_FAILURES = (TimeoutError, ProviderError, openai.OpenAIError, httpx2.HTTPError, *_UNREADABLE)
"""Everything that a chat model's client is known to raise: LangChain classifies errors of the request,
errors after the first byte come as the client's or the transport's own."""


@contextmanager
def model_errors(language: str, silence_s: float) -> Iterator[None]:
    """Tells failures of one call of a model's client as errors of our own.

    Only the call belongs in the block: what our code does with the reply is no failure of the model.

    Raises:
        ModelError: The call failed.
    """
    try:
        yield
    except _FAILURES as error:
        raise _translated(error, language, silence_s) from error


def _translated(error: Exception, language: str, silence_s: float) -> ModelError:
    """The error for people and for the next attempt: unavailable ones are not tried again."""
    if isinstance(error, TimeoutError | ModelTimeoutError | httpx2.TimeoutException):
        return ModelTimeout(message("writer.timeout", language, seconds=silence_s))
    if isinstance(error, _REFUSALS):
        return ModelUnavailable(message("writer.refused", language, error=error))
    if isinstance(error, ProviderError):
        return ModelUnavailable(message("writer.unavailable", language, error=error))
    if isinstance(error, _UNREADABLE):
        return ModelError(message("writer.rubbish", language, error=error))
    return broken_off(language)


def broken_off(language: str) -> ModelError:
    """The error of a stream that ended before its answer did."""
    return ModelError(message("writer.broken", language))
