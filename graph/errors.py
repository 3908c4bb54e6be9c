"""Errors of VinaGraph, one root for all.

- VinaGraphError
  - SettingsError: a setting is wrong or cannot be combined
  - InputError: what the user gave cannot be used (a file, a question, a field)
    - UnreadableSource: a file or row cannot be read
    - WrongUsage: a command or its options cannot be meant so
  - StoreError: a store cannot do what is asked
    - StoreBusy: another process holds the embedded store
    - StoreTooNew: the store was written by a newer version
    - StoreFull: the disk or the quota is full
    - NotFound: no such document, entity or relation
  - ModelError: a model or model server failed
    - ModelTimeout: it did not answer in time
    - ModelUnavailable: it cannot be reached or loaded

Every message says what happened, where, and what to do about it.
"""


class VinaGraphError(Exception):
    """Root of all errors that VinaGraph raises on purpose."""


class SettingsError(VinaGraphError):
    """A setting is wrong, or settings do not fit together."""


class InputError(VinaGraphError):
    """What the user gave cannot be used."""


class UnreadableSource(InputError):
    """A file, row or stream cannot be read as a document; ``why`` is one of `ingestion.model.Why`."""

    def __init__(self, message: str, why: str = "unreadable") -> None:
        super().__init__(message)
        self.why = why


class WrongUsage(InputError):
    """A command was given what cannot be meant; nothing was done."""


class StoreError(VinaGraphError):
    """A store cannot do what is asked."""


class StoreBusy(StoreError):
    """Another process holds the embedded store.

    Attributes:
        server: URL at which that process does what is asked; None where it serves nobody.
    """

    def __init__(self, message: str, server: str | None = None) -> None:
        super().__init__(message)
        self.server = server


class StoreTooNew(StoreError):
    """The store was written by a newer version of VinaGraph."""


class StoreFull(StoreError):
    """The disk is full; nothing of the failed write was kept."""


class NotFound(StoreError):
    """There is no such document, entity or relation."""


class ModelError(VinaGraphError):
    """A model or model server failed."""


class ModelTimeout(ModelError):
    """A model did not answer in time."""


class ModelUnavailable(ModelError):
    """A model cannot be reached or loaded."""


def words_of(error: Exception) -> str:
    """What an error says; its kind where it says nothing, as a time-out does."""
    return str(error) or type(error).__name__
