from __future__ import annotations

import numpy as np
import pytest

from graph.ports import SparseVector
from graph.retrieval.fields import PassageFields, bare_title
from graph.retrieval.sparse import SparseEncoder
from graph.text.syllables import syllables
from graph.text.terms import pair_terms, syllable_terms, term_hashes


def fields(text: str, title: str = "", path: tuple[str, ...] = (), context: str = "") -> PassageFields:
    return PassageFields(title, path, context, text)


def score(query: SparseVector, passage: SparseVector) -> float:
    _, left, right = np.intersect1d(query.indices, passage.indices, return_indices=True)
    return float(query.values[left] @ passage.values[right])


def value_of(vector: SparseVector, term: str) -> float:
    place = np.flatnonzero(vector.indices == term_hashes([term])[0])
    return float(vector.values[place[0]]) if len(place) else 0.0


def test_terms_do_not_depend_on_case_or_place_of_the_tone_mark() -> None:
    assert (syllable_terms("Hoà Bình") == syllable_terms("hòa bình")).all()
    assert syllable_terms("hoa")[0] != syllable_terms("hòa")[0]


def test_terms_follow_the_syllables_of_the_text() -> None:
    text = "Điều 5. Thủ đô Hà Nội, 1.200 km²; TP.HCM"
    assert syllable_terms(text).tolist() == term_hashes(syllables(text)).tolist()
    assert pair_terms(syllable_terms("Hà Nội đẹp")).tolist() == term_hashes(["hà nội", "nội đẹp"]).tolist()


def test_vectors_are_sorted_distinct_and_between_0_and_1() -> None:
    vector = SparseEncoder().encode_passages([fields("một hai một hai ba", title="một hai", context="ba bốn")])[0]
    assert (np.diff(vector.indices.astype(np.int64)) > 0).all()
    assert vector.values.dtype == np.float32
    assert ((vector.values > 0) & (vector.values < 1)).all()


def test_title_counts_more_than_text_and_repetition_saturates() -> None:
    filler = " ".join(f"từ{number}" for number in range(50))
    in_title, once, often = SparseEncoder().encode_passages(
        [
            fields(filler, title="thanh niên"),
            fields(f"thanh niên {filler}"),
            fields(f"{'thanh niên ' * 8}{filler}"),
        ]
    )
    assert value_of(in_title, "thanh niên") > value_of(once, "thanh niên")
    assert value_of(once, "thanh") < value_of(often, "thanh") < 8 * value_of(once, "thanh")


def test_one_passage_does_not_change_another() -> None:
    encoder = SparseEncoder()
    passage = fields("Thanh niên là công dân Việt Nam từ đủ 16 tuổi đến 30 tuổi.")
    alone = encoder.encode_passages([passage])[0]
    among = encoder.encode_passages([fields("khác hẳn"), passage, fields("dài " * 500)])[1]
    assert alone.indices.tolist() == among.indices.tolist()
    assert alone.values.tolist() == among.values.tolist()


def test_words_of_asking_weigh_less_than_what_is_asked() -> None:
    query = SparseEncoder().encode_query("Thanh niên được quy định như thế nào?")
    assert value_of(query, "như thế") < 0.2 * value_of(query, "thanh niên")
    assert value_of(query, "nào") < 0.2 * value_of(query, "niên")


def test_a_question_finds_the_passage_that_answers_it() -> None:
    encoder = SparseEncoder()
    passages = encoder.encode_passages(
        [
            fields("Thanh niên là công dân Việt Nam từ đủ 16 tuổi đến 30 tuổi.", title="Thanh niên"),
            fields("Trẻ em là người dưới 16 tuổi.", title="Trẻ em"),
            fields("Hà Nội là thủ đô của Việt Nam.", title="Hà Nội"),
        ]
    )
    query = encoder.encode_query("Thanh niên là người bao nhiêu tuổi?")
    assert int(np.argmax([score(query, passage) for passage in passages])) == 0


@pytest.mark.parametrize("text", ["", "…!?", "a"])
def test_texts_without_pairs_are_encoded(text: str) -> None:
    vector = SparseEncoder().encode_passages([fields(text)])[0]
    assert len(vector.indices) == len(syllables(text)) == len(vector.values)
    assert len(SparseEncoder().encode_query(text).indices) == len(syllables(text))


def test_decomposed_questions_are_composed() -> None:
    assert SparseEncoder().encode_query("Hà Nội").indices.tolist() == (
        SparseEncoder().encode_query("Ha\u0300 No\u0323\u0302i").indices.tolist()
    )


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Điều 36.3.LQ.1. Thanh niên", "Thanh niên"),
        ("Điều 41.5.TT.2.5a. Cấu trúc đề thi", "Cấu trúc đề thi"),
        ("Điều 5. Giải thích từ ngữ", "Điều 5. Giải thích từ ngữ"),
        ("Luật Thanh niên", "Luật Thanh niên"),
    ],
)
def test_numbers_of_the_codification_leave_the_title(title: str, bare: str) -> None:
    assert bare_title(title) == bare
