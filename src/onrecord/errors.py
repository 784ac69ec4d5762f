"""What can go wrong, in words that say what, where and what to do."""

from pathlib import Path
from typing import Self


class OnrecordError(Exception):
    """Base of every error that a user can cause or cure. Its message is one line for the user."""


class InputError(OnrecordError):
    """An input that cannot be read; ``where`` names it."""

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"{where}: {problem}")
        self.where, self.problem = where, problem

    @classmethod
    def empty(cls, where: str) -> Self:
        """A file or page without text."""
        return cls(where, "there is no text in it. Give a file or page with the article's words.")

    @classmethod
    def missing(cls, where: str) -> Self:
        """A path that does not exist."""
        return cls(where, "no such file. Check the path.")

    @classmethod
    def binary(cls, where: str) -> Self:
        """A file that is not text."""
        return cls(where, "this is not text. Give plain text, Markdown or HTML.")

    @classmethod
    def encoding(cls, where: str) -> Self:
        """Bytes in no encoding that can be told."""
        return cls(where, "the character encoding cannot be told. Save the file as UTF-8.")

    @classmethod
    def too_large(cls, where: str, limit: int) -> Self:
        """More characters than one document may have."""
        return cls(where, f"longer than {limit:,} characters. Split it into its articles.")

    @classmethod
    def no_article(cls, where: str) -> Self:
        """HTML in which no article is found."""
        return cls(where, "no article text was found on this page. Save the article's text and give that.")

    @classmethod
    def language(cls, where: str, name: str) -> Self:
        """A text in a language that onrecord does not read."""
        return cls(where, f"this looks like {name}. onrecord reads English only: give a translation.")

    @classmethod
    def date(cls, where: str, value: str) -> Self:
        """A date that cannot be read."""
        return cls(where, f"cannot read the date {value!r}. Write it as YYYY-MM-DD.")

    @classmethod
    def front_matter(cls, where: str, problem: str) -> Self:
        """Front matter that is not valid."""
        return cls(where, f"the front matter is not readable ({problem}). Mend it or remove it.")

    @classmethod
    def fetch(cls, where: str, problem: str) -> Self:
        """A URL that could not be fetched."""
        return cls(where, f"could not be fetched: {problem}")


class ModelError(OnrecordError):
    """The reader's weights are missing or damaged."""


class StoreError(OnrecordError):
    """A store that cannot be used."""

    @classmethod
    def missing(cls, path: Path) -> Self:
        """No store where one is to be read."""
        return cls(f"{path}: no store here. Make one with: onrecord add FILE… --db {path}")

    @classmethod
    def foreign(cls, path: Path) -> Self:
        """A file that is something else."""
        return cls(f"{path}: this is no store of onrecord's. Give another file with --db.")

    @classmethod
    def newer(cls, path: Path, revision: str) -> Self:
        """A store that a later onrecord made."""
        return cls(f"{path}: made by a newer onrecord (schema {revision}). Upgrade onrecord to open it.")

    @classmethod
    def refused(cls, path: Path, problem: str) -> Self:
        """The disk, its rights or another process is in the way."""
        return cls(f"{path}: {_cures(problem)}")


class CorrectionError(OnrecordError):
    """A correction of who is whom that cannot be made."""

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


def _cures(problem: str) -> str:
    """What SQLite says, with what to do about it."""
    for words, cure in (
        ("readonly", "cannot be written: the file or its folder is read-only. Choose another place with --db."),
        ("disk is full", "the disk is full; nothing was half-written. Make room and run the command again."),
        ("locked", "another process holds the store. Wait for it and run the command again."),
        ("unable to open", "cannot be opened or made here. Check the folder and its rights, or choose another --db."),
        ("malformed", "the file is damaged. Restore it from a copy; onrecord verify says what is lost."),
    ):
        if words in problem:
            return cure
    return f"cannot be used ({problem})."
