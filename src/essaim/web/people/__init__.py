"""People: signing in, one's own space and account. Django-allauth does it, in our pages and letters."""
