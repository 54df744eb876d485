"""The library of pole models: read, compared, taken away as files, written by networks."""
