from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.text.normalise import nfc, strip_diacritics
from graph.text.restore import DiacriticRestorer, RestorationModel
from training.restorer import RestorerConfig, train_restorer

SHIPPED = DiacriticRestorer()


QUESTIONS = [
    "Hà Nội là thủ đô của nước nào?",
    "Nguyễn Du sinh ở đâu",
    "Võ Nguyên Giáp sinh năm nào?",
    "mức lương tối thiểu vùng I là bao nhiêu",
    "Người lao động được nghỉ bao nhiêu ngày phép?",
    "Không đội mũ bảo hiểm bị phạt bao nhiêu tiền theo Nghị định 100/2019?",
    "Trường Đại học Bách khoa Hà Nội thành lập năm nào?",
    "Vinamilk có trụ sở ở đâu",
    "CHIẾN THẮNG ĐIỆN BIÊN PHỦ DIỄN RA NĂM 1954",
    "Thời hạn nộp hồ sơ đăng ký kết hôn là mấy ngày làm việc?",
    "Tác giả Truyện Kiều quê ở tỉnh nào?",
    "Sông nào dài nhất chảy qua thành phố Hồ Chí Minh?",
]


@pytest.mark.parametrize("text", QUESTIONS)
def test_questions_without_diacritics_are_recognised(text: str) -> None:
    assert SHIPPED.looks_bare(strip_diacritics(text))


def test_nearly_all_syllables_are_restored() -> None:
    pairs = [
        (restored, wanted)
        for text in QUESTIONS
        for restored, wanted in zip(SHIPPED.restore(strip_diacritics(text)).split(), text.split(), strict=True)
    ]
    wrong = [pair for pair in pairs if pair[0] != pair[1]]
    assert len(wrong) <= 0.03 * len(pairs), wrong


def test_marks_that_are_there_and_foreign_words_stay() -> None:
    assert SHIPPED.restore("Elon Musk sinh o đâu") == "Elon Musk sinh ở đâu"


@given(
    st.text(alphabet=st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyAHNQ ÀÉọ0123456789.,?!()\n/-\u0301"), max_size=60)
)
def test_restoring_changes_marks_and_nothing_else(text: str) -> None:
    restored = SHIPPED.restore(text)
    assert len(restored) == len(nfc(text))
    assert strip_diacritics(restored) == strip_diacritics(nfc(text))


def test_training_learns_from_neighbours(tmp_path: Path) -> None:
    texts = ["con bò ăn cỏ", "con bò ăn cỏ non", "cô giáo có sách", "cô giáo có nhà"] * 5
    model = train_restorer(texts, ["ai có bò?"], RestorerConfig(rarest_form=1, rarest_pair=1, question_weight=1))
    model.save(tmp_path / "restorer.npz")
    restorer = DiacriticRestorer(RestorationModel.load(tmp_path / "restorer.npz"))
    assert restorer.restore("Con bo an co") == "Con bò ăn cỏ"
    assert restorer.restore("co giao co sach") == "cô giáo có sách"
