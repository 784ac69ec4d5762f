"""Record: readings kept in one store. One writer, one view; identity and syndication are logged judgements."""
