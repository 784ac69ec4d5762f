"""How the weights are made: silver labels, training, export. Run as `python -m training`."""
