"""What a letter of commitment or a membership form says, in the language of the page, for the PDF and the ODT."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from essaim.apps.founding.enums import LetterKind
from essaim.apps.founding.models import Founding, Letter, Prospect
from essaim.apps.founding.queries.prospects import colleges_named, roles_of
from essaim.apps.poles.places import level_names
from essaim.engine.errors import EssaimError
from essaim.engine.language import current_language
from essaim.engine.language import gettext as _
from essaim.engine.territories import COMMUNE, load_territories, read_perimeter
from essaim.web.labels import colon
from essaim.web.prospects.asking import commune_name
from essaim.web.templatetags.labels import euros


@dataclass(frozen=True, slots=True)
class Blank:
    """A line of a letter: what it asks, what is known of it ("" is left to be written by hand), how many lines."""

    label: str
    value: str = ""
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a letter: a heading, sentences, lines to fill, boxes to tick."""

    heading: str
    sentences: list[str] = field(default_factory=list)
    blanks: list[Blank] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class LetterWords:
    """A whole letter.

    Attributes:
        subtitle: the pole and its territory.
        blocks: in order. signatures: who signs, each with its own frame. about: what becomes of what is written.
        day: the date of the file.
    """

    title: str
    subtitle: str
    blocks: list[Block]
    signatures: list[str]
    signing: str
    about: list[str]
    language: str
    day: date

    def laid_out(self) -> dict[str, Any]:
        """As the template of its PDF asks for it."""
        return asdict(self) | {"day": [self.day.year, self.day.month, self.day.day], "colon": colon()}


def letter_words(
    founding: Founding, kind: str, prospect: Prospect | None, letter: Letter | None, day: date
) -> LetterWords:
    """The letter of a prospect; without one, the blank form."""
    who = _organisation(founding, kind, prospect)
    pole = founding.pole.name
    place = territory_words(founding)
    subtitle = _("%(pole)s, pôle en préparation") % {"pole": pole}
    if place:
        subtitle = _("%(pole)s, pôle en préparation sur le territoire : %(place)s") % {"pole": pole, "place": place}
    if kind == LetterKind.COMMITMENT:
        title, blocks = _("Lettre d'engagement"), [who, *_commitment(founding, prospect, letter)]
        signatures = [_("Pour l'organisation : nom, qualité et signature")]
    else:
        title, blocks = _("Bulletin d'adhésion"), [who, *_membership(founding, letter)]
        signatures = [
            _("Pour l'organisation : nom, qualité et signature"), _("Pour le pôle : reçu le, nom et signature"),
        ]  # fmt: skip
    return LetterWords(
        title, subtitle, blocks, signatures, _("Fait à %(place)s le %(day)s") % {"place": _DOTS, "day": _DOTS},
        _about(), current_language(), day,
    )  # fmt: skip


_DOTS = "." * 30


def territory_words(founding: Founding) -> str:
    """The draft's territory in words; "" when none is said, or it no longer reads."""
    if not founding.place:
        return ""
    try:
        place = read_perimeter(founding.place)
        t = load_territories()
        if place.kind == "codes":
            names = [commune_name(code) for code in place.codes[:6]]
            more = len(place.codes) - len(names)
            listed = ", ".join(names)
            return _("%(names)s et %(n)d autres communes") % {"names": listed, "n": more} if more > 0 else listed
        if place.kind == COMMUNE:
            name = commune_name(place.codes[0])
            around = {"commune": name, "km": f"{place.radius_km:g}" if place.radius_km else ""}
            return _("%(commune)s et %(km)s km autour") % around if place.radius_km else name
        return level_names(t, place.kind).get(place.codes[0], "")
    except EssaimError:
        return ""


def _organisation(founding: Founding, kind: str, prospect: Prospect | None) -> Block:
    known = prospect or Prospect()
    blanks = [
        Blank(_("Nom"), known.name),
        Blank(_("SIRET"), known.siret),
        Blank(_("Commune"), commune_name(known.commune)),
    ]
    if kind == LetterKind.MEMBERSHIP:
        blanks += [Blank(_("Forme juridique")), Blank(_("Adresse")), Blank(_("Adresse électronique"))]
    blanks += [Blank(_("Représentée par")), Blank(_("En qualité de"))]
    return Block(_("L'organisation"), blanks=blanks)


def _commitment(founding: Founding, prospect: Prospect | None, letter: Letter | None) -> list[Block]:
    role = roles_of(founding).get(prospect.role, "") if prospect else ""
    engaged = [
        _(
            "L'organisation connaît le projet de pôle territorial de coopération économique « %(pole)s » et s'engage à "
            "y prendre part : elle participe à sa préparation et compte en être membre."
        )
        % {"pole": founding.pole.name}
    ]
    brings = [
        Blank(_("Ce qu'elle apporte"), letter.brings if letter else "", lines=4),
        Blank(_("Rôle dans le pôle"), role),
        Blank(_("Collège envisagé"), letter.college if letter else ""),
        Blank(_("Participation prévue, en euros"), _amount(letter)),
    ]
    return [
        Block(_("Son engagement"), engaged, brings),
        Block(
            _("Ce que vaut cette lettre"),
            [
                _(
                    "Cette lettre dit une intention. Les droits, les devoirs et les montants dus seront ceux des "
                    "statuts ou de la convention du pôle, que l'organisation reste libre de signer ou non. Elle peut "
                    "retirer cette lettre à tout moment, par écrit."
                ),
                _("Les personnes qui préparent le pôle peuvent la joindre à une réponse à un appel à projets."),
            ],
        ),
    ]


def _membership(founding: Founding, letter: Letter | None) -> list[Block]:
    asks = [_("L'organisation demande à adhérer au pôle « %(pole)s ».") % {"pole": founding.pole.name}]
    college = letter.college if letter else ""
    colleges = [] if college else colleges_named(founding)
    place = Block(
        _("Sa place"), asks,
        [
            Blank(_("Collège"), college),
            Blank(_("Ce qu'elle apporte"), letter.brings if letter else "", lines=3),
            Blank(_("Cotisation, en euros"), _amount(letter)),
        ],
        [_("Collège : %(name)s") % {"name": name} for name in colleges],
    )  # fmt: skip
    if colleges:
        place.blanks.pop(0)
    boxes = [
        _("Elle a lu les statuts, ou la convention, et les accepte."),
        _("Elle accepte que son nom et sa commune figurent sur la fiche publique du pôle."),
    ]
    return [place, Block(_("Elle déclare"), boxes=boxes)]


def _amount(letter: Letter | None) -> str:
    return euros(letter.amount_cents) if letter and letter.amount_cents is not None else ""


def _about() -> list[str]:
    return [
        _(
            "Ce document est gardé par les personnes qui préparent le pôle, pour le fonder ; il n'est pas publié. Les "
            "personnes qui y sont nommées peuvent le lire, le faire corriger ou effacer en le leur demandant."
        )
    ]
