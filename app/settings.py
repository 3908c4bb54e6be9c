"""All settings, read from the environment and ``.env``; nothing else reads the environment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from difflib import SequenceMatcher, get_close_matches
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, DotEnvSettingsSource, EnvSettingsSource, SettingsConfigDict

from agents.model_server import ModelServer
from app.keys import tenant_problem
from graph.errors import SettingsError
from graph.model import DEFAULT_TENANT

_PREFIX = "VINAGRAPH_"
_ENV_FILE = ".env"
_SHORTEST_KEY = 20
_RAISED = "Value error, "
"""What pydantic sets before the words of a validator."""
_NEAR = 0.6
_NEAR_PREFIX = 0.75
_NOT_OURS = re.compile(r"SERVICE_(HOST|PORT\w*)|PORT(_\d+_\w+)?|TEST_\w+")
"""What Kubernetes sets in every pod beside a service named ``vinagraph``, and what the tests read."""
_LINKABLE = re.compile(r"""((?![()<>"])[!-~])+""")
"""What can stand in an address and ends no link of Markdown or HTML."""


class Settings(BaseSettings):
    """Settings of the program; each is ``VINAGRAPH_<NAME>`` in the environment."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, env_file=_ENV_FILE, extra="ignore", frozen=True)

    data_dir: Path = Field(Path(".vinagraph"), description="Folder of the embedded stores")
    tenant: str = Field(DEFAULT_TENANT, description="Tenant of the command line")
    graph_url: str = Field("sqlite:", description="sqlite: or sqlite:///PATH")
    vector_url: str = Field("edge:", description="edge: or edge:///PATH")
    embedder_url: str = Field("static:", description="static: (ships with VinaGraph)")
    reranker_url: str = Field("ltr:", description="ltr: (ships with VinaGraph) or none:")
    writer_url: str = Field("extractive:", description="extractive: or http(s)://…/v1 with WRITER_MODEL")
    writer_model: str = Field("", description="Model name at the writer's server")
    writer_api_key: SecretStr = Field(SecretStr(""), description="Key of the writer's server")
    writer_input_price: float = Field(
        0.0, ge=0, allow_inf_nan=False, description="Price of a million tokens that the writer's model reads"
    )
    writer_output_price: float = Field(
        0.0, ge=0, allow_inf_nan=False, description="Price of a million tokens that it writes, in the same currency"
    )
    model_timeout_s: float = Field(60.0, gt=0, description="Longest silence of a model server, seconds")
    answer_timeout_s: float = Field(
        180.0, gt=0, description="Longest writing and checking of a round, seconds; what was shown by then stays"
    )
    checker_url: str = Field("lexical:", description="lexical: or http(s)://…/v1 with CHECKER_MODEL")
    checker_model: str = Field("", description="Model name at the checker's server")
    checker_api_key: SecretStr = Field(SecretStr(""), description="Key of the checker's server")
    analyst_url: str = Field("rules:", description="rules: or http(s)://…/v1 with ANALYST_MODEL")
    analyst_model: str = Field("", description="Model name at the analyst's server")
    analyst_api_key: SecretStr = Field(SecretStr(""), description="Key of the analyst's server")
    checkpoint_url: str = Field("sqlite:", description="sqlite: or sqlite:///PATH")
    app_url: str = Field("sqlite:", description="sqlite: or sqlite:///PATH (keys, threads, jobs, feedback)")
    cache_url: str = Field("memory:", description="memory: or none: (answers to questions that were asked before)")
    api_key: SecretStr = Field(SecretStr(""), description="Key that commands show to a running vinagraph serve")
    bootstrap_key: SecretStr = Field(
        SecretStr(""), description="An admin key, 20 characters or more, that holds without being made first"
    )
    public_url: str = Field(
        "", description="Where people reach vinagraph serve, for links in answers; by default as each request names it"
    )
    cors_origins: str = Field("", description="Origins that may call the API from a page, by commas; none by default")
    questions_at_once: int = Field(64, ge=1, description="Questions that are answered at once; more are refused")
    requests_a_minute: int = Field(600, ge=1, description="Requests that one key may make in a minute")
    upload_mb: int = Field(200, ge=1, description="Largest request body, megabytes")
    log_questions: bool = Field(False, description="Write the text of questions to the log")
    schema_file: Path | None = Field(None, description="Your own schema.yaml: entity types, glossary, patterns")
    workers: int = Field(0, ge=0, description="Ingestion processes; 0 means one a core")
    max_rounds: int = Field(2, ge=1, le=5, description="Rounds of retrieval for one question")
    passages: int = Field(10, ge=1, le=100, description="Passages that an answer may rest on")

    @field_validator("tenant")
    @classmethod
    def _can_be_called(cls, tenant: str) -> str:
        if problem := tenant_problem(tenant):
            raise ValueError(problem)
        return tenant

    @field_validator("public_url")
    @classmethod
    def _can_be_linked_to(cls, url: str) -> str:
        text = url.strip().rstrip("/")
        try:
            parts = urlsplit(text)
            named = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0 and "@" not in parts.netloc
        except ValueError:
            named = False
        if text and (not named or parts.query or parts.fragment or not _LINKABLE.fullmatch(text)):
            raise ValueError(f"{url!r} is no address to link to. Write it as https://hoi-dap.example.vn")
        return text

    @field_validator("bootstrap_key")
    @classmethod
    def _hard_to_guess(cls, key: SecretStr) -> SecretStr:
        text = key.get_secret_value().strip()
        if 0 < len(text) < _SHORTEST_KEY:
            raise ValueError(
                f"This admin key has {len(text)} characters, which can be guessed; it needs {_SHORTEST_KEY} or more. "
                "Make one with: openssl rand -hex 32"
            )
        return SecretStr(text)

    @property
    def writer(self) -> ModelServer:
        """Where the writer is."""
        return ModelServer(self.writer_url, self.writer_model, self.writer_api_key, self.model_timeout_s)

    @property
    def checker(self) -> ModelServer:
        """Where the grounding checker is."""
        return ModelServer(self.checker_url, self.checker_model, self.checker_api_key, self.model_timeout_s)

    @property
    def analyst(self) -> ModelServer:
        """Where the query analyst is."""
        return ModelServer(self.analyst_url, self.analyst_model, self.analyst_api_key, self.model_timeout_s)


def load_settings(**overrides: object) -> Settings:
    """Reads the settings.

    Raises:
        SettingsError: A value is not usable; the message names the variable and what it may be.
    """
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        problems = "; ".join(
            f"{_PREFIX}{'_'.join(str(part) for part in item['loc']).upper()}: {item['msg'].removeprefix(_RAISED)}"
            for item in error.errors()
        )
        raise SettingsError(f"Settings cannot be used: {problems}. Mend them in the environment or in .env.") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"The file .env is not UTF-8 (byte {error.start}). Save it as UTF-8 text.") from error
    except OSError as error:
        raise SettingsError(f"The file .env cannot be read: {error.strerror}. Check its rights.") from error


def unknown_names() -> list[str]:
    """What to tell of names in the environment and ``.env`` that look like settings and are none.

    They are no errors: a file of settings may serve a newer version too.
    """
    names = {name.upper(): "the environment" for name in EnvSettingsSource(Settings).env_vars}
    with suppress(OSError, UnicodeDecodeError):  # `load_settings` says so, as an error
        names |= {name.upper(): _ENV_FILE for name in DotEnvSettingsSource(Settings).env_vars}
    return list(_unknown(names))


def _unknown(names: dict[str, str]) -> Iterator[str]:
    known = [name.upper() for name in Settings.model_fields]
    for name, place in sorted(names.items()):
        prefix, underscore, rest = name.partition("_")
        prefix += underscore
        if prefix != _PREFIX:
            near = [rest] if rest in known and SequenceMatcher(None, prefix, _PREFIX).ratio() >= _NEAR_PREFIX else []
        elif rest in known or _NOT_OURS.fullmatch(rest):
            continue
        else:
            near = get_close_matches(rest, known, n=1, cutoff=_NEAR)
        if near:
            yield f"{name} in {place} is no setting, so it changes nothing. Did you mean {_PREFIX}{near[0]}?"
        elif prefix == _PREFIX:
            yield f"{name} in {place} is no setting, so it changes nothing. vinagraph doctor --verbose lists them all."
