"""What is mined from a corpus: word lists, typed names, and weights that tell one type from another."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.errors import UnreadableSource
from ingestion.extraction.names.tagger import LABELS, LinearTagger
from training.entities import make_entities
from training.entities_counts import compound_words, count_corpus, ordinary_syllables
from training.entities_organisations import mined_organisations
from training.entities_sightings import Example
from training.entities_tagger import accuracy, train_tagger, weight_lines
from training.entities_titles import typed_titles

FOLLOWERS = "kiểm tra|xử lý|báo cáo|cấp phép|thu hồi|tịch thu|ban hành|tổng hợp|xác minh|theo dõi".split("|")
LAW = [f"Theo quy định, Cục Quản lý thị trường {follower} hàng hóa." for follower in FOLLOWERS]
WIKI = [
    ("qatar", "Qatar là một quốc gia ở Tây Á."),
    ("marie curie", "Marie Curie (sinh 1867) là một nhà vật lý."),
    ("mưa", "Mưa là hiện tượng tự nhiên. Khi có mưa trời mát."),
]


def write_gazetteer(folder: Path) -> Path:
    (folder / "names").mkdir()
    (folder / "names" / "boy.txt").write_text("Anh Đức\n", encoding="utf-8")
    (folder / "names" / "girl.txt").write_text("Ngọc Hà\n", encoding="utf-8")
    provinces = [{"FullName": "Thành phố Hà Nội", "Wards": [{"FullName": "Phường Ba Đình"}, {"FullName": "Phường 1"}]}]
    (folder / "vn_units.json").write_text(json.dumps(provinces), encoding="utf-8")
    return folder


def test_counts_tell_ordinary_words_from_names() -> None:
    counts = count_corpus(["Nay cơ quan quản lý thị trường ở Hà Nội họp."] * 20)
    assert {"quản", "thị"} <= set(ordinary_syllables(counts))
    assert "hà" not in ordinary_syllables(counts)
    assert "thị trường" in compound_words(counts, min_npmi=0.1)


def test_an_organisation_ends_where_what_follows_varies() -> None:
    assert list(mined_organisations(LAW)) == ["Cục Quản lý thị trường"]


def test_titles_are_typed_by_their_first_sentence_and_written_as_the_text_has_them() -> None:
    assert dict(typed_titles(WIKI)) == {"Qatar": "Place", "Marie Curie": "Person", "Mưa": "Concept"}


def test_the_tagger_learns_from_context() -> None:
    people = [Example("Person", ("bias", f"+1={verb}")) for verb in ("sinh", "kể", "cười")] * 20
    places = [Example("Place", ("bias", f"-1={word}")) for word in ("ở", "tại", "đến")] * 20
    weights = train_tagger([*people, *places])
    tagger = LinearTagger(weights)
    assert accuracy(tagger, [*people, *places]) == 1.0
    assert LABELS[max(range(len(LABELS)), key=tagger.probabilities(("bias", "-1=ở")).__getitem__)] == "Place"
    assert all(
        line.count("\t") == 1 and len(line.split("\t")[1].split(" ")) == len(LABELS) for line in weight_lines(weights)
    )


def test_one_command_makes_all_files_and_makes_them_again_alike(tmp_path: Path) -> None:
    gazetteer = write_gazetteer(tmp_path)
    first, second = tmp_path / "first", tmp_path / "second"
    assert list(make_entities(LAW * 3, WIKI * 6, gazetteer, first)) == list(
        make_entities(LAW * 3, WIKI * 6, gazetteer, second)
    )
    names = {path.name for path in first.iterdir()}
    assert names == {"syllables.txt", "compounds.txt", "given.txt", "communes.txt", "names.tsv", "tagger.tsv"}
    assert all((first / name).read_bytes() == (second / name).read_bytes() for name in names)
    assert (first / "communes.txt").read_text(encoding="utf-8") == "Ba Đình\n"
    assert "Marie Curie\tPerson" in (first / "names.tsv").read_text(encoding="utf-8").splitlines()


def test_a_gazetteer_without_communes_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match="no JSON of provinces"):
        list(make_entities(LAW, WIKI, tmp_path, tmp_path / "out"))
