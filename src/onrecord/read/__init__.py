"""Read: what a document says; pure, no disk, no network."""
