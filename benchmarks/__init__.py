"""Scripts that print tables: quality, throughput, start-up and memory. Run as `python -m benchmarks`."""
