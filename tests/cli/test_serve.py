"""``onrecord serve`` as a process: how it begins, what it demands, and how it ends."""

import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from http.client import HTTPConnection
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from onrecord.cli import app
from onrecord.pipeline import add, listed
from onrecord.record.verify import verify
from onrecord.record.view import View
from onrecord.settings import MAX_UPLOAD

SERVE = [sys.executable, "-m", "onrecord", "serve"]
EVERYWHERE = "0.0.0.0"  # noqa: S104 - to see that a token is demanded
TEXT = "The foreign minister of Arvania, Lena Orsk, said on Monday that round {} would not be held in public."
Start = Callable[..., tuple[subprocess.Popen[str], list[str]]]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "held" / "s.db"
    path.parent.mkdir()
    (tmp_path / "one.txt").write_text(TEXT.format("one"))
    add(path, listed([str(tmp_path / "one.txt")]))
    return path


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts a desk: its process, and the lines that it printed until it was up."""
    running: list[subprocess.Popen[str]] = []
    (tmp_path / "tmp").mkdir()

    def started(
        *given: str | Path, before: Sequence[str] = (), lines: int = 1
    ) -> tuple[subprocess.Popen[str], list[str]]:
        words = [*before, *SERVE, "--port", "0", *map(str, given)]
        process = subprocess.Popen(
            words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
            env={**os.environ, "TMPDIR": str(tmp_path / "tmp"), "PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
        running.append(process)
        assert process.stdout is not None
        told = [process.stdout.readline().strip() for _ in range(lines)]
        until = time.monotonic() + 30
        while process.poll() is None and time.monotonic() < until:
            try:
                httpx.get(at(told), trust_env=False)
                break
            except httpx.TransportError:
                time.sleep(0.05)
        return process, told

    yield started
    for process in running:
        process.kill()
        process.communicate()


def at(told: list[str]) -> str:
    found = re.search(r"http://\S+:(\d+)/", told[0])
    assert found, told
    return f"http://127.0.0.1:{found[1]}"


def ended(process: subprocess.Popen[str], how: signal.Signals = signal.SIGINT) -> tuple[int, str, str]:
    process.send_signal(how)
    out, err = process.communicate(timeout=40)
    return process.returncode, out, err


def signed(client: httpx.Client, path: str = "/") -> dict[str, str]:
    return {"csrf": client.get(path).text.partition('data-csrf="')[2].partition('"')[0]}


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_quietly_and_leaves_one_file(start: Start, store: Path, how: signal.Signals) -> None:
    process, told = start("--db", store)
    with httpx.Client(base_url=at(told), trust_env=False) as client:
        answer = client.get("/statements")
        assert answer.status_code == 200
        assert "Lena Orsk" in answer.text
        assert "server" not in answer.headers
        assert ended(process, how) == (0, "", "")
    assert [p.name for p in store.parent.iterdir()] == ["s.db"]


def test_ended_while_it_reads_nothing_is_half_written(start: Start, store: Path, tmp_path: Path) -> None:
    process, told = start("--db", store)
    with httpx.Client(base_url=at(told), trust_env=False) as client:
        files = [("files", (f"{n}.txt", TEXT.format(n).encode())) for n in range(90)]
        assert client.post("/add", data=signed(client), files=files).status_code == 303
        with client.stream("GET", "/add/progress") as progress:  # someone watches
            for line in progress.iter_lines():
                if " new" in line:
                    break
            status, out, err = ended(process)
    assert (status, out, err) == (0, "", "")
    assert list((tmp_path / "tmp").glob("onrecord*")) == []
    view = View.open(store)
    kept = len(view.every_document())
    assert 1 < kept < 91
    assert verify(view.engine, store).faults == ()
    view.engine.dispose()


def test_what_cannot_be_is_one_line(store: Path, tmp_path: Path) -> None:
    (tmp_path / "no.db").write_text("no store")
    (tmp_path / "short.txt").write_text("short")
    (tmp_path / "bad.yaml").write_text("title: [")
    (tmp_path / "old.db.token").write_text("scrypt")
    shutil.copy(store, tmp_path / "old.db")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        for given, told in (
            (["--port", port], "cannot listen at 127.0.0.1 port"),
            (["--host", "no.such.host.invalid"], "cannot listen at no.such.host.invalid"),
            (["--host", "x" * 300], "cannot listen at xxx"),
            (["--host", "203.0.113.7"], "cannot listen at 203.0.113.7"),
            (["--db", str(tmp_path / "gone.db"), "--read-only"], "gone.db"),
            (["--db", str(tmp_path / "gone" / "s.db")], "cannot be opened or made here"),
            (["--db", str(tmp_path / "no.db")], "no.db"),
            (["--dossier", str(tmp_path / "gone.yaml")], "no such file"),
            (["--dossier", str(tmp_path / "bad.yaml")], "not readable as YAML"),
            (["--password-file", str(tmp_path / "short.txt")], "8 characters or more"),
            (["--password-file", str(tmp_path / "gone.txt")], "cannot be read"),
            (["--new-token"], "nobody signs in with a token here"),
            (["--host", EVERYWHERE, "--db", str(tmp_path / "old.db")], "Make a new one with --new-token"),
        ):  # fmt: skip
            done = CliRunner().invoke(app, ["serve", "--port", "0", "--db", str(store), *given])
            assert done.exit_code == 1, given
            assert done.stdout == "", given
            assert done.stderr.startswith("onrecord: "), done.stderr
            assert done.stderr.count("\n") == 1, done.stderr
            assert told in done.stderr, done.stderr


def test_elsewhere_a_token_is_demanded_and_shown_once(start: Start, store: Path) -> None:
    old = os.umask(0)
    try:
        process, told = start("--db", store, "--host", EVERYWHERE, lines=3)
    finally:
        os.umask(old)
    kept = store.with_name("s.db.token")
    token = told[2].rpartition(" ")[2]
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert token not in kept.read_text()
    assert "not encrypted" in told[1]
    assert allowed(told, token)
    assert not allowed(told, "another")
    assert httpx.get(at(told), headers={"host": "desk.example"}, trust_env=False).status_code == 303  # by any name
    ended(process)
    process, told = start("--db", store, "--host", EVERYWHERE, lines=3)
    assert token not in told[2]
    assert allowed(told, token)
    ended(process)
    process, told = start("--db", store, "--host", EVERYWHERE, "--new-token", lines=3)
    assert not allowed(told, token)
    assert allowed(told, told[2].rpartition(" ")[2])
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def allowed(told: list[str], token: str) -> bool:
    headers = {"authorization": f"Bearer {token}"}
    return httpx.get(f"{at(told)}/api/statements", headers=headers, trust_env=False).status_code == 200


def test_a_password_goes_with_this_machine_too(start: Start, store: Path, tmp_path: Path) -> None:
    (tmp_path / "password.txt").write_text("correct horse\nand a note\n")
    process, told = start("--db", store, "--password-file", tmp_path / "password.txt")
    with httpx.Client(base_url=at(told), trust_env=False) as client:
        assert client.get("/").status_code == 303
        sent = {**signed(client, "/sign-in"), "secret": "correct horse", "judge": "Ada"}
        assert client.post("/sign-in", data=sent).status_code == 303
        assert client.get("/").status_code == 200
    assert not store.with_name("s.db.token").exists()
    assert ended(process) == (0, "", "")


def test_read_only_works_where_nothing_can_be_written(start: Start, store: Path) -> None:
    folder = store.parent
    locked = [
        "unshare",
        "-m",
        "sh",
        "-c",
        f'mount --bind "{folder}" "{folder}" && mount -o remount,ro,bind "{folder}" && exec "$@"',
        "sh",
    ]
    if subprocess.run([*locked, "true"], capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a folder read-only (unshare)")
    process, told = start("--db", store, "--read-only", before=locked)
    with httpx.Client(base_url=at(told), trust_env=False) as client:
        assert "Lena Orsk" in client.get("/statements").text
        assert client.get("/add").status_code == 404
        assert client.post("/add").status_code == 404
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=20) == ("", "")
    assert process.returncode == 0


def test_ten_gigabytes_are_refused_early(start: Start, store: Path, tmp_path: Path) -> None:
    process, told = start("--db", store)
    with httpx.Client(base_url=at(told), trust_env=False) as client:
        client.get("/add")
        headers = {
            "x-csrf-token": signed(client)["csrf"], "cookie": f"onrecord={client.cookies['onrecord']}",
            "content-type": "multipart/form-data; boundary=x",
        }  # fmt: skip
    host = at(told).removeprefix("http://")
    before = resident(process.pid)

    declared = HTTPConnection(host, timeout=10)
    declared.request("POST", "/add", body=iter([b""]), headers={**headers, "content-length": str(10**10)})
    assert declared.getresponse().status == 413
    declared.close()

    sent = 0
    growing = HTTPConnection(host, timeout=10)
    growing.putrequest("POST", "/add")
    for name, value in {**headers, "transfer-encoding": "chunked"}.items():
        growing.putheader(name, value)
    growing.endheaders()
    piece = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.zip"\r\n\r\n'
    try:
        while sent < 10**10:
            growing.send(b"%x\r\n%b\r\n" % (len(piece), piece))
            sent += len(piece)
            piece = bytes(1_000_000)
    except ConnectionError:
        pass
    growing.close()
    assert MAX_UPLOAD < sent < MAX_UPLOAD + 50_000_000
    assert resident(process.pid) - before < 60_000  # kB
    assert list((tmp_path / "tmp").rglob("*.zip")) == []
    opened = [fd.readlink() for fd in Path(f"/proc/{process.pid}/fd").iterdir()]
    assert not [path for path in opened if path.parent == tmp_path / "tmp"]
    assert httpx.get(at(told), trust_env=False).status_code == 200


def resident(process: int) -> int:
    return int(re.findall(r"VmHWM:\s+(\d+)", Path(f"/proc/{process}/status").read_text())[0])
