"""Make the pictures of the documentation anew: `make pictures`, or `python -m docs.pictures [NAME…]`.

Reads the example documents into a store, opens the desk on it by `onrecord serve`, goes to each page as a person would,
in Debian's Chromium without a window, and writes what is seen to docs/*.png. The record is shown as of a fixed day, so
that the same pages give the same pictures on the same machine; letters look as the fonts of that machine do.
"""

import base64
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

DOCS = Path(__file__).resolve().parent
EXAMPLES = DOCS.parent / "examples"
ONRECORD = (sys.executable, "-m", "onrecord")
EVE = "as_of=2027-03-10"  # the day on which the second session was put off
PIXELS = """async (png) => {
    const image = await createImageBitmap(await (await fetch("data:image/png;base64," + png)).blob());
    const canvas = new OffscreenCanvas(image.width, image.height), drawing = canvas.getContext("2d");
    drawing.drawImage(image, 0, 0);
    const bytes = drawing.getImageData(0, 0, image.width, image.height).data;
    let text = "";
    for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
    return [image.width, image.height, btoa(text)];
}"""


@dataclass(frozen=True)
class Picture:
    """A page, what is done there before the picture is taken, and how large the window is, in CSS pixels."""

    name: str
    at: str
    then: Callable[[Page], object] = lambda page: page
    width: int = 1280
    height: int = 800
    scheme: Literal["light", "dark"] = "light"


def opened(link: str, heading: str) -> Callable[[Page], object]:
    """Follows the first link that a CSS selector finds, and waits for the heading of what it opens."""

    def then(page: Page) -> None:
        page.locator(link).first.click()
        page.get_by_role("heading", name=heading).first.wait_for()
        page.evaluate("document.activeElement.blur(), scrollTo(0, 0)")
        page.mouse.move(0, 0)

    return then


DESK = (
    Picture("desk-overview", f"/?{EVE}"),
    Picture(
        "desk-matrix", f"/matrix?{EVE}", opened('[aria-label^="Ostrel on The radar"]', "Ostrel · The radar on Skerra")
    ),
    Picture(
        "desk-document", "/documents", opened("text=We did not build it yesterday", "We did not build it yesterday")
    ),
    Picture("desk-person", f"/actors?{EVE}", opened("text=Maren Tolvik", "Maren Tolvik"), height=900),
    Picture("desk-timeline", f"/timeline?zoom=month&at=2027-03-10&{EVE}"),
    Picture("desk-review", "/review", height=860),
    Picture("desk-brief", f"/brief?{EVE}", opened("text=[7]", "[7]")),
    Picture(
        "desk-conflict",
        f"/conflict?{EVE}",
        opened('[aria-label^="Varnia, state 9:"]', "State 9 trade, Varnia"),
        height=1000,
    ),
    Picture("desk-dark", f"/?{EVE}", scheme="dark"),
    Picture("desk-phone", f"/matrix?{EVE}", width=380, height=800),
)


def main(*names: str) -> None:
    """Make the pictures of these names, or all."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("needs Debian's chromium: apt-get install chromium")
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for picture, base in chain(_of_the_desk(Path(scratch)), _of_a_file(Path(scratch))):
            if not names or picture.name in names:
                made = small(browser, taken(browser, picture, base))
                (DOCS / f"{picture.name}.png").write_bytes(made)
                print(f"docs/{picture.name}.png  {len(made) / 1000:.0f} kB")
        browser.close()


def _of_the_desk(scratch: Path) -> Iterator[tuple[Picture, str]]:
    """The pages of a desk that is open while they are gone through."""
    store = scratch / "kelmar.db"
    run("add", *sorted(map(str, EXAMPLES.glob("*.md"))), "--db", str(store))
    shutil.copy(EXAMPLES / "dossier.yaml", store.with_suffix(".dossier.yaml"))
    shutil.copy(EXAMPLES / "kelmar.conflict.yaml", store.with_suffix(".conflict.yaml"))
    with served(store) as base:
        yield from ((picture, base) for picture in DESK)


def _of_a_file(scratch: Path) -> Iterator[tuple[Picture, str]]:
    """The brief as one file, a citation of it open."""
    file = scratch / "brief.html"
    run("brief", *sorted(map(str, EXAMPLES.glob("*.md"))), "--format", "html", "--output", str(file))
    yield Picture("brief", "", opened("text=[7]", "At a glance"), width=1300, height=900), file.as_uri()


def run(*words: str) -> None:
    """Run a command of onrecord to its end."""
    subprocess.run([*ONRECORD, *words], check=True, capture_output=True)


@contextmanager
def served(store: Path) -> Iterator[str]:
    """A desk on the store, and its address."""
    command = [*ONRECORD, "serve", "--db", str(store), "--port", "0"]
    told = {**os.environ, "PYTHONUNBUFFERED": "1", "LOGNAME": "Ada"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=told) as desk:
        try:
            line = desk.stdout.readline() if desk.stdout else ""  # The desk is at http://127.0.0.1:PORT/ (…)
            yield line.split()[4].rstrip("/")
        finally:
            desk.terminate()


def taken(browser: Browser, picture: Picture, base: str) -> bytes:
    """The page as a PNG, when all that it shows has been worked out."""
    window = ViewportSize(width=picture.width, height=picture.height)
    with browser.new_context(viewport=window, color_scheme=picture.scheme) as context:
        page = context.new_page()
        page.goto(base + picture.at)
        while "being worked out" in page.content():
            page.wait_for_timeout(500)
            page.reload()
        picture.then(page)
        page.wait_for_load_state("networkidle")
        return page.screenshot()


def small(browser: Browser, png: bytes) -> bytes:
    """The picture with 256 colours: those that it has most of, each other as the nearest of them."""
    page = browser.new_page()
    width, height, bytes_of = page.evaluate(PIXELS, base64.b64encode(png).decode())
    page.close()
    rgb = np.frombuffer(base64.b64decode(bytes_of), np.uint8).reshape(-1, 4)[:, :3].astype(np.int64)
    every, which, counts = np.unique(rgb, axis=0, return_inverse=True, return_counts=True)
    kept = every[np.argsort(-counts, kind="stable")[:256]]
    nearest = np.array([np.argmin(((kept - one) ** 2).sum(axis=1)) for one in every], np.uint8)
    return paletted(kept.astype(np.uint8), nearest[which.ravel()].reshape(height, width))


def paletted(colours: NDArray[np.uint8], at: NDArray[np.uint8]) -> bytes:
    """A PNG (ISO/IEC 15948) of up to 256 colours, one byte a pixel."""
    height, width = at.shape
    lines = np.concatenate((np.zeros((height, 1), np.uint8), at), axis=1)  # no line is filtered
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", colours.tobytes()),
        (b"IDAT", zlib.compress(lines.tobytes(), 9)),
        (b"IEND", b""),
    )
    chunks = (struct.pack(">I", len(d)) + kind + d + struct.pack(">I", zlib.crc32(kind + d)) for kind, d in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


if __name__ == "__main__":
    main(*sys.argv[1:])
