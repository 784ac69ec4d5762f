"""Serves the desk's application: bounded in connections, heads and patience, and quiet when it ends."""

import asyncio
import gc
import logging
import signal
import socket
import sys
from types import FrameType

import h11
import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol

from onrecord.publish.desk.guard import ADDRESS, HEAD
from onrecord.publish.desk.jobs import Jobs

CONNECTIONS = 400  # at once; the next are told to come again
HEAD_SECONDS = 10.0  # in which a request's line and headers are to be there
TURN = 0.001  # seconds after which one thread of Python lets another: a page waits for it at every row that it reads
COLLECTED = 50_000  # objects made until those that nobody holds are sought: a page makes some thousands
GRACE = 3  # seconds for answers under way when the desk ends


class _Impatient(H11Protocol):
    """Closes a connection on which no whole request comes."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._forget()

    def _wait(self) -> None:
        if self.conn.their_state is not h11.IDLE:  # a head is there; its body is the guard's to time
            self._forget()
        elif self._late is None:
            self._late = self.loop.call_later(HEAD_SECONDS, self.timeout_keep_alive_handler)

    def _forget(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None


class _Server(uvicorn.Server):
    """Tells the desk at once that it is to end."""

    def __init__(self, config: uvicorn.Config, app: FastAPI) -> None:
        super().__init__(config)
        self._jobs: Jobs | None = app.state.jobs

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if self._jobs is not None:
            self._jobs.closing.set()  # who watches progress is let go, and reading stops after this document
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # what is cut off now is no fault
        super().handle_exit(sig, frame)


def collect_rarely() -> None:
    """Have Python look through all that a desk keeps less often: it takes a tenth of a second, and a page waits."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECTED, 20, 20)


def server(app: FastAPI) -> uvicorn.Server:
    """A server of the application, to be run on a socket that listens."""
    config = uvicorn.Config(
        app, http=_Impatient, ws="none", log_level="error", access_log=False, server_header=False,
        limit_concurrency=CONNECTIONS, h11_max_incomplete_event_size=ADDRESS + HEAD, timeout_graceful_shutdown=GRACE,
    )  # fmt: skip
    return _Server(config, app)


def run(app: FastAPI, listening: socket.socket) -> None:
    """Serve until someone ends it, with Ctrl-C or as a service is ended."""

    def ended(_: int, __: FrameType | None) -> None:
        raise SystemExit(0)

    collect_rarely()
    sys.setswitchinterval(TURN)
    signal.signal(signal.SIGTERM, ended)
    try:
        server(app).run(sockets=[listening])
    except KeyboardInterrupt:
        return
