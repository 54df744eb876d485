"""Spreadsheets of members: models to fill in, upload, preview, report, undo."""
