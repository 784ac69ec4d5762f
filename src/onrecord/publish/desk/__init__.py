"""The web desk: server-rendered pages on a store, the same queries as the command line's and the code behind them."""
