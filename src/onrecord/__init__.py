"""onrecord: who stands where, on the record.

``read`` turns a text into a Reading; ``gather`` fetches a Document from a path or URL; ``read_document`` reads one;
``brief`` composes readings into a Brief. ``add`` keeps what ``listed`` names in a store; ``open_record`` opens one to
ask it; ``record_brief`` composes its brief; ``reread`` reads all of its documents again. They load what they need when
they are first called.
"""

import sys
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.pipeline import add, brief, gather, listed, open_record, read, read_document, record_brief, reread

__all__ = ["add", "brief", "gather", "listed", "open_record", "read", "read_document", "record_brief", "reread"]
__version__ = "0.1.0"


class _Package(ModuleType):
    """The package keeps its verbs: importing the room ``onrecord.read`` does not put it in the place of ``read``."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in __all__ and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> object:
    if name in __all__:
        from onrecord import pipeline

        return getattr(pipeline, name)
    message = f"module 'onrecord' has no attribute {name!r}"
    raise AttributeError(message)
