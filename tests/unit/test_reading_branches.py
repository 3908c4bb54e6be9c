"""Sentences that give several values: the one whose branch says what is asked, whole and with its unit."""

from __future__ import annotations

import pytest

from agents.ports import Material
from agents.reading.context import context_passage
from agents.reading.gate import GIVEN
from agents.reading.reader import read
from agents.rules_analyst import RulesAnalyst

SPEED = "Tốc độ xe nâng tối đa là 8 km/h trong nhà xưởng và 12 km/h ngoài sân bãi."
NOTICE = (
    "Người xin nghỉ từ 1 đến 2 ngày phải báo trước ít nhất 1 ngày làm việc; "
    "người xin nghỉ từ 3 ngày trở lên phải báo trước ít nhất 7 ngày làm việc."
)
WAGE = "Vùng IV: mức lương tháng là 3.250.000 đồng/tháng, mức lương giờ là 15.600 đồng/giờ."
FINE = "Phạt 2 triệu đồng đối với cá nhân và 4 triệu đồng đối với tổ chức."
CLAIM = (
    "Hồ sơ nộp trong 10 ngày kể từ khi hết chuyến công tác trong nước và 15 ngày đối với chuyến công tác nước ngoài."
)
RISE = "Mức lương cơ sở tăng từ 1.800.000 đồng/tháng lên 2.340.000 đồng/tháng."
STOPS = "Tuyến dài 19,7 km với 14 ga, gồm 3 ga ngầm và 11 ga trên cao; ga đầu là ga Hoa Sơn."
PAUSE = (
    "Dây chuyền sơn nghỉ từ ngày 21 đến ngày 26 tháng 4 năm 2031; "
    "dây chuyền lắp ráp nghỉ từ ngày 05 đến ngày 09 tháng 5 năm 2031."
)


@pytest.mark.parametrize(
    ("question", "text", "short"),
    [
        ("Xe nâng ngoài sân bãi được chạy bao nhiêu?", SPEED, "12 km/h"),
        ("Xe nâng trong nhà xưởng được chạy bao nhiêu?", SPEED, "tối đa là 8 km/h"),
        ("Xin nghỉ từ 3 ngày trở lên phải báo trước bao lâu?", NOTICE, "ít nhất 7 ngày làm việc"),
        ("Mức phạt đối với tổ chức là bao nhiêu?", FINE, "4 triệu đồng"),
        ("Hồ sơ chuyến công tác nước ngoài nộp trong bao lâu?", CLAIM, "15 ngày"),
        ("Mức lương giờ ở vùng IV là bao nhiêu?", WAGE, "15.600 đồng/giờ"),
        ("Mức lương cơ sở là bao nhiêu?", RISE, "2.340.000 đồng/tháng"),
        ("Mức lương cơ sở trước đây là bao nhiêu?", RISE, "1.800.000 đồng/tháng"),
        ("Tuyến có bao nhiêu ga?", STOPS, "14 ga"),
        ("Dây chuyền lắp ráp nghỉ từ ngày nào tới ngày nào?", PAUSE, "từ ngày 05 đến ngày 09 tháng 5 năm 2031"),
        ("Máy bơm chạy ồn bao nhiêu?", "Máy bơm SM-125A chạy ồn 48 dB.", "48 dB"),
    ],
)
async def test_the_value_of_the_branch_that_is_asked(question: str, text: str, short: str) -> None:
    understood = await RulesAnalyst(None, None, "t").analyse(question, ())
    answer = read(understood, Material((context_passage(text),)), GIVEN)
    assert answer is not None
    assert answer.short == short
