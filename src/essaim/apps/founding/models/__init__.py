"""A pole being founded: what is decided about it, whom the founders talk to, who helps them."""

from essaim.apps.founding.models.founding import Adaptation, Founding, Step
from essaim.apps.founding.models.mentoring import Mentoring
from essaim.apps.founding.models.prospect_sheets import ProspectSheet
from essaim.apps.founding.models.prospects import Letter, Prospect, ProspectNote

__all__ = ["Adaptation", "Founding", "Letter", "Mentoring", "Prospect", "ProspectNote", "ProspectSheet", "Step"]
