"""Weigh: pure functions over readings; each finding names the statements behind it."""
