"""Closed word lists of the name rules."""

from __future__ import annotations

import re

from graph.text.normalise import unify_tones


def _words(text: str) -> frozenset[str]:
    return frozenset(unify_tones(text).split())


SURNAMES = _words(
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đào đinh lâm phùng mai tô trương trịnh "
    "cao thái tạ hà chu đoàn lưu lương vương thân tống quách kiều tăng thạch văn viên nghiêm khúc la lã lại lữ "
    "mạc mạch nông nhữ ninh đàm đậu giang giáp hàn hầu hứa khổng kim lò lục ma từ tôn triệu trưng bạch "
    "bế cù chử cung châu diệp doãn dư đới phí phó sùng tiêu thẩm ung vi âu thi giàng lầu "
    "lường cầm quàng sầm bành tưởng dịch hạng thích"
)
"""Syllables that open a Vietnamese (or Sino-Vietnamese) person's name."""

COMMON_SURNAMES = _words(
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đào đinh lâm phùng tô trương "
    "trịnh tạ chu đoàn "
    "lưu tống quách kiều tăng mạc đàm đậu tôn triệu lữ nghiêm khúc"
)
"""Surnames with which two syllables are a person even without a word that says so."""

CONNECTORS = _words("de da di del della du van von der den of the and la le el al bin ibn dos y à zu af xứ for in on")
"""Lower-case words inside foreign names."""

STOP = _words(
    "của tại ở là và được do có đã đang sẽ với cho từ đến theo trong ngoài trên dưới về bị khi nếu thì "
    "mà nhưng hoặc hay "
    "các những một mỗi mọi này đó kia ấy để vì nên cũng còn chỉ rất không chưa phải cần nhằm sau trước giữa bằng qua "
    "vào ra lên xuống tới như khoảng hơn gồm bao nhiêu ngày tháng năm lúc nơi người ông bà anh chị cùng cách thuộc "
    "sang lại vừa mới thông tổ ký cấp chủ xem quyết hiện làm giữ đạt nói gọi trả nhận lấy đưa đặt giao trao mở "
    "bắt tiếp yêu đề trình kính công bố tuyển cam khai niêm gửi kể tuyên phạt tặng rồi đều vẫn luôn đầu "
    "trị giá nằm nổi đứng thắng thua ghi đánh gây bán mua rót vay nộp tăng giảm xây thực tham quy có thể thể"
)
"""Words at which a name that goes on over common words ends."""

TAIL_UNITS = (
    "tỉnh",
    "thành phố",
    "huyện",
    "quận",
    "thị xã",
    "thị trấn",
    "xã",
    "phường",
    "tp",
    "vùng",
    "khu vực",
    "nước",
)
"""Units that may follow an organisation's name with their place (``Sở Y tế tỉnh Nghệ An``)."""

TRAILING_WORDS = frozenset(
    unify_tones(word)
    for word in "quốc tế|thế giới|toàn quốc|quốc gia|trung ương|khu vực|tối cao|liên bang|nhà nước|nhân dân".split("|")
)
"""Lower-case words that may close a name (``Trung tâm Dự báo khí tượng thủy văn quốc gia``)."""

LEVELS = _words("tỉnh huyện xã trung quận phường cơ")
"""What follows ``cấp`` in an organisation's name."""

NUMBERED_UNITS = _words("quận phường khu tổ")
"""Units that a number names."""

COMPANY_ENDINGS = _words(
    "group corp corporation holdings holding inc ltd llc jsc bank telecom airlines airways motors electronics fc "
    "securities pharma entertainment records studios pictures technologies software foods retail logistics "
    "petroleum insurance systems university"
)
"""Words that close the name of a company, a school or a club."""

PAPERS = frozenset(
    unify_tones(paper)
    for paper in "quy chế|quy định|quy trình|nội quy|điều lệ|sổ tay|thỏa ước|biên bản|chính sách|hợp đồng|ban hành"
    "|hướng dẫn|thông báo|quyết định|nghị quyết|báo cáo".split("|")
)
"""Papers whose title does not go on the name of the company before it."""

ISSUING = frozenset({"ban hành", "áp dụng"})
"""What a body does with a paper; never inside its name."""

ROMAN = re.compile(r"[IVXLC]+$")
LATIN_ONLY = re.compile(r"[A-Za-z0-9'’.&+-]+$")
_SYLLABLE = re.compile(
    r"(?:ngh?|nh|ch|tr|th|ph|kh|gh|gi|qu|[bcdđghklmnpqrstvx])?"
    r"[aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ]{1,3}"
    r"(?:ng|nh|ch|[cmnpt])?$"
)


def is_vietnamese_syllable(low: str) -> bool:
    """Whether a lower-case token can be one Vietnamese syllable."""
    return _SYLLABLE.match(low) is not None
