"""Floors on quality: measured on real data where it is at hand, and on our own examples everywhere."""
