"""Sweep: archives of any size, read shard by shard into a dataset, by processes of this machine or by a Ray cluster.

The same function reads a shard here and there (``work``); what it wrote is whole or not there, so that a sweep which
was stopped goes on where it stopped, and its rows are the same however many workers there were.
"""
