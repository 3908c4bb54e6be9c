"""Near-duplicate passages are removed, versions of a law are not."""

from __future__ import annotations

from datetime import date

from graph.model import ALWAYS, Validity
from graph.results import Passage, ScoredPassage
from graph.retrieval.duplicates import without_duplicates

TEXT = "Mức lương tối thiểu tháng của vùng một là bốn triệu chín trăm sáu mươi nghìn đồng theo nghị định của Chính phủ."


def scored(name: str, text: str, validity: Validity = ALWAYS) -> ScoredPassage:
    return ScoredPassage(Passage(name, name, name, name, name, text, 0, len(text), validity=validity), 1.0)


def names(passages: list[ScoredPassage]) -> list[str]:
    return [p.passage.chunk_id for p in passages]


def test_the_first_of_two_alike_stays() -> None:
    found = without_duplicates([scored("a", TEXT), scored("b", TEXT.upper()), scored("c", "Chuyện khác hẳn.")], 5)
    assert names(found) == ["a", "c"]


def test_texts_that_differ_in_substance_stay() -> None:
    other = TEXT.replace("vùng một là bốn triệu chín trăm sáu mươi", "vùng hai là bốn triệu bốn trăm mười")
    assert names(without_duplicates([scored("a", TEXT), scored("b", other)], 5)) == ["a", "b"]


def test_versions_in_force_at_different_times_stand_side_by_side() -> None:
    old = Validity(date(2022, 7, 1), date(2024, 7, 1))
    assert names(without_duplicates([scored("a", TEXT), scored("b", TEXT, old)], 5)) == ["a", "b"]


def test_short_texts_are_compared_whole_and_the_limit_holds() -> None:
    found = without_duplicates(
        [scored("a", "Hà Nội"), scored("b", "Hà Nội"), scored("c", "Huế"), scored("d", "Vinh")], 2
    )
    assert names(found) == ["a", "c"]
