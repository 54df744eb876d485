"""The doors "try as…": one made-up person for each kind of user."""

from __future__ import annotations

from dataclasses import dataclass

from essaim.apps.accounts.models import User
from essaim.engine.language import gettext as _

# An address that no mail can reach (RFC 2606).
ADDRESS = "{key}@essai.invalid"


@dataclass(frozen=True, slots=True)
class Door:
    """One way in: whom one tries the site as, and what there is to try."""

    key: str

    @property
    def label(self) -> str:
        """Whom one becomes."""
        return _labels()[self.key][0]

    @property
    def invitation(self) -> str:
        """What there is to try."""
        return _labels()[self.key][1]


DOORS = tuple(
    Door(key)
    for key in (
        "visitor", "founder", "coordinator", "representative", "network_officer", "territorial_agent", "state_officer",
        "administrator",
    )
)  # fmt: skip


def person_of(key: str) -> User | None:
    """The made-up person behind a door; None for the visitor, who is nobody.

    Raises:
        KeyError: there is no such door.
    """
    if key not in {door.key for door in DOORS}:
        raise KeyError(key)
    return User.objects.filter(email=ADDRESS.format(key=key)).first()


def _labels() -> dict[str, tuple[str, str]]:
    return {
        "visitor": (_("Visiteur"), _("Chercher un pôle, lire sa fiche, télécharger, signaler une erreur.")),
        "founder": (
            _("Porteur de projet"),
            _("Préparer un pôle : suivre un modèle, voir qui pourrait se joindre, faire signer, répondre à un appel."),
        ),
        "coordinator": (
            _("Coordination du pôle"),
            _(
                "Tenir la fiche du pôle, ses membres, ses projets, son budget et sa trésorerie ; importer un tableur ; "
                "tout télécharger."
            ),
        ),
        "representative": (_("Structure membre"), _("Tenir la fiche de sa propre organisation.")),
        "network_officer": (
            _("Animation d'un réseau"),
            _("Tenir un appel, lancer une campagne de mise à jour, relire les propositions, suivre ses pôles."),
        ),
        "territorial_agent": (
            _("Agent d'une intercommunalité"),
            _("Lire la page de son territoire, y garder des notes."),
        ),
        "state_officer": (_("Services de l'État"), _("Enregistrer une reconnaissance datée, avec sa source.")),
        "administrator": (
            _("Administration"),
            _(
                "Charger le registre, publier un pôle en préparation, inviter, relire ce qui arrive, "
                "voir les courriels."
            ),
        ),
    }
