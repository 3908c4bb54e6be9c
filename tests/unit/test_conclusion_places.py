"""What wins a comparison is cited at words that name it, not where its name only stands in the title."""

from __future__ import annotations

import pytest

from agents.grounding.judge import judge
from agents.ports import Verdict
from graph.results import Passage

QUESTION = "Sau sáp nhập, Đà Nẵng hay Cần Thơ đông dân hơn?"
DA_NANG = "Thành phố Đà Nẵng mới có diện tích 11.859,59 km², dân số 3.065.628 người."
UNNAMED = "Sau sáp nhập, thành phố có diện tích 6.360,83 km², dân số 4.199.824 người."
TABLE = "Đơn vị mới | Dân số (người)\nCần Thơ | 4.199.824\nĐà Nẵng | 3.065.628"


def _passage(title: str, text: str) -> Passage:
    return Passage(title, title, title, title, title, text, 0, len(text))


@pytest.mark.parametrize(
    "passages",
    [
        (_passage("Đà Nẵng", DA_NANG), _passage("Cần Thơ", UNNAMED), _passage("Sáp nhập tỉnh", TABLE)),
        (_passage("Đà Nẵng", DA_NANG), _passage("Cần Thơ", f"Cần Thơ nằm bên sông Hậu. {UNNAMED}")),
    ],
    ids=["a row has both", "the sentence before names it"],
)
def test_the_first_citation_names_what_wins(passages: tuple[Passage, ...]) -> None:
    judged = judge(QUESTION, "Cần Thơ.", passages)
    assert judged.verdict is Verdict.SUPPORTED
    texts = {passage.chunk_id: passage.text for passage in passages}
    cited = [texts[one.chunk_id][one.start : one.end] for one in judged.citations]
    assert "Cần Thơ" in cited[0]
    assert any("4.199.824" in words for words in cited)
    assert any("3.065.628" in words for words in cited)
