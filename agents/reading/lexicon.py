"""Closed word lists of Vietnamese: function words, words of questions, pronouns, title heads.

All in lower case with tone marks in their new place, as `graph.text.syllables` cuts terms.
"""

from __future__ import annotations

from graph.text.normalise import unify_tones


def _words(text: str) -> frozenset[str]:
    return frozenset(unify_tones(text).split())


FUNCTION_WORDS = _words(
    "là của và các những một có được trong cho với về ở tại từ đến tới khi thì mà này đó kia ấy nọ đã đang sẽ bị "
    "do bởi "
    "vì nên cũng như để ra vào lên xuống rất hay hoặc nhưng song còn vẫn lại cùng theo trên dưới giữa sau trước ngoài "
    "qua bằng nếu dù tuy rằng thế vậy à ạ nhé nhỉ chứ đây đấy cả mọi mỗi từng vừa mới đều hơn nhất chỉ nữa thêm "
    "nhằm gồm bao lúc nơi việc sự cái chiếc con người ông bà họ nó mình ta tôi bạn"
)
"""Syllables that say little about what a sentence is about."""

QUESTION_WORDS = _words(
    "ai gì nào đâu bao nhiêu mấy sao thế khi hỏi biết vậy à nhỉ không chưa phải hãy cho xin tên kể liệt kê nêu"
)
"""Syllables that make a question a question; they are not looked for in passages."""

NEGATIONS = _words("không chưa chẳng chả đừng phi")
"""Syllables that turn a statement round."""

PRONOUNS = _words("ông bà họ nó cô anh chị ngài đây đó này")
"""Syllables that stand for what was named before."""

PERSON_HEADS = _words(
    "ông bà anh chị cô vua chúa nhà sĩ sư tướng giả vị thánh hoàng đế thống tịch trưởng viên sáng lập trạng nguyên "
    "cha mẹ"
)
PLACE_HEADS = _words(
    "tỉnh thành phố huyện xã phường quận làng thôn thị trấn nước bang vùng đảo quần sông núi hồ biển vịnh châu "
    "miền kinh đô "
    "thủ khu bán cảng đèo hạt bản ấp"
)
ORGANISATION_HEADS = (
    "công ty",
    "tập đoàn",
    "tổng công ty",
    "ngân hàng",
    "trường",
    "đại học",
    "học viện",
    "viện",
    "bộ",
    "cục",
    "tổng cục",
    "sở",
    "uỷ ban",
    "ủy ban",
    "hội",
    "hiệp hội",
    "liên đoàn",
    "đảng",
    "toà án",
    "tòa án",
    "quốc hội",
    "chính phủ",
    "tổ chức",
    "câu lạc bộ",
    "báo",
    "đài",
    "nhà xuất bản",
    "hãng",
    "bệnh viện",
    "quỹ",
)

NOT_PEOPLE = frozenset(
    unify_tones(name)
    for name in (
        "việt nam|trung quốc|hà nội|sài gòn|hoa kỳ|nhật bản|hàn quốc|thái lan|ấn độ|liên xô|đông dương|"
        "châu âu|châu á|đà nẵng|"
        "hải phòng|thăng long|đông nam á|đại việt|đại nam|nam bộ|bắc bộ|trung bộ|phía pháp|cộng hoà|liên "
        "hợp quốc|miền bắc|"
        "miền nam|đông á|biển đông|quốc hội|chính phủ|nhà nước|thế giới|dân chủ"
    ).split("|")
)
"""Well-known names that are never a person's."""

CLASS_NOUNS = frozenset(
    unify_tones(noun.strip())
    for noun in (
        "nhà toán học|nhà khoa học|nhà thơ|nhà văn|nhà sử học|nhạc sĩ|hoạ sĩ|ca sĩ|bác sĩ|kiến trúc sư|giáo sư|tiến sĩ|"
        "đại thi hào|thi hào|đại tướng|tướng|vị tướng|trung tướng|thiếu tướng|vua|hoàng đế|chúa|danh nhân|"
        "anh hùng|ông|bà|"
        "doanh nhân|chí sĩ|nhà cách mạng|luật sư|nhà báo|thi sĩ|nữ sĩ|chủ tịch|tổng bí thư|nguyên soái|đạo "
        "diễn|diễn viên|"
        "tỉnh|thành phố|huyện|xã|phường|quận|thị xã|làng|thôn|nước|quốc gia|sông|núi|đỉnh|đỉnh núi|dãy núi|"
        "hồ|đảo|quần đảo|"
        "vịnh|biển|đèo|cao nguyên|vườn quốc gia|hang|động|cầu|chùa|đền|lăng|thành|phố cổ|cố đô|quần thể|"
        "khu di tích|di sản|"
        "công ty|tập đoàn|tổng công ty|ngân hàng|trường|trường đại học|đại học|học viện|viện|bộ|hãng|hãng "
        "hàng không|báo|đài|"
        "tổ chức|hội|đảng|nhà xuất bản|câu lạc bộ|đội tuyển|"
        "bài thơ|bài hát|bài|ca khúc|tập thơ|tác phẩm|truyện|truyện thơ|tiểu thuyết|cuốn sách|cuốn|bộ phim|"
        "phim|vở kịch|bức tranh|"
        "chiến dịch|trận|trận đánh|cuộc|khởi nghĩa|cuộc khởi nghĩa|chiến tranh|hiệp định|hội nghị|phong "
        "trào|triều|nhà|triều đại|"
        "luật|bộ luật|nghị định|thông tư|lễ hội|món|món ăn|tuyến|sân bay|cảng|ga|đường"
    ).split("|")
)
"""Nouns that stand before names and only say what sort of thing they name."""

SURNAMES = frozenset(
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh đoàn trịnh mai tô lương cao hà tạ "
    "tôn chu châu lưu văn tăng quách thái kim xuân huy tố chế nam triệu đào lâm vương phùng kiều trương từ mạc hàn "
    "tùng".split()
)
"""First syllables of most Vietnamese personal names, and of some pen names."""

TITLES = _words("ông bà cụ bác chú cô cậu dì anh chị em thầy ngài đức vua tướng sếp đồ trạng họ")
"""Words that lead a given name or a surname alone: ``cụ`` Hồ, ``bà`` Bình, ``tướng`` Giáp, nhạc sĩ ``họ`` Trịnh."""

KIN = _words("vợ chồng cha mẹ bố con anh em chị cháu bạn thầy trò ông bà")
"""Words for people by their relation to someone."""
