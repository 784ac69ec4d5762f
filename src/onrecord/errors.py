"""What can go wrong, in words that say what, where and what to do."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, Self

# Why an input was not read, in a word that does not change: skips are counted by it.
Reason = Literal[
    "archive", "damaged", "date", "deadly", "empty", "encoding", "encrypted", "feed", "fetch", "front-matter",
    "language", "missing", "no-article", "not-about", "not-html", "not-in-period", "not-installed", "not-text",
    "record", "record-type", "scanned", "several", "status", "too-large", "unreadable",
]  # fmt: skip


class OnrecordError(Exception):
    """Base of every error that a user can cause or cure. Its message is one line for the user."""


class InputError(OnrecordError):
    """An input that cannot be read; ``where`` names it, ``reason`` is one of the words by which such are counted."""

    def __init__(self, where: str, problem: str, reason: Reason = "unreadable") -> None:
        named = "".join(character if character.isprintable() else "?" for character in where)
        super().__init__(f"{named}: {problem}")
        self.where, self.problem, self.reason = where, problem, reason

    def __reduce__(self) -> tuple[Any, ...]:
        """So that another process can be told: an exception is otherwise made again from its message alone."""
        return type(self), (self.where, self.problem, self.reason)

    @classmethod
    def empty(cls, where: str) -> Self:
        """A file or page without text."""
        return cls(where, "there is no text in it. Give a file or page with the article's words.", "empty")

    @classmethod
    def missing(cls, where: str) -> Self:
        """A path that does not exist."""
        return cls(where, "no such file. Check the path.", "missing")

    @classmethod
    def binary(cls, where: str) -> Self:
        """A file that is not text."""
        return cls(where, "this is not text. Give plain text, Markdown, HTML or a PDF.", "not-text")

    @classmethod
    def encoding(cls, where: str) -> Self:
        """Bytes in no encoding that can be told."""
        return cls(where, "the character encoding cannot be told. Save the file as UTF-8.", "encoding")

    @classmethod
    def too_large(cls, where: str, limit: int) -> Self:
        """More characters than one document may have."""
        return cls(where, f"longer than {limit:,} characters. Split it into its articles.", "too-large")

    @classmethod
    def no_article(cls, where: str) -> Self:
        """HTML in which no article is found."""
        return cls(
            where, "no article text was found on this page. Save the article's text and give that.", "no-article"
        )

    @classmethod
    def not_in_period(cls, where: str, published: str) -> Self:
        """A text that is passed over: it was not published in the period of a dossier."""
        return cls(where, f"published on {published}, which is not in the dossier's period.", "not-in-period")

    @classmethod
    def deadly(cls, where: str, deaths: int) -> Self:
        """A document at which its reader dies each time."""
        told = f"its reader was killed, or took too long, {deaths} times while it read this. Read it by itself."
        return cls(where, told, "deadly")

    @classmethod
    def deadly_shard(cls, where: str, deaths: int) -> Self:
        """A shard at which its readers die, at one document or another."""
        return cls(where, f"{deaths} workers died at it. See whether memory is short: use fewer --workers.", "deadly")

    @classmethod
    def not_about(cls, where: str) -> Self:
        """A text that is passed over: nothing in it looks like what a dossier is about."""
        return cls(where, "nothing in it looks like what the dossier is about. Sweep without --dossier.", "not-about")

    @classmethod
    def language(cls, where: str, name: str) -> Self:
        """A text in a language that onrecord does not read."""
        return cls(where, f"this looks like {name}. onrecord reads English only: give a translation.", "language")

    @classmethod
    def date(cls, where: str, value: str) -> Self:
        """A date that cannot be read."""
        return cls(where, f"cannot read the date {value!r}. Write it as YYYY-MM-DD.", "date")

    @classmethod
    def front_matter(cls, where: str, problem: str) -> Self:
        """Front matter that is not valid."""
        return cls(where, f"the front matter is not readable ({problem}). Mend it or remove it.", "front-matter")

    @classmethod
    def too_big(cls, where: str, limit: int) -> Self:
        """More bytes than one file may have."""
        return cls(where, f"larger than {limit / 1e6:g} MB. Split it, or give the article's text alone.", "too-large")

    @classmethod
    def several(cls, where: str) -> Self:
        """One document was asked for where there are several."""
        return cls(
            where, "this holds several documents. Give one of them, or take them all with: onrecord add", "several"
        )

    @classmethod
    def nothing_in(cls, where: str, what: str) -> Self:
        """A folder, archive or other container in which nothing can be read."""
        return cls(
            where, f"nothing in this {what} can be read. Give text, Markdown, HTML, PDF, JSONL, ZIP or feeds.", "empty"
        )

    @classmethod
    def record(cls, where: str, problem: str) -> Self:
        """A line of JSONL that is no document."""
        return cls(where, f'{problem}. Write one object a line, with "text" and what is known about it.', "record")

    @classmethod
    def encrypted_pdf(cls, where: str) -> Self:
        """A PDF that asks for a password."""
        return cls(where, "this PDF is encrypted. Save a copy without a password and give that.", "encrypted")

    @classmethod
    def scanned_pdf(cls, where: str) -> Self:
        """A PDF of pictures."""
        return cls(
            where, "this PDF has no text in it, only pictures. Run text recognition (OCR) on it first.", "scanned"
        )

    @classmethod
    def damaged_pdf(cls, where: str) -> Self:
        """A PDF that cannot be opened."""
        return cls(where, "this is no PDF, or a damaged one. Save or download it again.", "damaged")

    @classmethod
    def archive(cls, where: str, problem: str) -> Self:
        """An archive that is refused as a whole."""
        return cls(where, f"this archive was not opened: {problem}", "archive")

    @classmethod
    def feed(cls, where: str, problem: str) -> Self:
        """A feed, or an entry of one, that cannot be used."""
        return cls(where, f"{problem} Give an RSS or Atom feed, or the addresses of its articles.", "feed")

    @classmethod
    def fetch(cls, where: str, problem: str) -> Self:
        """A URL that could not be fetched."""
        return cls(where, f"could not be fetched: {problem}", "fetch")

    @classmethod
    def damaged(cls, where: str, problem: str) -> Self:
        """A part of a file that is not as it was written."""
        return cls(where, f"this record is damaged: {problem}. Download the file again.", "damaged")

    @classmethod
    def record_type(cls, where: str, kind: str) -> Self:
        """A record of a web archive that is no page."""
        return cls(where, f"a record of the type {kind!r} is no page: it was passed over.", "record-type")

    @classmethod
    def status(cls, where: str, code: int) -> Self:
        """A web archive's page that its server did not give."""
        return cls(where, f"the server answered {code}: there is no page here.", "status")

    @classmethod
    def not_html(cls, where: str, kind: str) -> Self:
        """A web archive's file of another kind."""
        return cls(where, f"it is {kind}, not a web page or a text: it was passed over.", "not-html")

    @classmethod
    def not_installed(cls, where: str, what: str, package: str, extra: str) -> Self:
        """A kind of file for which a package is not installed."""
        return cls(where, f"{what} needs {package}. Install it with: pip install 'onrecord[{extra}]'", "not-installed")

    @classmethod
    def dataset(cls, where: str, problem: str) -> Self:
        """A dataset that is not as it was written, or cannot be taken as it is asked for."""
        return cls(where, f"this dataset cannot be used: {problem}")


class FileFaultError(InputError):
    """A file of a person's that says what it may not, or says it wrongly: every fault, one a line, led by its place."""

    def __init__(self, where: str, faults: Sequence[str]) -> None:
        super().__init__(where, faults[0])
        self.faults = tuple(faults)

    def __reduce__(self) -> tuple[Any, ...]:
        """Likewise."""
        return type(self), (self.where, self.faults)

    def __str__(self) -> str:
        """Every fault."""
        named = str(InputError(self.where, ""))[:-2]
        return "\n".join(f"{named}:{'' if fault[:1].isdigit() else ' '}{fault}" for fault in self.faults)


class DossierError(FileFaultError):
    """A dossier file with faults."""


Fault = tuple[int | None, str]


class ConflictError(OnrecordError):
    """A conflict that cannot be analysed as it is written: its faults, each with its line where it has one."""

    def __init__(self, faults: Sequence[Fault], where: str | None = None) -> None:
        named = str(InputError(where, ""))[:-2] if where else ""
        super().__init__("\n".join(_placed(named, line, told) for line, told in faults))
        self.faults, self.where = tuple(faults), where

    def named(self, where: str) -> "ConflictError":
        """The same, led by the file's name."""
        return ConflictError(self.faults, where)


class DealError(ConflictError):
    """A negotiation that cannot be analysed as it is written, likewise."""


def _placed(where: str, line: int | None, told: str) -> str:
    at = f"{line}:" if line is not None else ""
    return f"{where}:{at} {told}" if where else f"line {at} {told}" if at else told


class ModelError(OnrecordError):
    """The reader's weights are missing or damaged."""


class ExtraError(OnrecordError):
    """Something that needs a library which does not come with onrecord itself."""

    @classmethod
    def missing(cls, what: str, extra: str) -> Self:
        """The library is not installed."""
        return cls(f"{what} need more than is installed. Install it with: pip install 'onrecord[{extra}]'")


class DatasetError(OnrecordError):
    """A folder into which no dataset can be written."""

    @classmethod
    def foreign(cls, out: Path) -> Self:
        """A folder that holds something else."""
        return cls(f"{out}: this folder holds other things than a dataset. Name a new folder or an empty one.")

    @classmethod
    def otherwise_made(cls, out: Path, differences: Sequence[str]) -> Self:
        """A dataset whose rows were made with something else."""
        told = "; ".join(differences)
        return cls(f"{out}: this dataset is made with {told}. Name another folder, or make it all anew.")

    @classmethod
    def refused(cls, out: Path, problem: str) -> Self:
        """The disk is in the way."""
        return cls(f"{out}: cannot be written ({problem}). See to it, then run this again: nothing is half-written.")


class SweepError(OnrecordError):
    """A sweep that cannot begin or go on."""

    @classmethod
    def taken(cls, out: Path) -> Self:
        """Another sweep writes into the same folder."""
        return cls(f"{out}: another sweep writes here now. Wait until it ends, or name another folder.")

    @classmethod
    def no_worker(cls, status: int | None) -> Self:
        """Workers end before they are ready."""
        return cls(f"workers end before they are ready (exit status {status}). See whether memory is short.")

    @classmethod
    def no_process(cls, problem: str) -> Self:
        """The machine begins no further process."""
        return cls(f"no worker can be begun ({problem}). Use fewer --workers.")

    @classmethod
    def lost_cluster(cls, problem: str) -> Self:
        """A cluster that ends before a sweep does."""
        return cls(f"the Ray cluster was lost ({problem}). Run the same command again to go on.")

    @classmethod
    def no_ray(cls) -> Self:
        """Ray is not installed."""
        return cls("Ray is not installed. Install it with: pip install 'onrecord[ray]'")

    @classmethod
    def no_cluster(cls, address: str, problem: str) -> Self:
        """No cluster at an address."""
        return cls(f"no Ray cluster answers at {address!r} ({problem}). docs/cluster.md says how to start one.")


class StoreError(OnrecordError):
    """A store that cannot be used. ``store`` is what names it: a path, or a server's address, shown without secrets."""

    @classmethod
    def missing(cls, store: object) -> Self:
        """No store where one is to be read."""
        return cls(f"{store}: no store here. Make one with: onrecord add FILE… --db {store}")

    @classmethod
    def no_address(cls) -> Self:
        """An address of a server that can be read in more than one way, so that nothing of it is repeated."""
        problem = "cannot tell the parts of this address. Write postgresql://user@host:port/name"
        return cls(f"--db: {problem}, and of a password @ as %40, / as %2F, ? as %3F, # as %23, % as %25.")

    @classmethod
    def driver(cls, store: object) -> Self:
        """A server's store, and nothing to speak to servers with."""
        return cls(f"{store}: its driver is not installed. Install it with: pip install onrecord[postgres]")

    @classmethod
    def server(cls, store: object, problem: str) -> Self:
        """A PostgreSQL server is in the way; ``problem`` is what it, or its driver, says."""
        return cls(f"{store}: {_cured(problem, _SERVER_SAYS)}")

    @classmethod
    def encoding(cls, store: object, named: str) -> Self:
        """A database in an encoding that cannot hold every text."""
        return cls(
            f"{store}: the database is in {named}. Make one with: createdb --encoding UTF8 --template template0 NAME"
        )

    @classmethod
    def foreign(cls, store: object) -> Self:
        """A file that is something else."""
        return cls(f"{store}: this is no store of onrecord's. Give another with --db.")

    @classmethod
    def newer(cls, store: object, revision: str) -> Self:
        """A store that a later onrecord made."""
        return cls(f"{store}: made by a newer onrecord (schema {revision}). Upgrade onrecord to open it.")

    @classmethod
    def silent(cls, store: object) -> Self:
        """A store that holds no statement of the days asked for."""
        return cls(f"{store}: no statement on record here. Add documents with: onrecord add FILE… --db {store}")

    @classmethod
    def no_options(cls, store: object, title: str) -> Self:
        """A store in which no party of a dossier does anything on its issues."""
        problem = f"no party of {title!r} offers, refuses or promises anything on its issues here"
        return cls(f"{store}: {problem}. See what statements are about with: onrecord unsorted")

    @classmethod
    def nobody(cls, name: str) -> Self:
        """A name that nobody on record has."""
        return cls(f"nobody on record is called {name!r}. Look the name up with: onrecord actors, or onrecord search")

    @classmethod
    def several(cls, name: str, found: Sequence[str]) -> Self:
        """A name that more than one has."""
        return cls(f"{name!r} may be {', '.join(found)}. Give the full name or the number.")

    @classmethod
    def refused(cls, store: object, problem: str) -> Self:
        """The disk, its rights or another process is in the way."""
        return cls(f"{store}: {_cured(problem, _FILE_SAYS)}")


class CorrectionError(OnrecordError):
    """A correction of who is whom, or of a statement, that cannot be made."""

    @classmethod
    def unknown_actor(cls, number: int) -> Self:
        """No actor has this number."""
        return cls(f"there is no actor {number}. onrecord actors lists them.")

    @classmethod
    def unknown_document(cls, key: str) -> Self:
        """No document has this id."""
        return cls(f"there is no document {key} in the store. onrecord sources lists them.")

    @classmethod
    def one_already(cls, keep: int, other: int) -> Self:
        """An actor with itself."""
        return cls(f"actors {keep} and {other} are one already. onrecord actors merges says why.")

    @classmethod
    def kinds(cls, keep: int, other: int) -> Self:
        """A person with an organisation."""
        return cls(f"actors {keep} and {other}: one is a person and the other is not. They cannot be merged.")

    @classmethod
    def which_part(cls, number: int) -> Self:
        """A split that does not say of what."""
        return cls(f"actor {number}: say which part to split off, with --spelling or --document.")

    @classmethod
    def nothing_to_split(cls, number: int, *, whole: bool) -> Self:
        """A part that is nothing, or everything."""
        problem = "that is all that is known of it" if whole else "it does not appear so"
        return cls(f"actor {number}: {problem}. Name a spelling or documents in which it appears beside others.")

    @classmethod
    def unknown_statement(cls, number: int) -> Self:
        """No statement has this number."""
        return cls(f"there is no statement {number} in the store. onrecord statements lists them.")

    @classmethod
    def not_told(cls, number: int, key: str) -> Self:
        """A document that does not tell of the statement."""
        return cls(f"document {key} does not tell of statement {number}. onrecord statements --json says which do.")

    @classmethod
    def not_one_of(cls, field: str, value: object, known: Sequence[str]) -> Self:
        """A word that is none of those there are."""
        return cls(f"{value!r} is no {field}. Give one of: {', '.join(known)}.")

    @classmethod
    def unreadable(cls, field: str, problem: str) -> Self:
        """An answer of another shape than its field has."""
        return cls(f"this is no answer for {field}: {problem}. docs/review.md says what each field takes.")

    @classmethod
    def misplaced(cls, field: str, found: tuple[int, int], length: int) -> Self:
        """Ranges that are no spans of the document."""
        return cls(
            f"{field}: characters {found[0]} to {found[1]} cannot be marked. "
            f"Give ranges within 0 to {length}, in order and apart, none of them empty."
        )

    @classmethod
    def not_found(cls, words: str) -> Self:
        """Words that do not stand in the document."""
        return cls(f"{words!r} does not stand in this part of the text. Copy the words as they are shown.")

    @classmethod
    def no_content(cls) -> Self:
        """Spans of nothing."""
        return cls("a statement needs content. Give at least one range for it, or reject the statement.")

    @classmethod
    def no_name(cls) -> Self:
        """A speaker without a name who is not unnamed."""
        return cls("the speaker's name is empty. Give a name, or the type unnamed for a source that is not named.")

    @classmethod
    def no_judge(cls) -> Self:
        """Nobody who rules."""
        return cls("it is not said who judges. Give your name with --judge.")

    @classmethod
    def no_issue(cls, field: str) -> Self:
        """A ruling on no issue."""
        return cls(f"{field}: name the issue by its id in the dossier.")

    @classmethod
    def no_dossier(cls) -> Self:
        """An issue, and no dossier that has any."""
        return cls("there are no issues to choose from. Name the dossier that has them with --dossier.")

    @classmethod
    def several(cls, name: str, found: Sequence[str]) -> Self:
        """A name that more than one has."""
        return cls(f"{name!r} may be {'; '.join(found)}. Give the full name.")

    @classmethod
    def moved(cls, number: int) -> Self:
        """A statement that another person judged after it was looked at."""
        return cls(f"statement {number} was judged by someone else meanwhile. Look at what changed, then decide.")

    @classmethod
    def no_reason(cls) -> Self:
        """Who is whom, without a reason."""
        return cls("it is not said why. Give a reason: it is kept with the correction.")

    @classmethod
    def no_ruling(cls, number: int) -> Self:
        """No ruling has this number."""
        return cls(f"there is no ruling {number}. onrecord review list shows them.")

    @classmethod
    def withdrawn(cls, number: int, when: str) -> Self:
        """A ruling that was taken back before."""
        return cls(f"ruling {number} was withdrawn already ({when}). onrecord review list shows what holds.")


class MeanwhileError(CorrectionError):
    """Someone else judged a statement after it was looked at: nothing was written."""


_FILE_SAYS = (
    (("readonly",), "cannot be written: the file or its folder is read-only. Choose another place with --db."),
    (("disk is full",), "the disk is full; nothing was half-written. Make room and run the command again."),
    (("disk I/O",),
     "the disk cannot be read or written (full, over its quota, or failing). See to it, then run this again."),
    (("locked",), "another process holds the store. Wait for it and run the command again."),
    (("unable to open",), "cannot be opened or made here. Check the folder and its rights, or choose another --db."),
    (("malformed",), "the file is damaged. Restore it from a copy; while it opens, onrecord verify says what is lost."),
)  # fmt: skip
# What a server says, by the code of its answer where there is one (a connection that fails has none).
_SERVER_SAYS = (
    (("28P01", "password authentication failed", "no password supplied", "Peer authentication failed"),
     "the server does not take this user's password. Give it in PGPASSWORD or in ~/.pgpass."),
    (('FATAL:  role "',), "the server knows no such user. Check the name before the @."),
    (('FATAL:  database "',), "there is no such database on the server. Make it with: createdb NAME"),
    (("pg_hba.conf",), "the server lets nobody in from here under this name: its pg_hba.conf says who may."),
    (("53300", "too many clients", "remaining connection slots"),
     "the server has as many connections as it takes. Close some and run the command again."),
    (("57P03", "starting up"), "the server is starting. Wait a moment and run the command again."),
    (("42501", "permission denied"), "this user has no right to do that here. Ask whoever runs the database for it."),
    (("25006",), "the server lets nobody write now: it is a standby, or set to read only. Ask whoever runs it."),
    (("55P03",), "another process holds the store. Wait for it and run the command again."),
    (("53100",), "the server's disk is full; nothing was half-written. Make room and run the command again."),
    (("NUL (0x00)",), "a text or a name has the character U+0000, which PostgreSQL cannot keep. Nothing was written."),
    (("SSL",), "the server and this machine do not agree on encryption. See sslmode among PostgreSQL's settings."),
    (("57P0", "connection", "translate host", "resolve host", "timeout"),
     "the server cannot be reached. Check its name and its port, and that it runs. Nothing was half-written."),
)  # fmt: skip


def _cured(problem: str, known: Sequence[tuple[Sequence[str], str]]) -> str:
    """What SQLite or a server says, with what to do about it."""
    for said, cure in known:
        if any(words in problem for words in said):
            return cure
    return f"cannot be used ({problem.strip()})."
