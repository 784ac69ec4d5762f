"""Gather: a path, URL, feed or archive becomes Documents. The only room that touches disk and network to read."""

from onrecord.gather.document import document_from_text
from onrecord.gather.pending import Pending
from onrecord.gather.sources import gather, pending

__all__ = ["Pending", "document_from_text", "gather", "pending"]
