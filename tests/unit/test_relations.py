"""Shipped patterns read their examples; heads are found by name, pronoun and topic, and not where another is meant."""

from __future__ import annotations

import re

import pytest

from graph.model import Document
from graph.text.normalise import name_key
from graph.text.sentences import iter_sentences
from ingestion.extraction.relations import PatternTable, RelationPattern, RelationType, find_relations, shipped_patterns
from ingestion.extraction.spans import NameSpan, SentenceSpans, Statement

_MARK = re.compile(r"\[([^\]|]+)\|([^\]]+)\]")


def _read(marked: str, topic: tuple[str, str] | None = None, table: PatternTable | None = None) -> list[Statement]:
    names: list[NameSpan] = []
    text, end = "", 0
    for match in _MARK.finditer(marked):
        text += marked[end : match.start()]
        names.append(NameSpan(len(text), len(text) + len(match[1]), match[2], name_key(match[1]), match[1], "test"))
        text += match[1]
        end = match.end()
    text += marked[end:]
    sentences = [
        SentenceSpans("c", first, last, tuple(n for n in names if first <= n.start and n.end <= last))
        for first, last in iter_sentences(text)
    ]
    about = NameSpan(0, 0, topic[1], name_key(topic[0]), topic[0], "title") if topic else None
    return find_relations(Document("d", "t", "u", "", text, "s", "x"), sentences, about, table)


def _facts(statements: list[Statement]) -> set[tuple[str, str, str]]:
    return {(s.head.name, s.type, s.tail.name) for s in statements}


@pytest.mark.parametrize("pattern", shipped_patterns(), ids=lambda pattern: pattern.name)
def test_a_pattern_reads_its_examples(pattern: RelationPattern) -> None:
    table = PatternTable.compile([pattern])
    for example in pattern.reads:
        found = _facts(_read(example.text, table=table))
        assert (example.head, pattern.type, example.tail) in found, example.text
    for sentence in pattern.ignores:
        assert _read(sentence, table=table) == [], sentence


def test_types_are_known_and_many_and_each_pattern_has_an_example() -> None:
    patterns = shipped_patterns()
    types = {pattern.type for pattern in patterns}
    assert types <= set(RelationType)
    assert len(types) >= 28
    assert [pattern.name for pattern in patterns if not pattern.reads] == []
    assert len({pattern.name for pattern in patterns}) == len(patterns)


@pytest.mark.parametrize(
    "regex", ["{head:Person} sinh", "{head:Person} sinh {tail:Planet}", "{head:Person} sinh ( {tail:Date}"]
)
def test_a_wrong_pattern_is_refused_by_name(regex: str) -> None:
    with pytest.raises(ValueError, match="mine"):
        PatternTable.compile([RelationPattern("mine", "BORN_ON", regex, ())])


@pytest.mark.parametrize(
    ("marked", "fact"),
    [
        (
            "[Toyota|Organisation] là hãng xe của [Nhật Bản|Place], do [Lê A|Person] sáng lập [năm 1937|Date].",
            ("Toyota", "FOUNDED_BY", "Lê A"),
        ),
        (
            "[Hồ Ba Bể|Place] nằm ở xã [Nam Mẫu|Place], tỉnh [Bắc Kạn|Place], có diện tích [650 ha|Quantity].",
            ("Hồ Ba Bể", "AREA", "650 ha"),
        ),
        (
            "[Lê B|Person] là một nhà hóa học, người được nhận [Giải Nobel|Concept].",
            ("Lê B", "AWARDED", "Giải Nobel"),
        ),
    ],
)
def test_a_name_inside_the_description_of_the_subject_is_no_rival(marked: str, fact: tuple[str, str, str]) -> None:
    assert fact in _facts(_read(marked))


@pytest.mark.parametrize(
    "marked",
    [
        "[Klang|Place] là một phần của [Selangor|Place], thung lũng giáp với [Titiwangsa|Place].",
        "[Viện A|Organisation] thuộc [Hội B|Organisation] lập ra một giải thưởng mang tên [Lê C|Person].",
        "[Lê B|Person] gặp người được nhận [Giải Nobel|Concept].",
    ],
)
def test_another_thing_named_by_a_common_noun_before_the_predicate_keeps_it(marked: str) -> None:
    assert {type_ for _, type_, _ in _facts(_read(marked))} <= {"LOCATED_IN", "PART_OF"}


def test_a_pronoun_means_the_topic_and_keeps_its_own_span() -> None:
    found = _read("Ông sinh tại [Nam Định|Place].", ("Trần Tế Xương", "Person"))
    assert _facts(found) == {("Trần Tế Xương", "BORN_IN", "Nam Định")}
    assert (found[0].head.start, found[0].head.end) == (0, 3)


def test_a_sentence_without_subject_is_about_the_topic_with_an_empty_span() -> None:
    found = _read("Quê ở [Hà Tĩnh|Place].", ("Nguyễn Du", "Person"))
    assert _facts(found) == {("Nguyễn Du", "HOMETOWN", "Hà Tĩnh")}
    assert found[0].head.start == found[0].head.end == found[0].start


def test_without_a_topic_a_pronoun_means_the_subject_of_the_sentence_before() -> None:
    found = _read("[Lê Văn A|Person] là kỹ sư. Ông tốt nghiệp [Đại học Huế|Organisation].")
    assert ("Lê Văn A", "STUDIED_AT", "Đại học Huế") in _facts(found)


def test_a_pronoun_after_another_person_is_left_alone() -> None:
    found = _read("[Lê Văn B|Person] gặp vợ ông ở [Huế|Place], rồi ông mất ở [Huế|Place].", ("Lê Văn A", "Person"))
    assert not {fact for fact in _facts(found) if fact[0] == "Lê Văn A"}


def test_kin_words_are_no_pronouns() -> None:
    assert _read("Ông nội sinh tại [Huế|Place].", ("Lê Văn A", "Person")) == []


def test_negated_predicates_state_nothing() -> None:
    assert _read("[Lào|Place] chưa gia nhập [ASEAN|Organisation].") == []
    assert _facts(_read("[Lào|Place] đã gia nhập [ASEAN|Organisation].")) == {("Lào", "MEMBER_OF", "ASEAN")}


def test_predicates_share_the_subject() -> None:
    found = _facts(
        _read(
            "[Tô Hoài|Person] sinh [năm 1920|Date] tại [Hà Nội|Place], học tại [Trường Bưởi|Organisation]"
            " và mất [năm 2014|Date]."
        )
    )
    assert {
        ("Tô Hoài", "BORN_ON", "năm 1920"),
        ("Tô Hoài", "BORN_IN", "Hà Nội"),
        ("Tô Hoài", "STUDIED_AT", "Trường Bưởi"),
        ("Tô Hoài", "DIED_ON", "năm 2014"),
    } == found


def test_a_name_inside_a_longer_phrase_is_no_subject() -> None:
    assert _read("Dân số của các tỉnh miền núi nằm ngoài [Lào|Place] là [5 triệu người|Quantity].") == []


def test_years_of_an_office_are_no_lifespan() -> None:
    assert _read("[Trần Duệ Tông|Person] ([1372|Date] – [1377|Date]) lên ngôi.") == []


def test_lists_with_directions() -> None:
    found = _facts(
        _read(
            "[Lào|Place] giáp [Trung Quốc|Place] ở phía bắc, [Việt Nam|Place] ở phía đông"
            " và [Thái Lan|Place] ở phía tây."
        )
    )
    assert {tail for _, _, tail in found} == {"Trung Quốc", "Việt Nam", "Thái Lan"}


def test_confidence_falls_from_name_to_pronoun_to_topic() -> None:
    (named,) = _read("[Lê A|Person] sinh tại [Huế|Place].")
    (pronoun,) = _read("Ông sinh tại [Huế|Place].", ("Lê A", "Person"))
    (topic,) = _read("Sinh tại [Huế|Place].", ("Lê A", "Person"))
    assert named.confidence > pronoun.confidence > topic.confidence > 0.5


def test_patterns_of_a_user_with_types_of_their_own() -> None:
    row = RelationPattern("mine.1", "TREATS", "{head:Thuốc} (?:được )?dùng để điều trị {tail:Bệnh+}", ())
    table = PatternTable.compile([row], ["Thuốc", "Bệnh"])
    found = _read("[Paracetamol|Thuốc] được dùng để điều trị [sốt|Bệnh] và [đau đầu|Bệnh].", table=table)
    assert _facts(found) == {("Paracetamol", "TREATS", "sốt"), ("Paracetamol", "TREATS", "đau đầu")}


def test_spans_of_statements_cut_the_text_exactly() -> None:
    found = _read("Mở đầu. [Văn Cao|Person] sinh tại [Hải Phòng|Place].")
    text = "Mở đầu. Văn Cao sinh tại Hải Phòng."
    (statement,) = found
    assert text[statement.start : statement.end] == "Văn Cao sinh tại Hải Phòng."
    assert text[statement.head.start : statement.head.end] == "Văn Cao"
    assert text[statement.tail.start : statement.tail.end] == "Hải Phòng"


@pytest.mark.parametrize("symbol", ["\ue100", "\ue101", "\ue10f"])
def test_private_use_characters_of_the_text_are_no_names(symbol: str) -> None:
    found = _read(f"{symbol} sinh tại {symbol}. [Lê A|Person] {symbol} sinh tại [Huế|Place], {symbol}.")
    assert all(statement.head.name == "Lê A" for statement in found)
