"""The sandbox: made-up records to try the site on, in a database of their own, and the people one may try it as."""

from essaim.sandbox.doors import DOORS, Door, person_of
from essaim.sandbox.entering import is_entered, reset_sandbox
from essaim.sandbox.version import is_current

__all__ = ["DOORS", "Door", "is_current", "is_entered", "person_of", "reset_sandbox"]
