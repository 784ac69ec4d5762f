"""Scripts that print tables: quality, throughput, start-up, memory, killed writers. Run as `python -m benchmarks`."""
