"""The open API: the directory for programs, read only, described by OpenAPI."""
