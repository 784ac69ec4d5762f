"""Adding at the desk: pasted text, web addresses and files, read while one watches or after one has gone."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from shutil import copyfileobj, rmtree
from typing import Annotated
from unicodedata import category, normalize

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response, StreamingResponse
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from onrecord.errors import OnrecordError
from onrecord.publish.desk.asking import Asked, Asking, day
from onrecord.publish.desk.desk import Handed
from onrecord.publish.desk.jobs import Job, Jobs
from onrecord.publish.desk.rendering import page
from onrecord.publish.desk.safety import checked
from onrecord.publish.wording import harmless
from onrecord.settings import MAX_CHARACTERS, MAX_UPLOAD, MAX_UPLOADS

writing = APIRouter(include_in_schema=False)
TITLE, NAME = 300, 120  # characters of a title or outlet, and of a file's name that are kept
WATCHED = 50.0  # seconds that one answer tells of progress; the browser asks again
LOOK, ALIVE = 0.3, 15.0  # seconds between looks at what has changed, and between signs that one is still here
SOON = 1.0  # seconds to wait for what is quickly read: the next page then says what became of it
WORDS = {"new": "new on record", "changed": "takes the place of what was handed in before", "known": "known already"}


@dataclass(frozen=True)
class Entered:
    """What the form holds."""

    title: str = ""
    text: str = ""
    urls: str = ""
    outlet: str = ""
    published: str = ""


@writing.get("/add")
def add(request: Request, asked: Asking) -> Response:
    """The form, and what was handed in before."""
    return _page(request, asked, Entered())


@writing.get("/add/progress")
async def progress(request: Request, asked: Asking) -> Response:
    """What is being read and what became of it, told anew at each change (server-sent events)."""
    told = _progress(request, asked, _jobs(request))
    return StreamingResponse(told, media_type="text/event-stream")


@writing.get("/add/{number}")
def handed_in(request: Request, asked: Asking, number: int) -> Response:
    """The same with what failed of one hand-in still in the form."""
    job = _jobs(request).job(number)
    if job is None:
        raise HTTPException(404, f"This desk knows of no hand-in {number}: it remembers those since it was started.")
    return _page(request, asked, _left(job), job)


async def _read_form(request: Request) -> AsyncIterator[FormData]:
    """The form, with bounds of its own; its files are on disk, and gone afterwards."""
    try:
        form = await request.form(max_files=MAX_UPLOADS + 1, max_fields=10, max_part_size=4 * MAX_CHARACTERS + 1000)
    except HTTPException as error:
        told = f"A text may have {MAX_CHARACTERS:,} characters, and {MAX_UPLOADS} files may be handed in at once."
        raise HTTPException(413, f"{told} Add the rest afterwards.") from error
    yield form
    await form.close()


Form = Annotated[FormData, Depends(_read_form)]


@writing.post("/add", dependencies=[Depends(_read_form), Depends(checked)])
def added(request: Request, form: Form) -> Response:
    """Take in what was handed in; it is read by and by."""
    entered = Entered(*(_field(form, name) for name in ("title", "text", "urls", "outlet", "published")))
    jobs = _jobs(request)
    folder = jobs.folder()
    try:
        who = request.session.get("judge", request.app.state.judge)
        job = jobs.put(_handed(entered, form, folder), who, folder)
    except OnrecordError as error:
        rmtree(folder, ignore_errors=True)
        return _page(request, Asked(), entered, problem=f"{error}", status=422)
    until = time.monotonic() + SOON
    while not job.ended and time.monotonic() < until:
        time.sleep(0.02)
    return RedirectResponse(f"/add/{job.number}", 303)


def _jobs(request: Request) -> Jobs:
    made: Jobs = request.app.state.jobs
    return made


def _page(
    request: Request, asked: Asked, entered: Entered, job: Job | None = None, *, problem: str = "", status: int = 200
) -> Response:
    return page(
        request, "add.html", asked, status=status, entered=entered, job=job, problem=problem, words=WORDS,
        jobs=_jobs(request).every(), busy=_jobs(request).busy, most=MAX_UPLOAD, files=MAX_UPLOADS, longest=TITLE,
    )  # fmt: skip


async def _progress(request: Request, asked: Asked, jobs: Jobs) -> AsyncIterator[str]:
    until, seen, alive = time.monotonic() + WATCHED, -1, time.monotonic()
    while time.monotonic() < until and not jobs.closing.is_set():
        busy, changes = jobs.busy, jobs.changes
        if changes != seen:
            seen, alive = changes, time.monotonic()
            part = partial(page, request, "_jobs.html", asked, jobs=jobs.every(), words=WORDS)
            lines = bytes((await run_in_threadpool(part)).body).decode().splitlines()
            yield "".join(f"data: {line}\n" for line in lines) + "\n"
        if not busy:
            yield "event: done\ndata: \n\n"
            return
        if time.monotonic() - alive > ALIVE:
            alive = time.monotonic()
            yield ": still reading\n\n"
        await asyncio.sleep(LOOK)


def _left(job: Job) -> Entered:
    """What failed and can be tried again as it is. Files have to be chosen again: no page may choose them."""
    failed = job.again
    text = next((one for one in failed if one.text is not None), None)
    urls = "\n".join(one.url for one in failed if one.url)
    some = text or next(iter(failed), Handed(""))
    return Entered(
        (text and text.title) or "", (text and text.text) or "", urls, some.outlet or "", some.published or ""
    )


def _field(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


def _handed(entered: Entered, form: FormData, folder: Path) -> tuple[Handed, ...]:
    """What a form hands in. Raises OnrecordError where it cannot be taken as it is."""
    title, outlet = (" ".join(said.split()) or None for said in (entered.title, entered.outlet))
    for said, what in ((title, "the title"), (outlet, "the outlet")):
        if said and len(said) > TITLE:
            message = f"{what} is longer than {TITLE} characters. Shorten it."
            raise OnrecordError(message)
    known = Handed("", outlet=outlet, published=day(entered.published, "the date"))
    files = [one for one in form.getlist("files") if isinstance(one, UploadFile) and (one.filename or one.size)]
    urls = list(dict.fromkeys(entered.urls.split()))
    given = [*_pasted(entered.text, title, known), *_addresses(urls, known)]
    if not given and not files:
        message = "nothing was handed in. Paste a text, give an address, or choose files."
        raise OnrecordError(message)
    if max(len(urls), len(files)) > MAX_UPLOADS:
        message = f"more than {MAX_UPLOADS} at once. Add the rest afterwards."
        raise OnrecordError(message)
    return (*given, *_uploaded(files, known, folder))


def _pasted(text: str, title: str | None, known: Handed) -> Iterator[Handed]:
    if text.strip():
        words = title or " ".join(text[:400].split())
        name = words if len(words) <= NAME else words[:NAME].rsplit(" ", 1)[0] + " …"
        yield replace(known, name=harmless(name), text=text.replace("\r\n", "\n"), title=title)


def _addresses(urls: list[str], known: Handed) -> Iterator[Handed]:
    for url in urls:
        if not url.lower().startswith(("http://", "https://")):  # anything else would be a path on this machine
            message = (
                f"{harmless(url[:NAME])}: only http and https addresses are fetched. Write it whole, with https://."
            )
            raise OnrecordError(message)
        yield replace(known, name=harmless(url), url=url)


def _uploaded(files: list[UploadFile], known: Handed, folder: Path) -> Iterator[Handed]:
    """Uploaded files, copied to a folder of theirs under names that are ours but for how they end."""
    for number, one in enumerate(files):
        name = file_name(one.filename or "")
        path = folder / f"{number}{_ending(name)}"
        with path.open("xb") as kept:
            copyfileobj(one.file, kept)
        yield replace(known, name=name, file=path)


def _ending(name: str) -> str:
    ending = Path(name).suffix.lower()
    return ending if ending[1:].isascii() and ending[1:].isalnum() and len(ending) <= 12 else ""


def file_name(given: str) -> str:
    """A file's own name out of what a browser sends: no folders, no signs that are not seen, not too long."""
    last = normalize("NFC", given).replace("\\", "/").rpartition("/")[2]
    seen = "".join(" " if c.isspace() else c for c in last if c.isspace() or category(c)[0] != "C")
    name = " ".join(seen.split()).lstrip(".")
    if len(name) > NAME:
        ending = _ending(name)
        name = name[: NAME - len(ending) - 1] + "…" + ending
    return name or "file"
