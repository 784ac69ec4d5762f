"""A command that is forked answers as one that is started anew, which each command is here once."""

import re

import pytest

from tests.cli.command import EXAMPLES, Done, run, run_anew
from tests.test_docs import verbs

FIRST = str(EXAMPLES / "01-wire.md")
DOSSIER = str(EXAMPLES / "dossier.yaml")
CLOSED = str(EXAMPLES / "strait.conflict.yaml")
OPEN = str(EXAMPLES / "strait-open.conflict.yaml")
SPAN = ("--from", "2027-03-02", "--to", "2027-03-10")
COMMANDS: dict[str, tuple[str, ...]] = {
    "": ("--version",),
    "actors": ("--db", "DB"),
    "actors merges": ("--db", "DB"),
    "add": (EXAMPLES.as_posix(), "--db", "DB"),
    "brief": (FIRST,),
    "calendar": ("--db", "DB"),
    "changes": ("--since", "2027-03-07", "--db", "DB"),
    "clashes": (DOSSIER, "--db", "DB"),
    "common-ground": (DOSSIER, "--db", "DB"),
    "conflict changes": (CLOSED, *SPAN, "--db", "DB"),
    "conflict draft": (DOSSIER, "--db", "DB"),
    "conflict settle": (OPEN,),
    "conflict stability": (CLOSED,),
    "deals": (str(EXAMPLES / "harbour.deal.yaml"),),
    "dossier check": (DOSSIER, "--db", "DB"),
    "dossier draft": ("--db", "DB"),
    "matrix": (DOSSIER, "--db", "DB"),
    "meetings": ("--db", "DB"),
    "read": (FIRST,),
    "reread": ("--db", "DB"),
    "review": ("--db", "DB"),
    "search": ("radar", "--db", "DB"),
    "shifts": (DOSSIER, *SPAN, "--db", "DB"),
    "sources": ("--db", "DB"),
    "statements": ("--db", "DB"),
    "unsorted": (DOSSIER, "--db", "DB"),
    "verify": ("--db", "DB"),
    "who": ("Tolvik", "--db", "DB"),
}


OTHERWISE = {
    "actors merge", "actors split", "conflict inverse", "conflict paths", "conflict robustness", "review export",
    "review list", "review show", "review undo", "sweep",
}  # fmt: skip # nothing is loaded for them that those beside them do not; serve and sweep start anew in their own tests


def told(done: Done) -> tuple[int, bytes, bytes]:
    """All that one sees of a command, but for the second at which a calendar was written."""
    return done.returncode, re.sub(rb"(DTSTAMP|LAST-MODIFIED):\w+", b"", done.stdout), done.stderr


@pytest.mark.parametrize("verb", COMMANDS)
def test_it_answers_as_it_does_when_started_anew(db: str, verb: str) -> None:
    command = [*verb.split(), *(db if given == "DB" else given for given in COMMANDS[verb])]
    anew = run_anew(*command, stdin=b"q\n")
    assert anew.returncode == 0, anew.stderr
    assert told(run(*command, stdin=b"q\n")) == told(anew)


@pytest.mark.parametrize("command", [["nonsense"], ["brief", "none.md"], ["who", "Nobody"]])
def test_it_ends_as_it_does_when_started_anew(command: list[str]) -> None:
    anew = run_anew(*command)
    assert anew.returncode
    assert told(run(*command)) == told(anew)


def test_no_command_is_missing_here() -> None:
    assert {*verbs()} - {"conflict", "dossier", "serve"} == COMMANDS.keys() | OTHERWISE
