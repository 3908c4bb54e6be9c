"""A user's schema: what it adds, and what is said where it cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import InputError
from graph.model import Chunk, Document
from ingestion.extraction.extractor import DocumentExtractor
from ingestion.extraction.names import gazetteer
from ingestion.extraction.schema import Glossary, GlossaryEntry, load_schema

SCHEMA = """
entity_types: [Bệnh, Thuốc]
glossary:
  - term: Sốt xuất huyết Dengue
    type: Bệnh
    aliases: [sốt xuất huyết, SXHD]
  - term: paracetamol
    type: Thuốc
relations:
  - type: TREATS
    pattern: "{head:Thuốc} (?:được )?dùng để điều trị {tail:Bệnh}"
"""


def write(folder: Path, content: str) -> Path:
    path = folder / "schema.yaml"
    path.write_text(content, encoding="utf-8")
    return path


def test_glossary_types_and_patterns_work_without_code(tmp_path: Path) -> None:
    extractor = DocumentExtractor(write(tmp_path, SCHEMA))
    text = "Paracetamol được dùng để điều trị sốt xuất huyết tại Hà Nội."
    id_ = Document.make_id("t", "u")
    _, found = extractor.extract(
        Document(id_, "t", "u", "Tin y tế", text, "s", "u"), [Chunk(Chunk.make_id(id_, "", 0), id_, 0, 0, len(text))]
    )
    entities = {entity.id: entity for entity in found.entities}
    assert {(e.type, e.name) for e in entities.values()} >= {
        ("Bệnh", "Sốt xuất huyết Dengue"),
        ("Thuốc", "paracetamol"),
        ("Place", "Hà Nội"),
    }
    (relation,) = [relation for relation in found.relations if relation.type == "TREATS"]
    assert (entities[relation.head_id].type, entities[relation.tail_id].type) == ("Thuốc", "Bệnh")


def test_the_fingerprint_changes_with_the_schema(tmp_path: Path) -> None:
    plain, own = DocumentExtractor(), DocumentExtractor(write(tmp_path, SCHEMA))
    assert plain.fingerprint != own.fingerprint
    assert own.fingerprint == DocumentExtractor(write(tmp_path, SCHEMA)).fingerprint


def test_an_empty_schema_adds_nothing(tmp_path: Path) -> None:
    schema = load_schema(write(tmp_path, ""))
    assert not schema.glossary
    assert not schema.relations


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("glossary: [", ["no YAML"]),
        ("- a\n- b", ["schema.yaml"]),
        ("glossary:\n  - term: Cúm\n    type: Bệnh", ["glossary entry 1", "Cúm", "Bệnh", "entity_types"]),
        ("glossary:\n  - term: Cúm A", ["glossary", "entry 1", "type"]),
        ("relations:\n  - type: treats\n    pattern: x", ["relations", "entry 1", "type"]),
        ("relations:\n  - type: TREATS\n    pattern: '{head:Person} gặp'", ["relation 1", "TREATS"]),
        ("relation: []", ["line 1: relation: no such key", "mean relations?"]),
        (
            "entity_types:\n  - Cơ sở y tế",
            ["line 2: entity_types: entry 1", "'Cơ sở y tế' is no type name", "one word"],
        ),
        ("entity_types: Bệnh", ["line 1: entity_types", "must be a list"]),
        (
            "glossary:\n  - term: Cúm A\n    typ: Bệnh",
            ["line 2: glossary: entry 1: type", "line 3", "mean type?"],
        ),
        ("glossary:\n  - Cúm A", ["line 2: glossary: entry 1", "KEY: VALUE"]),
        ("glossary:\n  - term: A\n    type: Person", ["line 2: glossary: entry 1: term", "too short"]),
        ("relations:\n  - type: treats\n    pattern: x", ["line 2: relations: entry 1: type", "such as TREATS"]),
        ("relations:\n  - type: X\n    pattern: x\n    confidence: cao", ["line 4", "confidence", "at most 1"]),
        ("glossary: []\nrelations: []\nglossary: []", ["line 3", "glossary stands there twice"]),
        ("glossary:\n\tterm: x", ["line 2: this is no YAML"]),
    ],
)
def test_errors_name_the_place(tmp_path: Path, content: str, words: list[str]) -> None:
    path = write(tmp_path, content)
    with pytest.raises(InputError) as error:
        load_schema(path)
    assert all(word in str(error.value) for word in [str(path), *words]), error.value
    assert not [word for word in ("pydantic", "Input should", "String should", "\n") if word in str(error.value)]


def test_terms_that_look_like_other_things_are_text_and_keys_may_be_empty(tmp_path: Path) -> None:
    schema = load_schema(
        write(tmp_path, "entity_types:\nglossary:\n  - term: 2024\n    type: Event\n    aliases: [no]")
    )
    assert [(entry.term, entry.aliases) for entry in schema.glossary] == [("2024", ("no",))]
    assert not schema.entity_types


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such schema file"):
        load_schema(tmp_path / "schema.yaml")


def test_the_glossary_takes_the_longest_term_whatever_its_case_and_tone_placement() -> None:
    glossary = Glossary(
        [
            GlossaryEntry(term="hoá học", type="Concept"),
            GlossaryEntry(term="hoá học hữu cơ", type="Concept"),
            GlossaryEntry(term="AI", type="Concept"),
        ]
    )
    text = "Hóa học hữu cơ khác hóa học vô cơ; ai cũng biết AI."
    found = glossary.find(text, 0, len(text))
    assert [text[name.start : name.end] for name in found] == ["Hóa học hữu cơ", "hóa học", "AI"]


def test_the_fingerprint_changes_with_the_shipped_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("một")
    monkeypatch.setattr(gazetteer, "_DATA", tmp_path)
    before = gazetteer.shipped_hash()
    (tmp_path / "list.txt").write_text("hai")
    assert gazetteer.shipped_hash() != before
