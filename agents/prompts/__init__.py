"""Texts for models and people, one file each and language; none stand in code."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from string import Template

import yaml

_LANGUAGES = ("vi", "en")


def _language(code: str) -> str:
    return code if code in _LANGUAGES else "vi"


@cache
def _template(name: str, language: str) -> Template:
    return Template(files(__package__).joinpath(f"{name}.{language}.md").read_text(encoding="utf-8").strip())


@cache
def _messages(language: str) -> dict[str, str]:
    text = files(__package__).joinpath(f"messages.{language}.yaml").read_text(encoding="utf-8")
    messages: dict[str, str] = yaml.safe_load(text)
    return messages


def prompt(name: str, language: str, **values: str) -> str:
    """The prompt ``NAME.LANGUAGE.md`` with its ``$values`` filled in; other languages read Vietnamese.

    Raises:
        KeyError: A value is missing.
    """
    return _template(name, _language(language)).substitute(values)


def message(key: str, language: str = "vi", **values: object) -> str:
    """A message for people from ``messages.LANGUAGE.yaml`` with its ``{values}`` filled in.

    Raises:
        KeyError: There is no such message, or a value is missing.
    """
    return _messages(_language(language))[key].format(**values)
