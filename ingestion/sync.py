"""``--sync``: documents whose source no longer has them are deleted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graph.model import Document
from graph.ports import GraphStore
from ingestion.readers.roots import Scope
from ingestion.selection import Selector
from ingestion.steps.normalise import clean
from ingestion.summary import Tally
from ingestion.writer import StoreWriter

_AT_ONCE = 500
_UNASKED = 5
_TOO_MANY = (
    "nothing was deleted: {0} of the {1} documents of {2!r} are not in what was read, so this may be another folder of "
    "that name. If they are meant to go, say so with --source {2}"
)
_BAD_ROWS = (
    "{} documents of {!r} were not deleted, as rows of their files could not be read and may be them (see the rejects)"
)
_RIVAL = (
    "nothing was deleted: {0} was ingested under the source {1} too and is still there, and its documents would go. "
    "If they are meant to go, say so with --source {1}"
)
_COPIES = frozenset({"duplicate", "near-duplicate"})
_STILL_ANSWERS = (
    "it could not be read any more; the version of revision {} still answers: "
    "delete it with vinagraph documents delete {}"
)


async def warn_of_stale(graph: GraphStore, tenant: str, tally: Tally) -> None:
    """Names the rejected documents of which an older version is still current."""
    rejected = {
        clean(reject.uri): reject.where for reject in tally.rejects if reject.uri and reject.step not in _COPIES
    }
    uris = sorted(rejected)
    for start in range(0, len(uris), _AT_ONCE):
        states = await graph.document_states(tenant, uris[start : start + _AT_ONCE])
        for uri, state in sorted(states.items()):
            tally.warn(rejected[uri], (_STILL_ANSWERS.format(state.revision, uri),))


async def delete_vanished(
    graph: GraphStore,
    writer: StoreWriter,
    tenant: str,
    scopes: Iterable[Scope],
    selector: Selector,
    tally: Tally,
    *,
    named: bool,
    rivals: Mapping[str, str],
) -> None:
    """Deletes what is stored of the scopes and the sources that were just read do not hold.

    Nothing is deleted where a part of the sources could not be read and does not tell which documents it held, nor
    most of a collection that the user did not name, nor anything of one that another folder was ingested into: a
    folder of the same name would wipe it. Of a file with rows that could not be read, nothing is deleted either.

    Args:
        graph: System of record.
        writer: Over both stores.
        tenant: Whose documents.
        scopes: What was read.
        selector: Knows which documents the sources still hold.
        tally: Told what was deleted, or why nothing was.
        named: Whether a person named the collection, and so means all of it.
        rivals: By collection, another folder that was ingested into it and is still there.
    """
    if not selector.all_told:
        tally.warn("--sync", ("nothing was deleted, as some of the source could not be read (see the rejects)",))
        return
    for scope in sorted(scopes, key=lambda scope: (scope.source, scope.below)):
        stored = set(filter(scope.holds, await graph.source_uris(tenant, scope.source)))
        missing = sorted(stored - selector.present)
        vanished = [uri for uri in missing if not uri.startswith(tuple(selector.below))]
        if held := len(missing) - len(vanished):
            tally.warn("--sync", (_BAD_ROWS.format(held, scope.source),))
        if not named and (doubt := _doubt(scope.source, len(vanished), len(stored), rivals)):
            tally.warn("--sync", (doubt,))
            continue
        for start in range(0, len(vanished), _AT_ONCE):
            uris = vanished[start : start + _AT_ONCE]
            await writer.delete(tenant, [Document.make_id(tenant, uri) for uri in uris])
            tally.deleted += uris


def _doubt(source: str, vanished: int, stored: int, rivals: Mapping[str, str]) -> str:
    """Why a collection that nobody named may be another than the one that is stored; empty where it is the same."""
    if source in rivals:
        return _RIVAL.format(rivals[source], source)
    if vanished > _UNASKED and 2 * vanished > stored:
        return _TOO_MANY.format(vanished, stored, source)
    return ""
