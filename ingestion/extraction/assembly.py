"""Names and statements of one document become entities, mentions, relations and evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from graph.model import Chunk, Entity, EntityType, Evidence, Extraction, Mention, Relation
from graph.text.normalise import name_key
from ingestion.extraction.spans import NameSpan, SentenceSpans, Statement

_MOST_ALIASES = 12
_WITHOUT_ALIASES = frozenset({EntityType.LEGAL_ARTICLE.value, EntityType.DATE.value, EntityType.QUANTITY.value})
_POINTING = (" này", " nói trên", " đó")


class Assembly:
    """Collects what was found in one document, each item once."""

    def __init__(self, tenant: str, chunks: Sequence[Chunk], text: str) -> None:
        self._tenant = tenant
        self._chunks = chunks
        self._text = text
        self._names: dict[str, NameSpan] = {}
        self._forms: dict[str, Counter[str]] = {}
        self._mentions: dict[Mention, None] = {}
        self._relations: dict[str, Relation] = {}
        self._evidence: dict[tuple[str, str, int, int], Evidence] = {}

    def add_subject(self, name: NameSpan) -> str | None:
        """Adds what the document is about, which its text need not name; returns its id, None without chunks."""
        return self._entity_id(name) if self._chunks else None

    def add_names(self, sentences: Iterable[SentenceSpans]) -> None:
        """Adds the names of sentences as mentions."""
        for sentence in sentences:
            for name in sentence.names:
                entity_id = self._mention(sentence.chunk_id, name)
                if name.type not in _WITHOUT_ALIASES:
                    self._note_form(entity_id, name)

    def add_statements(self, statements: Iterable[Statement]) -> None:
        """Adds relations with their evidence; both ends are mentioned where the statement names them.

        An end that the sentence only implies (an empty span) is not mentioned by it.
        A statement about a thing and itself, or with an end outside its sentence, is dropped.
        """
        for statement in statements:
            if (statement.head.type, statement.head.key) == (statement.tail.type, statement.tail.key):
                continue
            if not (_within(statement.head, statement) and _within(statement.tail, statement)):
                continue
            self._relate(statement)

    def extraction(self) -> Extraction:
        """All that was added."""
        return Extraction(
            tuple(self._entity(id_, name) for id_, name in self._names.items()),
            tuple(self._mentions),
            tuple(self._relations.values()),
            tuple(self._evidence.values()),
        )

    def _entity_id(self, name: NameSpan) -> str:
        entity_id = Entity.make_id(self._tenant, name.type, name.key)
        self._names.setdefault(entity_id, name)
        return entity_id

    def _mention(self, chunk_id: str, name: NameSpan) -> str:
        entity_id = self._entity_id(name)
        if name.start < name.end:
            self._mentions[Mention(chunk_id, entity_id, name.start, name.end)] = None
        return entity_id

    def _note_form(self, entity_id: str, name: NameSpan) -> None:
        form = " ".join(self._text[name.start : name.end].split())
        if name_key(form) != name.key and not form.endswith(_POINTING):
            self._forms.setdefault(entity_id, Counter())[form] += 1

    def _relate(self, statement: Statement) -> None:
        head, tail = (self._mention(statement.chunk_id, name) for name in (statement.head, statement.tail))
        relation_id = Relation.make_id(head, statement.type, tail)
        self._relations.setdefault(relation_id, Relation(relation_id, head, statement.type, tail))
        place = (relation_id, statement.chunk_id, statement.start, statement.end)
        known = self._evidence.get(place)
        if known is None or known.confidence < statement.confidence:
            self._evidence[place] = Evidence(*place, statement.extractor, statement.confidence)

    def _entity(self, entity_id: str, name: NameSpan) -> Entity:
        forms = self._forms.get(entity_id, Counter())
        aliases = tuple(form for form, _ in forms.most_common(_MOST_ALIASES))
        return Entity(entity_id, self._tenant, name.type, name.key, name.name, aliases)


def _within(name: NameSpan, statement: Statement) -> bool:
    return statement.start <= name.start and name.end <= statement.end
