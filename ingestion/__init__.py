"""From files to documents, chunks, entities and relations."""
