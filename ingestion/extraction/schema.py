"""A user's own ``schema.yaml``: entity types, a glossary and relation patterns, without code.

Example::

    entity_types: [Bệnh, Thuốc]
    glossary:
      - term: Sốt xuất huyết Dengue
        type: Bệnh
        aliases: [sốt xuất huyết, SXHD]
    relations:
      - type: TREATS
        pattern: "{head:Thuốc} (?:được )?dùng để điều trị {tail:Bệnh}"

The language of the patterns is that of `ingestion.extraction.relations.patterns`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from graph.errors import InputError
from graph.model import EntityType
from graph.text.normalise import name_key, nfc
from ingestion.extraction.names import PhraseTable, Tokens, tokenise
from ingestion.extraction.relations import PatternTable, RelationPattern
from ingestion.extraction.schema_errors import RELATION_NAME, TYPE_NAME, problems, repeated_keys, yaml_problem
from ingestion.extraction.spans import NameSpan

_SOURCE = "glossary"
_BUILT_IN = tuple(type_.value for type_ in EntityType)

TypeName = Annotated[str, StringConstraints(strip_whitespace=True, pattern=TYPE_NAME, max_length=60)]
RelationName = Annotated[str, StringConstraints(strip_whitespace=True, pattern=RELATION_NAME, max_length=60)]
Term = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=200)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class GlossaryEntry(_Part):
    """A term, its other names and its entity type."""

    term: Term
    type: TypeName
    aliases: tuple[Term, ...] = ()


class RelationRule(_Part):
    """A relation type with a pattern that finds it.

    Attributes:
        type: Relation type, upper case with underscores.
        pattern: In the language of `ingestion.extraction.relations.patterns`.
        heads: Entity types of the head, where the pattern has no ``{head:…}`` of its own.
        confidence: Probability that what the pattern finds is stated.
    """

    type: RelationName
    pattern: str
    heads: tuple[TypeName, ...] = ()
    confidence: float = Field(0.9, gt=0, le=1)


class Schema(_Part):
    """The content of a ``schema.yaml``."""

    entity_types: tuple[TypeName, ...] = ()
    glossary: tuple[GlossaryEntry, ...] = ()
    relations: tuple[RelationRule, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> Schema:
        known = {*_BUILT_IN, *self.entity_types}
        for place, entry in enumerate(self.glossary, 1):
            if entry.type not in known:
                raise ValueError(
                    f"glossary entry {place} ({entry.term}) has the type {entry.type}, which is neither built in "
                    f"({', '.join(_BUILT_IN)}) nor listed in entity_types"
                )
        for place, rule in enumerate(self.relations, 1):
            _check_rule(place, rule, self.entity_types)
        return self

    def patterns(self) -> list[RelationPattern]:
        """The relation rules as rows of the pattern table."""
        return [_row(place, rule) for place, rule in enumerate(self.relations, 1)]


EMPTY_SCHEMA = Schema()
_KEYS = {
    "": tuple(Schema.model_fields),
    "glossary": tuple(GlossaryEntry.model_fields),
    "relations": tuple(RelationRule.model_fields),
}


def _row(place: int, rule: RelationRule) -> RelationPattern:
    return RelationPattern(f"schema.{place}", rule.type, rule.pattern, (), heads=rule.heads, confidence=rule.confidence)


def _check_rule(place: int, rule: RelationRule, types: Sequence[str]) -> None:
    try:
        PatternTable.compile([_row(place, rule)], types)
    except ValueError as error:
        reason = str(error).removeprefix(f"relation pattern 'schema.{place}': ")
        raise ValueError(
            f"relation {place} ({rule.type}): the pattern cannot be used: {reason}. "
            f"Types are {', '.join(dict.fromkeys((*_BUILT_IN, *types)))}"
        ) from error


def load_schema(path: Path) -> Schema:
    """Reads a ``schema.yaml``.

    Raises:
        InputError: The file cannot be read or says something that cannot be used; the message names the place.
    """
    try:
        text = nfc(path.read_text(encoding="utf-8-sig"))
        # This loader makes lists, mappings and strings only: a term may be 2024 or yes.
        content = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506
        repeated = repeated_keys(text)
    except FileNotFoundError as error:
        raise InputError(f"{path}: there is no such schema file. Mend VINAGRAPH_SCHEMA_FILE.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: the schema file cannot be read: {error}. It must be text in UTF-8.") from error
    except yaml.YAMLError as error:
        raise InputError(f"{path}: {yaml_problem(error)}. Mend the schema file and run again.") from error
    if repeated:
        raise _unusable(path, repeated)
    if isinstance(content, dict):
        content = {key: value for key, value in content.items() if value != ""}  # a key without content adds nothing
    try:
        return Schema.model_validate(content or {})
    except ValidationError as error:
        raise _unusable(path, problems(error, text, _KEYS)) from error


def _unusable(path: Path, found: Sequence[str]) -> InputError:
    return InputError(f"{path}: {'; '.join(found)}. Mend the schema file and run again; docs/schema.md describes it.")


class Glossary:
    """Finds the terms of a glossary, longest first; only terms in capitals ask for their case."""

    def __init__(self, entries: Sequence[GlossaryEntry]) -> None:
        self._forms: PhraseTable[tuple[GlossaryEntry, str]] = PhraseTable(
            (form, (entry, form)) for entry in entries for form in (entry.term, *entry.aliases)
        )

    def find(self, text: str, start: int, end: int) -> list[NameSpan]:
        """Terms in ``text[start:end]``, by start, without overlaps; the name is the glossary's term."""
        return list(self._find(text, tokenise(text, start, end))) if len(self._forms) else []

    def _find(self, text: str, tokens: Tokens) -> Iterator[NameSpan]:
        index = 0
        while index < len(tokens.words):
            match = self._forms.longest_at(tokens.lows, index)
            if match is None:
                index += 1
                continue
            (entry, form), length = match
            first, last = tokens.starts[index], tokens.ends[index + length - 1]
            index += length
            if not form.isupper() or text[first:last].isupper():
                yield NameSpan(first, last, entry.type, name_key(entry.term), entry.term, _SOURCE)
