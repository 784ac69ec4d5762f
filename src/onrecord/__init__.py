"""onrecord: who stands where, on the record.

``read`` turns a text into a Reading; ``gather`` fetches a Document from a path or URL; ``read_document`` reads one;
``brief`` composes readings into a Brief. They load what they need when they are first called.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.pipeline import brief, gather, read, read_document

__all__ = ["brief", "gather", "read", "read_document"]
__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    if name in __all__:
        from onrecord import pipeline

        return getattr(pipeline, name)
    message = f"module 'onrecord' has no attribute {name!r}"
    raise AttributeError(message)
