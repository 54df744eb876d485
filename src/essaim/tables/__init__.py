"""Tables for people, and the files they become: what the command line and the site share."""
