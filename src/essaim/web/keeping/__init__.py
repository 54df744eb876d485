"""Keeping poles and networks: the pages of coordinators, network officers, the State's services, administrators."""
