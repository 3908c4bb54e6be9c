"""Makes the word lists and the tagger of ``ingestion/extraction/data`` (two minutes on one core).

Sources (see the README there): articles of the official codification of law, encyclopaedia articles (CC BY-SA), and a
folder with MIT-licensed lists of personal names (``boy.txt``, ``girl.txt``) and of communes (JSON).
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.errors import UnreadableSource
from graph.model import EntityType
from graph.text.normalise import nfc, unify_tones
from ingestion.extraction.names.gazetteer import Lexicon, NameTable, curated_forms, office_words, phrase_key
from ingestion.extraction.names.rules import NameRules
from ingestion.extraction.names.tagger import LinearTagger
from ingestion.extraction.names.words import is_vietnamese_syllable
from training.entities_counts import compound_words, count_corpus, ordinary_syllables
from training.entities_organisations import mined_organisations
from training.entities_sightings import examples, sighted_names
from training.entities_tagger import accuracy, train_tagger, weight_lines
from training.entities_titles import typed_titles

_UNIT_WORDS = ("Phường", "Xã", "Đặc khu", "Thị trấn")
_HELD_OUT = 20
_TITLED = frozenset({EntityType.WORK.value, EntityType.EVENT.value, EntityType.PRODUCT.value})


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a collection each step reads: every n-th record.

    Attributes:
        counted_law: Law articles for counts of syllables.
        counted_wiki: Encyclopaedia articles for counts of syllables.
        organisations: Law articles for organisations.
        tagged_wiki: Encyclopaedia articles for examples of the tagger.
        tagged_law: Law articles for examples of the tagger.
    """

    counted_law: int = 6
    counted_wiki: int = 2
    organisations: int = 3
    tagged_wiki: int = 2
    tagged_law: int = 20


def make_entities(
    law: Sequence[str], wiki: Sequence[tuple[str, str]], gazetteer: Path, out: Path, share: Share | None = None
) -> Iterator[str]:
    """Writes all files; yields a line on each step.

    Args:
        law: Texts of law articles.
        wiki: Titles and texts of encyclopaedia articles.
        gazetteer: Folder with the lists of names and communes.
        out: Folder to write to.
        share: How much each step reads.
    """
    share = share or Share()
    out.mkdir(parents=True, exist_ok=True)
    texts = [text for _, text in wiki]
    counts = count_corpus([*law[:: share.counted_law], *texts[:: share.counted_wiki]])
    lists = {
        "syllables.txt": ordinary_syllables(counts),
        "compounds.txt": compound_words(counts),
        "given.txt": given_syllables(gazetteer),
        "communes.txt": communes(gazetteer),
    }
    for name, lines in lists.items():
        yield _write(out / name, lines)
    words = _lexicon(lists)
    rules = NameRules(words)
    titles = dict(typed_titles(wiki))
    sighted = dict(sighted_names(texts, rules))
    organisations = mined_organisations(law[:: share.organisations])
    yield _write(out / "names.tsv", _name_lines(titles, sighted, organisations, words))
    known = {**sighted, **{name: type_ for name, type_ in titles.items() if _tells(name, words)}}
    found = list(examples([*texts[:: share.tagged_wiki], *law[:: share.tagged_law]], rules, known, words))
    random.Random(7).shuffle(found)  # noqa: S311 - no secret
    held_out = len(found) // _HELD_OUT
    weights = train_tagger(found[held_out:])
    yield _write(out / "tagger.tsv", weight_lines(weights))
    share_right = accuracy(LinearTagger(weights), found[:held_out])
    yield f"tagger: {len(found)} examples, {share_right:.1%} right on 1 in {_HELD_OUT} held out"


def given_syllables(folder: Path) -> list[str]:
    """Syllables of given names, from ``boy.txt`` and ``girl.txt``."""
    files = [path for name in ("boy.txt", "girl.txt") for path in sorted(folder.rglob(name))]
    text = " ".join(nfc(path.read_text(encoding="utf-8")).replace("Ð", "Đ") for path in files)
    return sorted(set(unify_tones(text.lower()).split()))


def communes(folder: Path) -> list[str]:
    """Names of communes of two and more syllables, from the provinces' JSON.

    Raises:
        UnreadableSource: The folder holds no such file.
    """
    files = sorted(folder.rglob("*vn_units*.json"))
    if not files:
        raise UnreadableSource(f"{folder}: no JSON of provinces with their communes (*vn_units*.json) is there.")
    provinces = json.loads(files[0].read_text(encoding="utf-8"))
    names = {_without_unit(nfc(ward["FullName"])) for province in provinces for ward in province["Wards"]}
    return sorted(name for name in names if " " in name and not name[0].isdigit())


def _without_unit(name: str) -> str:
    for unit in _UNIT_WORDS:
        if name.startswith(f"{unit} "):
            return name[len(unit) + 1 :]
    return name


def _lexicon(lists: dict[str, list[str]]) -> Lexicon:
    """A lexicon that knows the curated names only: what is mined must not teach itself."""
    return Lexicon(
        names=NameTable(curated_forms()),
        ordinary=frozenset(lists["syllables.txt"]),
        compounds=frozenset(lists["compounds.txt"]) | office_words(),
        given=frozenset(lists["given.txt"]),
        communes=frozenset(phrase_key(name) for name in lists["communes.txt"]),
    )


def _tells(name: str, words: Lexicon) -> bool:
    """Whether a title with a capital is a name wherever it has one: no single Vietnamese syllable is."""
    key = phrase_key(name)
    return " " in name or not (key in words.ordinary or is_vietnamese_syllable(key))


def _name_lines(
    titles: dict[str, str], sighted: dict[str, str], organisations: Iterator[str], words: Lexicon
) -> list[str]:
    mined = dict.fromkeys(organisations, EntityType.ORGANISATION.value)
    typed = {
        name: type_
        for name, type_ in {**mined, **sighted, **titles}.items()
        if type_ != EntityType.CONCEPT and _tells(name, words) and not (type_ in _TITLED and " " not in name)
    }
    return [f"{name}\t{type_}" for name, type_ in sorted(typed.items())]


def _write(path: Path, lines: Sequence[str]) -> str:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return f"{path.name}: {len(lines)} lines, {path.stat().st_size / 1024:.0f} KiB"
