"""Filters of the question and of who asks: what reaches the search, and what is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from agents.context import AgentOptions
from agents.events import DegradedEvent, ErrorEvent, Event, StatusEvent
from agents.filters import today_in_vietnam
from agents.ports import Filters, Question
from agents.run import AgentRunner
from graph.errors import ModelError, StoreError
from graph.model import Validity
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
    shown,
)

DECREE = "38/2022/NĐ-CP"
OLD = replace(passage(3, "Nghị định cũ", "Mức lương tối thiểu là 4.680.000 đồng."), instrument=DECREE)
NEW = replace(passage(4, "Nghị định mới", "Mức lương tối thiểu là 4.960.000 đồng."), instrument="74/2024/NĐ-CP")
ASKED = f"Mức lương tối thiểu theo Nghị định {DECREE} là bao nhiêu?"


def about(filters: Filters) -> Analyst:
    return Analyst(template=Question("", "", filters=filters))


def told(events: Sequence[Event]) -> list[str]:
    return [event.detail for event in events if isinstance(event, StatusEvent) and event.node == "retrieve"][1:]


def degraded(events: Sequence[Event]) -> list[str]:
    return [event.missing for event in events if isinstance(event, DegradedEvent) and event.part == "filters"]


async def test_what_the_caller_sets_reaches_every_search_and_wins() -> None:
    search = WordSearch(Shelf([replace(item, source="sử") for item in PASSAGES]))
    analyst = about(Filters(("luật",), ("Luật",), date(2020, 1, 1), "1/2020/QH14"))
    options = AgentOptions(
        rounds=3, sources=["sử"], kinds=["Sách"], instrument=" 38/2022/nđ-cp", in_force_on="2024-07-01"
    )
    await events_of(AgentRunner(parts(ScriptedWriter([]), search=search, analyst=analyst)), QUESTION, options)
    assert {(query.where.sources, query.where.kinds) for query in search.asked} == {(("sử",), ("Sách",))}
    *asked, out_of_force, replaced = [query.where.in_force_on for query in search.asked]
    assert set(asked) == {date(2024, 7, 1)}
    assert out_of_force is None, "an abstention looks whether a version out of force speaks of it"
    assert replaced is None, "or one that another has replaced, of which the index does not know"
    assert {query.instrument for query in search.asked} == {DECREE}


async def test_that_law_is_that_of_today_goes_without_saying() -> None:
    analyst = about(Filters(in_force_on=today_in_vietnam()))
    events = await events_of(AgentRunner(parts(ScriptedWriter([]), analyst=analyst)), QUESTION)
    assert told(events) == []
    assert "Chỉ tìm trong" not in final(events).answer


async def test_filters_are_told_and_so_is_that_they_leave_nothing() -> None:
    options = AgentOptions(sources=["luật"], in_force_on="2024-07-01")
    events = await events_of(AgentRunner(parts(ScriptedWriter([]))), QUESTION, options)
    assert told(events) == ["Chỉ tìm trong: nguồn luật; hiệu lực ngày 01/07/2024"]
    assert degraded(events) == ["Không tìm thấy đoạn nào trong: nguồn luật; hiệu lực ngày 01/07/2024."]
    assert final(events).abstained
    assert final(events).answer.endswith("Chỉ tìm trong: nguồn luật; hiệu lực ngày 01/07/2024.")


async def test_filters_of_the_question_are_given_up_for_a_second_look_and_that_is_told() -> None:
    writer = ScriptedWriter([[KINGS]])
    events = await events_of(AgentRunner(parts(writer, analyst=about(Filters(("luật",), ())))), QUESTION)
    assert told(events)[0] == "Chỉ tìm trong: nguồn luật"
    assert degraded(events) == ["Không tìm thấy đoạn nào trong: nguồn luật."]
    assert "Không chỉ tìm trong: nguồn luật" in told(events)
    assert shown(events) == [KINGS]


async def test_an_instrument_that_the_question_names_is_preferred_and_others_stay() -> None:
    search = WordSearch(Shelf([NEW, OLD]))
    writer = ScriptedWriter([["Mức lương tối thiểu là 4.680.000 đồng."]])
    agent = parts(writer, search=search, analyst=about(Filters(instrument=DECREE)))
    events = await events_of(AgentRunner(agent), ASKED)
    assert [query.instrument for query in search.asked] == [DECREE, None]
    assert [item.title for item in writer.read[0].passages] == ["Nghị định cũ", "Nghị định mới"]
    assert told(events)[0] == f"Ưu tiên văn bản {DECREE} mà câu hỏi nêu"
    assert degraded(events) == []


async def test_an_instrument_that_is_not_there_is_told() -> None:
    agent = parts(ScriptedWriter([]), search=WordSearch(Shelf([NEW])), analyst=about(Filters(instrument=DECREE)))
    events = await events_of(AgentRunner(agent), ASKED, AgentOptions(rounds=1))
    assert [DECREE in text for text in degraded(events)] == [True]


async def test_a_number_that_a_passage_holds_is_there_though_it_is_no_instruments() -> None:
    contract = passage(5, "Thuê máy", "Hợp đồng số 07/2025/HĐDV có mức phạt lương tối thiểu 8 %.")
    search = WordSearch(Shelf([contract]))
    agent = parts(ScriptedWriter([]), search=search, analyst=about(Filters(instrument="07/2025/HĐDV")))
    events = await events_of(AgentRunner(agent), ASKED, AgentOptions(rounds=1))
    assert search.asked[0].instrument == "07/2025/HĐDV"
    assert degraded(events) == []


async def test_an_instrument_that_the_caller_sets_is_never_left() -> None:
    writer = ScriptedWriter([["Mức lương tối thiểu là 4.960.000 đồng."]] * 9)
    agent = parts(writer, search=WordSearch(Shelf([NEW, OLD])))
    events = await events_of(AgentRunner(agent), ASKED, AgentOptions(instrument=DECREE))
    assert all(item.instrument == DECREE for material in writer.read for item in material.passages)
    assert final(events).abstained


async def test_an_instrument_that_the_caller_sets_is_read_whether_in_force_or_not() -> None:
    search = WordSearch(Shelf([OLD]))
    agent = parts(ScriptedWriter([]), search=search, analyst=about(Filters(in_force_on=date(2026, 1, 1))))
    await events_of(AgentRunner(agent), ASKED, AgentOptions(instrument=DECREE))
    await events_of(AgentRunner(agent), ASKED, AgentOptions(instrument=DECREE, in_force_on="2023-01-01"))
    assert {query.where.in_force_on for query in search.asked} == {None, date(2023, 1, 1)}


async def test_a_day_that_is_none_ends_in_an_error_event() -> None:
    events = await events_of(AgentRunner(parts(ScriptedWriter([]))), QUESTION, AgentOptions(in_force_on="31/2/2024"))
    assert isinstance(events[-1], ErrorEvent)
    assert events[-1].code == "input"
    assert "2024-07-01" in events[-1].message


IN_FORCE = Validity(date(2022, 7, 1), date(2024, 7, 1))


@pytest.mark.parametrize("from_caller", [True, False], ids=["--on", "asked"])
async def test_a_version_out_of_force_that_speaks_of_it_is_told_and_not_used(from_caller: bool) -> None:
    day = date(2025, 3, 1)
    search = WordSearch(Shelf([replace(OLD, validity=IN_FORCE)]))
    analyst = about(Filters() if from_caller else Filters(in_force_on=day))
    agent = parts(ScriptedWriter([["Mức lương tối thiểu là 4.680.000 đồng."]]), search=search, analyst=analyst)
    options = AgentOptions(in_force_on="2025-03-01" if from_caller else None)
    events = await events_of(AgentRunner(agent), "Mức lương tối thiểu là bao nhiêu?", options)
    ended = final(events)
    assert ended.abstained
    assert ended.short_answer is None
    (remark,) = ended.remarks
    assert "Nghị định cũ" in remark
    assert "từ 01/07/2022 đến hết 30/06/2024" in remark
    assert "01/03/2025" in remark
    assert ended.answer.endswith(remark)
    assert "4.680.000" not in ended.answer, "what it says does not hold on that day"


async def test_a_version_out_of_force_about_something_else_is_not_told() -> None:
    search = WordSearch(Shelf([replace(OLD, validity=IN_FORCE)]))
    agent = parts(ScriptedWriter([]), search=search)
    events = await events_of(
        AgentRunner(agent), "Mức phạt vượt đèn đỏ là bao nhiêu?", AgentOptions(in_force_on="2025-03-01")
    )
    assert final(events).abstained
    assert not final(events).remarks


async def test_versions_in_force_do_not_crowd_out_the_one_that_is_not() -> None:
    now = [replace(NEW, chunk_id=f"now-{n}", validity=Validity(date(2024, 7, 1))) for n in range(30)]
    agent = parts(ScriptedWriter([]), search=WordSearch(Shelf([*now, replace(OLD, validity=IN_FORCE)])))
    events = await events_of(AgentRunner(agent), "Mức lương tối thiểu?", AgentOptions(in_force_on="2025-03-01"))
    (remark,) = final(events).remarks
    assert "Nghị định cũ" in remark


@dataclass
class FailsWithoutDay(WordSearch):
    """Fails where no day in force is asked for."""

    error: Exception = field(default_factory=lambda: StoreError("Kho đang bận."))

    async def search(self, query: Query) -> Retrieved:
        if query.where.in_force_on is None:
            raise self.error
        return await super().search(query)


@pytest.mark.parametrize("error", [StoreError("Kho đang bận."), ModelError("Mô hình hỏng."), TimeoutError()])
async def test_versions_that_cannot_be_looked_at_leave_the_abstention(error: Exception) -> None:
    search = FailsWithoutDay(Shelf([replace(OLD, validity=IN_FORCE)]), error=error)
    agent = parts(ScriptedWriter([]), search=search)
    events = await events_of(AgentRunner(agent), "Mức lương tối thiểu?", AgentOptions(in_force_on="2025-03-01"))
    assert final(events).abstained
    assert [event.part for event in events if isinstance(event, DegradedEvent)][-1] == "versions"
