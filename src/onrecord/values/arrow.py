"""Apache Arrow's library, or one line that says how to install it: it comes with an extra."""

from onrecord.errors import ExtraError

try:
    import pyarrow as pa
    import pyarrow.parquet as pq
except ModuleNotFoundError:
    raise ExtraError.missing("Parquet files", "sweep") from None

__all__ = ["pa", "pq"]
