"""Readers: files, rows and streams become raw documents, or rejects that say why not."""
