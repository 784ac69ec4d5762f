"""Pages are made a few at a time: more would take the processor from each other, and each longer."""

from anyio import CapacityLimiter
from anyio.lowlevel import RunVar
from starlette.types import ASGIApp, Message, Receive, Scope, Send

AT_ONCE = 8
ASKING = ("GET", "HEAD")  # what writes waits for the store, and for nobody who reads
_turns: RunVar[CapacityLimiter] = RunVar("turns")  # of the event loop that serves


class InTurn:
    """Lets so many requests that read be worked on at once, each until its answer begins to be sent."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] not in ASKING:
            await self._app(scope, receive, send)
            return
        turns, turn = _turns_here(), object()
        await turns.acquire_on_behalf_of(turn)
        held = True

        async def sending(message: Message) -> None:
            nonlocal held
            if held:
                held = False
                turns.release_on_behalf_of(turn)
            await send(message)

        try:
            await self._app(scope, receive, sending)
        finally:
            if held:
                turns.release_on_behalf_of(turn)


def _turns_here() -> CapacityLimiter:
    try:
        return _turns.get()
    except LookupError:
        made = CapacityLimiter(AT_ONCE)
        _turns.set(made)
        return made
