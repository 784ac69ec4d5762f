"""Limits that a user may meet, in one place."""

from typing import Final

MAX_CHARACTERS: Final = 500_000  # one document: half a minute and half a gigabyte; a long transcript has 150,000
MAX_DOWNLOAD: Final = 10_000_000  # bytes of one page
MAX_REDIRECTS: Final = 5
FETCH_SECONDS: Final = 20.0
BUSY_SECONDS: Final = 60.0  # how long a process waits while another writes to the store
