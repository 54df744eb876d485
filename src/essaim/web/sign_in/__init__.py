"""Signing in by a code or a passkey, and one's address. Django-allauth does it, in our pages and letters."""
