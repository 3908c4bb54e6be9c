"""Where a part of the agent is: at a model's server, or in this process."""

from __future__ import annotations

from dataclasses import dataclass, field

from pydantic import SecretStr


@dataclass(frozen=True, slots=True)
class ModelServer:
    """A model at a URL, or the URL of a part without a model.

    Attributes:
        url: ``http(s)://…/v1`` of an OpenAI-compatible server, or the name of a part without a model.
        model: Name of the model at the server.
        api_key: Key of the server; an empty one is not sent.
        timeout_s: Longest wait for the model, in seconds.
    """

    url: str
    model: str = ""
    api_key: SecretStr = field(default_factory=lambda: SecretStr(""))
    timeout_s: float = 60.0
