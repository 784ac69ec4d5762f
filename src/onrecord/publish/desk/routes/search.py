"""Search over statements and documents, as one types."""

from typing import Annotated, cast, get_args

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from onrecord.errors import OnrecordError
from onrecord.publish.desk.asking import Asked, Asking
from onrecord.publish.desk.rendering import desk_of, page
from onrecord.publish.desk.routes.documents import outlets_of
from onrecord.publish.desk.searching import Found, alone, around, found, hits, searchable
from onrecord.publish.desk.sides import parties
from onrecord.record.answers import Filter
from onrecord.record.find_text import Among

router = APIRouter(include_in_schema=False)
ROWS, BOTH = 20, (15, 5)  # hits on a page of one kind; of statements and documents beside each other


@router.get("/search")
def search(
    request: Request, asked: Asking, q: Annotated[str, Query(max_length=300)] = "",
    within: Annotated[str, Query(alias="in", max_length=20)] = "",
) -> Response:  # fmt: skip
    """Hits, best first; to htmx only those."""
    desk = desk_of(request)
    words, among = q.strip(), _among(within)
    chosen = _filter(asked)
    made = found(lambda text: hits(desk.view, text, chosen, among, both=BOTH), words) if words else Found((), ())
    most = (ROWS, ROWS) if among else BOTH
    live = "hx-request" in request.headers
    answer = page(
        request, "_found.html" if live else "search.html", asked, q=words, among=among, around=around,
        statements=made.statements[: most[0]], more_statements=len(made.statements) > most[0],
        documents=made.documents[: most[1]], more_documents=len(made.documents) > most[1], begun=made.begun,
        searchable=searchable(words), alone=[] if made or not words else alone(desk.view, words, chosen),
        parties=() if live else parties(desk, asked.as_of),
        outlets=() if live else outlets_of(desk, asked.as_of),
    )  # fmt: skip
    answer.headers["Vary"] = "HX-Request"  # a browser that goes back is not to be shown the part for the page
    return answer


def _among(named: str) -> Among | None:
    """What is searched, None for both. Raises OnrecordError."""
    for one in get_args(Among):
        if one == named:
            return cast(Among, one)
    if named:
        message = f"in: {named!r} is none of {', '.join(get_args(Among))}."
        raise OnrecordError(message)
    return None


def _filter(asked: Asked) -> Filter:
    offset = (asked.page - 1) * ROWS
    return Filter(asked.as_of, asked.since, asked.party, asked.speaker, asked.kind, asked.outlet, ROWS + 1, offset)
