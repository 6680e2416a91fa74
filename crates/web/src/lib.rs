//! All HTTP: the JSON API, the consumer's pages, the log's tiles.
