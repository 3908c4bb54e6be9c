from __future__ import annotations

import json
import lzma
import random
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from agents.reading.gate import FOUND, GIVEN, SIGNALS
from graph.embedding.static import StaticEmbedder, StaticVectors
from graph.ports import Candidate
from graph.retrieval.ltr import LtrReranker
from graph.retrieval.ltr_model import RerankerModel
from graph.text.restore import DiacriticRestorer, RestorationModel
from graph.text.tables import TermTable
from graph.text.terms import term_hashes
from training.cli import app
from training.corpus import context_questions, law_questions, read_passages
from training.sources import LAYOUT, Sources
from training.statistics import ReliabilityCounts, StatisticsConfig

SUBJECTS = ["thanh niên", "doanh nghiệp", "đất đai", "lao động", "giao thông", "nhà ở", "giáo dục", "y tế"]
DUTIES = ["nộp thuế", "đăng ký", "khai báo", "bồi thường", "báo cáo", "đào tạo", "kiểm tra", "cấp phép"]
FILLER = "cơ quan nhà nước có thẩm quyền theo quy định của pháp luật hiện hành về trách nhiệm và quyền lợi".split()


def write_questions(folder: Path) -> None:
    """A document with questions: one that it answers, one that it does not, one that only measures."""
    (folder / "documents").mkdir(parents=True)
    (folder / "documents" / "hoa-son.md").write_text(
        "# Hoa Sơn\n\nHoa Sơn được lập năm 1955. Chợ Hoa Sơn nằm ở phía nam.\n", encoding="utf-8"
    )
    rows = [
        {"question": "Hoa Sơn được lập năm nào?", "answers": ["1955", "năm 1955"]},
        {"question": "Chợ Hoa Sơn họp ngày nào?", "answers": []},
        {"question": "Chợ Hoa Sơn nằm ở đâu?", "answers": ["phía nam"], "by": "reader"},
    ]
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / "questions.jsonl").write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Sources:
    """A small made-up world: an article for each subject and duty, and a question about each."""
    folder = tmp_path_factory.mktemp("sources")
    chance = random.Random(1)

    def write(name: str, rows: Sequence[Mapping[str, object]]) -> None:
        path = folder / LAYOUT[name]
        path.parent.mkdir(exist_ok=True)
        text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n"
        path.write_bytes(lzma.compress(text.encode()) if path.suffix == ".xz" else text.encode())

    def prose(length: int) -> str:
        return " ".join(chance.choice(FILLER) for _ in range(length))

    pairs = [(subject, duty) for subject in SUBJECTS for duty in DUTIES]
    law = [
        {
            "mapc": f"a{number}",
            "title": f"Điều 1.{number}.LQ.{number}. Việc {duty}",
            "demuc": subject,
            "chuong": "Chương I QUY ĐỊNH CHUNG",
            "source": f"(Điều {number} Luật số {number}/2020/QH14 ngày 01/01/2020, có hiệu lực từ ngày 01/02/2020)",
            "text": f"1. {prose(30)}.\n2. Người làm {subject} phải {duty} trong thời hạn {number} ngày. {prose(20)}.",
        }
        for number, (subject, duty) in enumerate(pairs, 1)
    ]
    zalo = [
        {"question": f"Về {subject} thì phải {duty} như thế nào?", "gold": [{"mapc": [f"a{number}"]}]}
        for number, (subject, duty) in enumerate(pairs, 1)
    ]
    wiki = [
        {
            "title": f"Làng {subject} {duty}",
            "text": f"Làng này được lập năm {1500 + number} bởi dân vùng {subject}. Dân số là {number}00 người. "
            f"{prose(40)}.",
        }
        for number, (subject, duty) in enumerate(pairs, 1)
    ]
    contexts = [
        {
            "title": "",
            "context": f"Đội {subject} đoạt giải {duty} ở Hà Nội. {prose(15)}.",
            "question": f"Ai đoạt giải {duty} {subject}?",
            "impossible": number % 7 == 0,
        }
        for number, (subject, duty) in enumerate(pairs, 1)
    ]
    titled = [
        row | {"title": f"Giải {number}", "context": f"Năm {number}: {row['context']}"}
        for number, row in enumerate(contexts)
    ]
    laws = [{"title": "Luật Đê điều", "text": "Luật Đê điều 2006. Luật số 79/2006/QH11. Điều 1. Phạm vi."}]
    for name, rows in (("law", law), ("law_texts", laws), ("zalo", zalo), ("wiki", wiki)):
        write(name, rows)
    write("contexts", contexts)
    write("titled_contexts", titled)
    names = folder / LAYOUT["gazetteer"]
    names.mkdir()
    (names / "boy.txt").write_text("Anh Đức\n", encoding="utf-8")
    (names / "girl.txt").write_text("Ngọc Hà\n", encoding="utf-8")
    provinces = [{"FullName": "Thành phố Hà Nội", "Wards": [{"FullName": "Phường Ba Đình"}]}]
    (names / "vn_units.json").write_text(json.dumps(provinces), encoding="utf-8")
    write_questions(folder / LAYOUT["questions"])
    return Sources.under(folder)


def train(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


@pytest.fixture(scope="module")
def root(sources: Sources, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root below which the command made everything."""
    root = tmp_path_factory.mktemp("models")
    result = train("all", f"--data={sources.law.parents[1]}", f"--out={root}")
    assert result.exit_code == 0, result.output
    return root


@pytest.fixture(scope="module")
def made(root: Path) -> Path:
    """The folder of weights."""
    return root / "graph" / "weights"


def test_one_command_makes_every_file_that_ships_where_it_is_read(root: Path) -> None:
    written = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    here = Path(__file__).parents[2]
    assert written <= {path.relative_to(here).as_posix() for path in here.rglob("*") if path.suffix != ".pyc"}
    assert {"agents/reading/gate.json", "ingestion/extraction/data/law_names.tsv"} <= written
    table = (root / "ingestion/extraction/data/law_names.tsv").read_text(encoding="utf-8")
    assert "79/2006/QH11\tLuật Đê điều" in table.splitlines()


def test_both_gates_are_made_and_read_their_signals(root: Path) -> None:
    gates = json.loads((root / "agents/reading/gate.json").read_text(encoding="utf-8"))
    assert gates.keys() == {FOUND.gate, GIVEN.gate}
    assert all(tuple(gate["weights"]) == SIGNALS for gate in gates.values())


def test_what_cannot_be_trained_is_told(sources: Sources, tmp_path: Path) -> None:
    folder = sources.law.parents[1]
    assert "no model 'rerank'" in str(train("rerank", f"--data={folder}").exception)
    assert "no source 'laws'" in str(train("all", f"--data={folder}", "--source=laws=x").exception)
    assert "NAME=PATH" in str(train("all", f"--data={folder}", "--source=law").exception)
    missing = str(train("gate", f"--data={folder}", f"--source=zalo={tmp_path / 'none'}").exception)
    assert "The source zalo is not at" in missing


def test_the_manifest_names_every_file_with_its_origin(made: Path) -> None:
    manifest = json.loads((made / "manifest.json").read_text(encoding="utf-8"))
    written = {path.name for path in made.iterdir()} - {"manifest.json"}
    assert (
        set(manifest)
        == written
        == {
            "idf.npz",
            "reliability.npz",
            "embedding.npz",
            "restorer.npz",
            "reranker.json",
        }
    )
    assert manifest["reranker.json"]["sources"]["zalo"]["origin"]
    assert str(made) not in json.dumps(manifest)


def test_common_terms_have_a_lower_idf_than_rare_ones(made: Path) -> None:
    table = TermTable.load(made / "idf.npz")
    common, rare = table.look_up(term_hashes(["pháp", "thuế"]), 99.0)
    assert common < rare < 99.0


def test_words_of_asking_are_found_unreliable(made: Path) -> None:
    asking, asked = TermTable.load(made / "reliability.npz").look_up(term_hashes(["nào", "doanh"]), -1.0)
    assert 0.0 <= asking < 0.3 < asked


def test_terms_that_stand_together_come_near_each_other(made: Path) -> None:
    embedder = StaticEmbedder(StaticVectors.load(made / "embedding.npz"))
    query = embedder.embed_query("đoạn về giao thông")
    near, far = embedder.embed_passages(["Người làm giao thông", "Người làm giáo dục"])
    assert query @ near > query @ far


def test_the_restorer_knows_what_it_read(made: Path) -> None:
    restorer = DiacriticRestorer(RestorationModel.load(made / "restorer.npz"))
    assert restorer.restore("Nguoi lam giao duc phai nop thue") == "Người làm giáo dục phải nộp thuế"


def test_the_reranker_puts_the_article_first(made: Path, sources: Sources) -> None:
    reranker = LtrReranker(RerankerModel.load(made / "reranker.json"), TermTable.load(made / "reliability.npz"))
    passages = read_passages(sources.law)
    right = 0
    questions = law_questions(sources.zalo)
    for question in questions:
        scores = reranker.rerank(question.text, [Candidate(passage, 0.5) for passage in passages])
        right += question.is_answered_by(passages[int(np.argmax(scores))])
    assert right >= 0.8 * len(questions)


def test_law_is_read_as_ingestion_reads_it(sources: Sources) -> None:
    passage = read_passages(sources.law)[0]
    assert passage.external_id == "a1"
    assert passage.instrument == "1/2020/QH14"
    assert passage.path[:2] == ("thanh niên", "Chương I QUY ĐỊNH CHUNG")


def test_contexts_that_answer_nothing_are_still_there_to_be_found(sources: Sources) -> None:
    passages, questions = context_questions(sources.contexts, titled=False)
    assert len(passages) == 64
    assert len(questions) == 64 - 64 // 7
    assert all(any(question.is_answered_by(passage) for passage in passages) for question in questions)


def test_a_question_left_out_does_not_speak_for_itself() -> None:
    counts = ReliabilityCounts(StatisticsConfig(fewest_questions=1))
    answers = term_hashes(["cỏ", "bò"])
    counts.add([("bò ăn gì", answers), ("cỏ là gì", answers), ("bò ở đâu", answers)])
    term = term_hashes(["ăn"])
    assert counts.table().look_up(term, -1.0)[0] >= 0
    assert counts.table(without="bò ăn gì").look_up(term, -1.0)[0] == -1.0
    assert counts.table(without="chưa từng hỏi").look_up(term, -1.0)[0] >= 0
