"""Publish: briefs, pages, tables. The only room that chooses words for readers."""
