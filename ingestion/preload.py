"""What workers share, made once: the fork server imports this module, and each worker is born with it.

To read the shipped lists and to compile the patterns takes longer than most documents. Nobody else imports this.
"""

from __future__ import annotations

from ingestion.extraction.extractor import DocumentExtractor

DocumentExtractor()  # `_shipped`, `lexicon` and, of the last 512 patterns, the cache of `re` hold what it made
