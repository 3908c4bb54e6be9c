"""Over the sample corpus: what is so on the day of asking is refused, what the corpus tells is answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from agents.events import FinalEvent
from app.answering import open_runner
from app.settings import load_settings
from tests.unit.test_days import OF_A_DAY

REFUSED = (
    *OF_A_DAY,
    "Hôm nay là thứ mấy?",
    "Hiện giờ là mấy giờ?",
    "Tối nay có trận bóng đá nào?",
    "Đêm qua có động đất ở đâu?",
    "Ai là tổng giám đốc mới được bổ nhiệm hôm nay?",
)
ANSWERED = {
    "Hiện nay ai là Tổng Giám đốc FPT?": "Nguyễn Văn Khoa",
    "Ai đang là Tổng Giám đốc FPT bây giờ?": "Nguyễn Văn Khoa",
    "Trận chung kết lượt về ASEAN Cup diễn ra ngày nào?": "5/1/2025",
    "Hôm nay mức lương tối thiểu vùng I là bao nhiêu?": "4.960.000",
}


@pytest.mark.timeout(300)
async def test_what_is_so_on_the_day_of_asking_is_refused(sample_store: Path) -> None:
    async with open_runner(load_settings(data_dir=sample_store)) as runner:

        async def last(question: str) -> FinalEvent:
            *_, event = [event async for event in runner.answer(question)]
            assert isinstance(event, FinalEvent)
            return event

        answered = [question for question in REFUSED if not (await last(question)).abstained]
        assert answered == []
        for question, short in ANSWERED.items():
            assert short in ((await last(question)).short_answer or ""), question
