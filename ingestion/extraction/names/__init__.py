"""Names of people, organisations, places, works, events, products and awards: rules, word lists and a small tagger."""

from ingestion.extraction.names.aliases import canonical_name
from ingestion.extraction.names.gazetteer import PhraseTable, shipped_hash
from ingestion.extraction.names.heads import TYPE_OF_HEAD, Head, head_at
from ingestion.extraction.names.tagging import NameTagger
from ingestion.extraction.names.tokens import Tokens, tokenise
from ingestion.extraction.names.words import CONNECTORS, LATIN_ONLY, STOP

__all__ = [
    "CONNECTORS",
    "LATIN_ONLY",
    "STOP",
    "TYPE_OF_HEAD",
    "Head",
    "NameTagger",
    "PhraseTable",
    "Tokens",
    "canonical_name",
    "head_at",
    "shipped_hash",
    "tokenise",
]
