"""Grounding sees other signs, other sides, other owners and missing conditions in freely worded sentences."""

from __future__ import annotations

import pytest

from agents.grounding.judge import judge
from agents.grounding.pairs import judge_pair
from agents.ports import Verdict
from graph.results import Passage

LEAVE = (
    "Người lao động không được nghỉ quá 3 ngày liên tục khi chưa báo trước. "
    "Trong thời gian thử việc, người lao động được nghỉ 1 ngày mỗi tháng."
)
PRICES = "Năm 2023, giá gạo của công ty Tân Phú tăng 12% so với năm trước, trong khi giá cà phê giảm 5%."
FINES = (
    "Phạt từ 400.000 đồng đến 600.000 đồng đối với người đi xe đạp và từ 2.000.000 đồng đến 3.000.000 đồng "
    "đối với người điều khiển xe máy vượt đèn đỏ."
)
DEAL = "Tập đoàn Hòa Bình Minh mua lại công ty Sao Biển vào năm 2015."
HOURS = "Cửa hàng mở cửa từ 8 giờ đến 21 giờ các ngày trong tuần và đóng cửa vào chủ nhật."
DORM = "Sinh viên năm nhất bắt buộc phải ở ký túc xá; sinh viên từ năm hai trở lên không bắt buộc. Nghiêm cấm nấu ăn."
DRUG = (
    "Thuốc A làm giảm huyết áp ở bệnh nhân trên 60 tuổi, nhưng không làm giảm nhịp tim. Liều tối đa là 20 mg mỗi ngày."
)
FINAL = "Đội Hải Đăng thắng đội Sóng Xanh trong trận chung kết."
TABLE = "Tỉnh | Diện tích | Dân số\nAn Lộc | 3.200 km² | 1,2 triệu người\nBình Khê | 4.100 km² | 870 nghìn người"


def passages(source: str) -> tuple[Passage, ...]:
    return (Passage("c", "d", "d", "d", "", source, 0, len(source)),)


@pytest.mark.parametrize(
    ("source", "answer"),
    [
        (LEAVE, "Khi chưa báo trước, người lao động được nghỉ quá 3 ngày liên tục."),
        (LEAVE, "Người lao động đang thử việc không được nghỉ ngày nào trong tháng."),
        (PRICES, "Giá gạo của Tân Phú năm 2023 đã giảm 12% so với năm trước."),
        (FINES, "Người điều khiển xe máy vượt đèn đỏ bị phạt từ 400.000 đồng đến 600.000 đồng."),
        (FINES, "Người đi xe đạp bị phạt từ 2.000.000 đồng đến 3.000.000 đồng."),
        (DEAL, "Năm 2015, công ty Sao Biển mua lại tập đoàn Hòa Bình Minh."),
        (HOURS, "Cửa hàng mở cửa vào chủ nhật."),
        (DORM, "Sinh viên năm nhất không bắt buộc phải ở ký túc xá."),
        (DRUG, "Thuốc A làm tăng huyết áp ở bệnh nhân trên 60 tuổi."),
        (DRUG, "Liều tối thiểu là 20 mg mỗi ngày."),
        (DRUG, "Thuốc A làm giảm huyết áp ở bệnh nhân dưới 60 tuổi."),
        (FINAL, "Trong trận chung kết, đội Hải Đăng thua đội Sóng Xanh."),
        (TABLE, "Dân số của Bình Khê là 1,2 triệu người."),
        (TABLE, "An Lộc rộng 4.100 km²."),
    ],
)
def test_what_the_source_contradicts_is_refused_in_any_wording(source: str, answer: str) -> None:
    pair = judge_pair(source, "", answer)
    assert pair.verdict is Verdict.CONTRADICTED
    assert pair.reason
    assert judge("", answer, passages(source)).verdict is not Verdict.SUPPORTED


@pytest.mark.parametrize(
    ("source", "answer"),
    [
        (LEAVE, "Trong thời gian thử việc, mỗi tháng người lao động được nghỉ 1 ngày."),
        (PRICES, "Giá cà phê giảm 5%, còn giá gạo tăng 12%."),
        (FINES, "Người điều khiển xe máy vượt đèn đỏ bị phạt từ 2.000.000 đồng đến 3.000.000 đồng."),
        (FINES, "Người đi xe đạp bị phạt từ 400.000 đồng đến 600.000 đồng."),
        (DEAL, "Năm 2015, công ty Sao Biển được tập đoàn Hòa Bình Minh mua lại."),
        (HOURS, "Vào chủ nhật cửa hàng đóng cửa."),
        (DORM, "Sinh viên năm nhất bắt buộc ở ký túc xá."),
        (DRUG, "Ở bệnh nhân trên 60 tuổi, thuốc A làm giảm huyết áp."),
        (DRUG, "Mỗi ngày không quá 20 mg."),
        (FINAL, "Trong trận chung kết, đội Sóng Xanh thua đội Hải Đăng."),
        (TABLE, "Dân số của Bình Khê là 870 nghìn người."),
    ],
)
def test_what_the_source_says_in_other_words_is_no_contradiction(source: str, answer: str) -> None:
    assert judge_pair(source, "", answer).verdict is Verdict.SUPPORTED


@pytest.mark.parametrize(
    ("source", "question", "answer"),
    [
        ("Khách được giảm giá 10%, nếu đặt trước một tháng.", "", "Khách được giảm giá 10%."),
        ("Khách được giảm giá 10%, nếu đặt trước một tháng.", "Khách được giảm giá bao nhiêu?", "10%"),
        (
            "Thời hạn hoàn thuế là 6 ngày, trừ trường hợp hồ sơ phải kiểm tra.",
            "Thời hạn hoàn thuế là bao lâu?",
            "6 ngày",
        ),
        ("Có tin cầu Vĩnh An dài 2 km, nhưng điều này không đúng.", "Cầu Vĩnh An dài bao nhiêu?", "2 km"),
        ("Có tin ông Sơn rời ban nhạc Gió Mới, nhưng ông đã phủ nhận.", "", "Ông Sơn rời ban nhạc Gió Mới."),
    ],
)
def test_a_condition_or_denial_after_the_words_may_not_be_left_out(source: str, question: str, answer: str) -> None:
    assert judge(question, answer, passages(source)).verdict is not Verdict.SUPPORTED


@pytest.mark.parametrize(
    ("source", "question", "answer"),
    [
        ("Khách được giảm giá 10%, nếu đặt trước một tháng.", "Đặt trước một tháng được giảm giá bao nhiêu?", "10%"),
        ("Khách được giảm giá 10%; nếu đặt muộn, khách trả đủ.", "Khách được giảm giá bao nhiêu?", "10%"),
        ("Khấu trừ 10% thuế thu nhập của người lao động.", "Thuế thu nhập bị khấu trừ bao nhiêu?", "10%"),
    ],
)
def test_a_condition_that_is_named_or_belongs_elsewhere_is_no_obstacle(source: str, question: str, answer: str) -> None:
    assert judge(question, answer, passages(source)).verdict is Verdict.SUPPORTED


POPULATION = (
    "Tỉnh An Lộc có dân số 1,2 triệu người.\nTỉnh Bình Khê có dân số 870 nghìn người.\nBình Khê nổi tiếng với chè."
)
WHICH = "Tỉnh nào đông dân hơn, An Lộc hay Bình Khê?"


def test_the_winner_of_a_comparison_cites_both_values() -> None:
    grounding = judge(WHICH, "An Lộc.", passages(POPULATION))
    assert grounding.verdict is Verdict.SUPPORTED
    cited = [POPULATION[citation.start : citation.end] for citation in grounding.citations]
    assert cited == POPULATION.splitlines()[:2]
    assert judge(WHICH, "Bình Khê.", passages(POPULATION)).verdict is Verdict.CONTRADICTED


def test_a_comparison_without_its_values_is_not_supported() -> None:
    source = "Tỉnh An Lộc có dân số 1,2 triệu người.\nTỉnh Bình Khê nổi tiếng với chè."
    grounding = judge(WHICH, "An Lộc.", passages(source))
    assert grounding.verdict is Verdict.UNSUPPORTED
    assert "so sánh" in grounding.reason


def test_a_sentence_that_compares_outright_is_enough() -> None:
    source, question = "Núi Bạch Mã cao hơn núi Hồng Lĩnh.", "Núi Bạch Mã hay núi Hồng Lĩnh cao hơn?"
    assert judge(question, "Bạch Mã.", passages(source)).verdict is Verdict.SUPPORTED
    assert judge(question, "Núi Hồng Lĩnh.", passages(source)).verdict is Verdict.CONTRADICTED
