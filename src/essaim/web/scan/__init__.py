"""Where in France are a model's conditions met, missing, unknown; scans kept, compared and shared."""
