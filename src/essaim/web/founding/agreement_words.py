"""What an agreement between founders and the pole that helps them says, for the PDF and the ODT."""

from __future__ import annotations

from datetime import date

from essaim.apps.founding.models import Mentoring
from essaim.engine.language import current_language
from essaim.engine.language import gettext as _
from essaim.web.letters.words import Blank, Block, LetterWords, territory_words

_DOTS = "." * 30


def agreement_words(asked: Mentoring, day: date) -> LetterWords:
    """The agreement of these two, to be completed by hand."""
    pole, place = asked.founding.pole.name, territory_words(asked.founding)
    subtitle = _("%(mentor)s et %(pole)s, pôle en préparation") % {"mentor": asked.mentor.name, "pole": pole}
    blocks = [
        Block(_("Qui"), blanks=[
            Blank(_("Le pôle qui aide"), asked.mentor.name),
            Blank(_("Représenté par")),
            Blank(_("Le pôle en préparation"), pole),
            Blank(_("Territoire"), place),
            Blank(_("Représenté par")),
        ]),
        Block(_("Ce qui est convenu"), blanks=[
            Blank(_("Visite le"), f"{asked.visit_on:%d/%m/%Y}" if asked.visit_on else ""),
            Blank(_("Ce que le pôle qui aide apporte : temps, documents, rencontres"), lines=4),
            Blank(_("Ce que le pôle en préparation apporte en retour"), lines=2),
            Blank(_("Frais, et qui les paie"), lines=2),
            Blank(_("Jusqu'au")),
        ]),
        Block(_("Entre nous"), [
            _("Ce qui est montré sert à fonder le pôle. Ce qui est dit confidentiel le reste, même après la fin."),
            _(
                "Les fondateurs peuvent publier ce qu'ils ont appris, sans nommer personne, une fois que le pôle qui "
                "aide l'a lu."
            ),
            _("Chacun peut mettre fin à cette convention par écrit, sans avoir à dire pourquoi."),
        ]),
    ]  # fmt: skip
    return LetterWords(
        _("Convention d'entraide"), subtitle, blocks,
        [_("Pour le pôle qui aide : nom et signature"), _("Pour le pôle en préparation : nom et signature")],
        _("Fait à %(place)s le %(day)s") % {"place": _DOTS, "day": _DOTS},
        [_("Un modèle à adapter : il n'engage que par ce que vous y écrivez et signez.")], current_language(), day,
    )  # fmt: skip
