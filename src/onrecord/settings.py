"""Limits that a user may meet, in one place."""

from typing import Final

MAX_CHARACTERS: Final = 500_000  # one document: half a minute and half a gigabyte; a long transcript has 150,000
MAX_SECONDS: Final = 600  # that a sweep gives to one document, once it is unpacked
MAX_DOWNLOAD: Final = 10_000_000  # bytes of one page
MAX_FILE: Final = 50_000_000  # bytes of one file that is read whole, on disk or unpacked from an archive
MAX_RECORD: Final = 12 * MAX_CHARACTERS  # bytes of one line of JSONL: an escaped character takes up to twelve
MAX_PAGES: Final = 2_000  # of one PDF
MAX_MEMBERS: Final = 10_000  # files in one archive
MAX_DIRECTORY: Final = 1_000 * MAX_MEMBERS  # bytes of an archive's own list of its files
MAX_UNPACKED: Final = 1_000_000_000  # bytes of all files in one archive
MAX_RATIO: Final = 200  # times that a file in an archive may grow when it is unpacked; words grow three to ten times
MAX_HEADER: Final = 100_000  # bytes of the header of one record of a WARC, and of an HTTP response in it
MAX_RETRACED: Final = 10_000_000_000  # bytes of one WARC that are gone over again where it is damaged
MAX_REDIRECTS: Final = 5
FETCH_SECONDS: Final = 20.0
MAX_SHARD: Final = 20_000_000_000  # bytes of one WARC, JSONL or Parquet file that is fetched to be gone through
SHARD_SECONDS: Final = 7_200.0  # for all of it; 20 seconds without a byte end it too
BUSY_SECONDS: Final = 60.0  # how long a process waits while another writes to the store
MAX_DOSSIER: Final = 1_000_000  # bytes of one dossier: a hundred issues, each with its typical statements, are 200,000
MAX_PACKAGES: Final = 200_000  # of one negotiation: every way to settle every issue
MAX_DEAL: Final = 1_000_000  # bytes of the file of one negotiation: twenty issues of fifty parties are 100,000
MAX_CONFLICT: Final = 1_000_000  # bytes of one conflict file: a ranking of 40,000 states written out
MOST_OPTIONS: Final = 62  # of one conflict: what the bits of a state hold
MAX_UPLOAD: Final = 200_000_000  # bytes of everything that is handed in at the desk at once
MAX_UPLOADS: Final = 100  # files, and web addresses, that are handed in at the desk at once
MAX_FORM: Final = 4_000_000  # bytes of any other form of the desk: a dossier takes up to three for each of its own
MAX_WAITING: Final = 10  # hand-ins at the desk that wait to be read
