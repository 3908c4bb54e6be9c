"""Rounds of retrieval: what is searched for again, and when it ends."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from agents.context import AgentOptions
from agents.events import (
    SourcesEvent,
)
from agents.ports import Filters, Question, QuestionKind, Written
from agents.run import AgentRunner
from graph.ports import GraphStore
from graph.results import ScoredPassage
from graph.retrieval.options import Query, Retrieved
from tests.agent_doubles import (
    KINGS,
    PASSAGES,
    QUESTION,
    Analyst,
    ScriptedWriter,
    Shelf,
    WordSearch,
    events_of,
    final,
    parts,
    passage,
)


async def test_a_name_that_no_passage_holds_is_searched_for() -> None:
    shelf = Shelf([*PASSAGES, passage(3, "Lam", "Sông Lam bắt nguồn từ Lào và đổ ra biển.")])
    search = WordSearch(shelf)
    analyst = Analyst(template=Question("", "", focus=("Sông Lam",)))
    writer = ScriptedWriter([["Sông Lam bắt nguồn từ Lào và đổ ra biển."]])
    events = await events_of(
        AgentRunner(parts(writer, search=search, analyst=analyst)),
        "Ga Vinh kinh đô triều nào?",
        AgentOptions(passages=2),
    )
    assert [query.text for query in search.asked] == ["Ga Vinh kinh đô triều nào?", "Sông Lam"]
    assert [event.type for event in events].count("retry") == 1
    sources = [event for event in events if isinstance(event, SourcesEvent)]
    assert [source.number for event in sources for source in event.sources] == [1, 2, 3]
    assert final(events).usage.rounds == 2
    assert not final(events).abstained


async def test_rounds_are_bounded_and_filters_are_given_up() -> None:
    search = WordSearch(Shelf(PASSAGES))
    analyst = Analyst(template=Question("", "", filters=Filters(sources=("law",)), focus=("Huế", "Vinh")))
    events = await events_of(
        AgentRunner(parts(ScriptedWriter([]), search=search, analyst=analyst)), QUESTION, AgentOptions(rounds=5)
    )
    assert search.asked[0].where.sources == ("law",)
    assert all(query.where.sources == () for query in search.asked[1:])
    assert final(events).abstained
    assert final(events).usage.rounds <= 5


async def test_both_sides_of_a_comparison_are_searched_and_must_be_named() -> None:
    search = WordSearch(Shelf(PASSAGES))
    template = Question(
        "", "", QuestionKind.COMPARISON, sub_questions=("Huế ở đâu?", "Vinh ở đâu?"), focus=("Huế", "Vinh")
    )
    writer = ScriptedWriter([[KINGS], ["Vinh là thành phố trung tâm của tỉnh Nghệ An."]])
    events = await events_of(
        AgentRunner(parts(writer, search=search, analyst=Analyst(template=template))), "Huế và Vinh ở đâu?"
    )
    assert [query.text for query in search.asked[:3]] == ["Huế và Vinh ở đâu?", "Huế ở đâu?", "Vinh ở đâu?"]
    assert "Vinh" in [query.text for query in search.asked[3:]]
    assert final(events).answer == KINGS


async def test_what_stands_between_two_hops_is_read_and_searched_for() -> None:
    lam = "Sông Lam bắt nguồn từ Lào và đổ ra biển."
    nghe_an = "Con sông lớn nhất tỉnh Nghệ An là sông Lam."
    brook = "Con sông nhỏ nhất tỉnh Nghệ An bắt nguồn từ đâu, không ai rõ."
    shelf = Shelf([passage(1, "Nghệ An", nghe_an), passage(2, "Sông Lam", lam), passage(3, "Suối", brook)])
    search = WordSearch(shelf)
    template = Question("", "", QuestionKind.MULTI_HOP, sub_questions=("Con sông lớn nhất tỉnh Nghệ An là gì?",))
    writer = ScriptedWriter([[Written(short_answer="sông Lam")], [lam]])
    events = await events_of(
        AgentRunner(parts(writer, search=search, analyst=Analyst(template=template))),
        "Con sông lớn nhất tỉnh Nghệ An bắt nguồn từ đâu?",
        AgentOptions(passages=2),
    )
    assert "sông Lam Con sông lớn nhất tỉnh Nghệ An bắt nguồn từ đâu?" in [query.text for query in search.asked]
    assert final(events).answer == lam
    assert writer.closed == 2


class Restless:
    """Finds another passage each time, none of which answers."""

    def __init__(self) -> None:
        self.shelf = Shelf([])

    async def search(self, query: Query) -> Retrieved:
        number = len(self.shelf.held) + 1
        found = passage(number, f"Trang {number}", f"Đây là trang {number}.")
        self.shelf.held[found.chunk_id] = found
        return Retrieved((ScoredPassage(found, 1.0),))


async def test_the_most_rounds_still_end_in_an_answer() -> None:
    search = Restless()
    analyst = Analyst(template=Question("", "", focus=tuple(f"Tên {number}" for number in range(20))))
    agent = replace(parts(ScriptedWriter([]), search=search, analyst=analyst), graph=cast("GraphStore", search.shelf))
    events = await events_of(AgentRunner(agent), QUESTION, AgentOptions(rounds=5))
    assert final(events).usage.rounds == 5
    assert final(events).abstained


async def test_what_a_question_only_describes_is_read_and_searched_for() -> None:
    dam = "Nhà máy thủy điện đầu tiên của vùng Hạ Mây nằm ở tỉnh Gia Thượng."
    north = "Gia Thượng giáp tỉnh Bình Lộc ở phía bắc."
    brook = "Nhà máy giấy của vùng giáp sông, nằm ở tỉnh nào thì không ai rõ."
    search = WordSearch(Shelf([passage(1, "Nhà máy", dam), passage(2, "Gia Thượng", north), passage(3, "Giấy", brook)]))
    await events_of(
        AgentRunner(parts(ScriptedWriter([[north]]), search=search, analyst=Analyst(template=Question("", "")))),
        "Tỉnh có nhà máy thủy điện đầu tiên của vùng Hạ Mây giáp tỉnh nào?",
        AgentOptions(passages=2),
    )
    assert "Gia Thượng giáp tỉnh nào?" in [query.text for query in search.asked]
