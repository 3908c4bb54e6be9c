"""Names in what is read: where they end, and which of them are no places."""

from __future__ import annotations

from agents.extractive_writer import ExtractiveWriter
from agents.ports import Material
from agents.reading.names import name_spans
from agents.rules_analyst import RulesAnalyst
from graph.results import Passage


def test_a_syllable_behind_a_hyphen_belongs_to_the_name() -> None:
    text = "Huấn luyện viên Kim Sang-sik dẫn dắt đội."
    assert [text[a:b] for a, b in name_spans(text)] == ["Kim Sang-sik"]


async def test_another_name_of_a_person_is_no_place() -> None:
    text = "Trần Văn Mây, hiệu Hạ Lâm, mất năm 1920."
    passage = Passage("1", "d1", "1", "1.md", "Trần Văn Mây", text, 0, len(text))
    understood = await RulesAnalyst(None, None, "t").analyse("Trần Văn Mây mất ở đâu?", ())
    pieces = [piece async for piece in ExtractiveWriter().write(understood, Material((passage,)), (), ())]
    assert not [piece.short_answer for piece in pieces if piece.short_answer]


async def test_a_company_is_known_by_its_short_name_and_not_mistaken_for_another_of_its_kind() -> None:
    told = {
        "Công ty MTX": "Người sáng lập của MTX là Trần Văn Mây. Trần Văn Mây quê ở tỉnh Hạ Lâm.",
        "Tập đoàn HK": "Tập đoàn HK do bà Lê Thị Lúa sáng lập. Lê Thị Lúa quê ở tỉnh Thượng Lâm.",
    }
    passages = tuple(
        Passage(title, title, title, f"{title}.md", title, text, 0, len(text)) for title, text in told.items()
    )
    understood = await RulesAnalyst(None, None, "t").analyse("Người sáng lập Tập đoàn MTX quê ở tỉnh nào?", ())
    pieces = [piece async for piece in ExtractiveWriter().write(understood, Material(passages), (), ())]
    assert [piece.short_answer for piece in pieces if piece.short_answer] == ["Hạ Lâm"]
