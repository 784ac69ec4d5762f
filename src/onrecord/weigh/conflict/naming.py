"""How a draft names options, and writes formulas of them."""

from typing import Final

from onrecord.values.conflict import Option
from onrecord.values.formula import FormulaError, Taken, parse

BARE: Final = 8  # words up to which a name stands in a formula without quotes


def contrary(text: str) -> str:
    """The contrary of a proposition."""
    return f"not ({text})" if " and " in text else f"not {text}"


def plain(name: str) -> str:
    """A name as a file can hold it: no quote signs, for formulas put names into them."""
    return " ".join(name.replace('"', "'").split())


def label(option: Option) -> str:
    """An option with its owner, as a formula can name it whoever else has one of that name."""
    return f"{plain(option.owner)}: {option.name}"


def free(name: str, owner: str, taken: set[str]) -> str:
    """A name that its owner has not yet given; numbered where it has."""
    stem, number = plain(name), 1
    found = stem
    while f"{plain(owner)}: {found}".casefold() in taken:
        number += 1
        found = f"{stem} {number}"
    taken.add(f"{plain(owner)}: {found}".casefold())
    return found


def written(option: Option) -> str:
    """An option as formulas name it: with its owner, in quotes where its words would be taken for others."""
    named = label(option)
    try:
        if len(named.split()) <= BARE and parse(named, {named: 0}) == Taken(0):
            return named
    except FormulaError:
        pass
    return f'"{named}"'
