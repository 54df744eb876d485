"""Forms about de minimis aid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from essaim.apps.financing.enums import Regulation
from essaim.apps.financing.models import Support
from essaim.apps.poles.models import Organisation, Pole
from essaim.engine.language import gettext
from essaim.engine.values import Answer
from essaim.kit.language import gettext_lazy as _
from essaim.web.editing.fields import PartForm, RecordChoice, TypedAmount, day_field

_KNOWN = (("", _("je ne sais pas")), ("yes", _("oui")), ("no", _("non")))
_ANSWERS = {"yes": Answer.YES, "no": Answer.NO}


def _known(label: str, help_text: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=_KNOWN, required=False, help_text=help_text)


class _OfWhom(forms.Form):
    """Which organisation, under which regulation, how much, when."""

    organisation = forms.ChoiceField(label=_("Organisation"))
    regulation = forms.ChoiceField(
        label=_("Règlement"), choices=Regulation.choices, help_text=_("Il est cité dans la lettre ou la convention.")
    )

    def __init__(self, *args: Any, organisations: Sequence[Organisation], **options: Any) -> None:
        super().__init__(*args, **options)
        self._organisations = {one.uid: one for one in organisations}
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", gettext("choisissez")), *((one.uid, one.name) for one in organisations)]

    def clean_organisation(self) -> Organisation:
        """The organisation itself."""
        return self._organisations[self.cleaned_data["organisation"]]


class AidForm(PartForm, _OfWhom):
    """An aid that an organisation was granted."""

    granted_on = day_field(
        label=_("Accordée le"), required=True,
        help_text=_(
            "Le jour où l'aide est accordée, pas celui où elle est payée : c'est de lui que partent les trois ans."
        ),
    )  # fmt: skip
    cents = TypedAmount(
        label=_("Montant (équivalent-subvention brut)"), required=True,
        help_text=_(
            "Pour une subvention, son montant. Pour un prêt ou une garantie, l'équivalent écrit dans la lettre."
        ),
    )  # fmt: skip
    granted_by = forms.CharField(label=_("Accordée par"), max_length=200, required=False)
    source = forms.CharField(
        label=_("D'où le savez-vous"), max_length=300,
        help_text=_("Par exemple : lettre de la région du 3 mars 2026, déclaration du membre, registre central."),
    )  # fmt: skip
    support = RecordChoice(
        label=_("Est-ce une aide suivie ici"), queryset=Support.objects.none(), empty_label=_("non"),
    )  # fmt: skip
    field_order = ("organisation", "regulation", "granted_on", "cents", "granted_by", "source", "support")

    def __init__(self, *args: Any, pole: Pole, **options: Any) -> None:
        super().__init__(*args, **options)
        support = self.fields["support"]
        assert isinstance(support, RecordChoice)
        support.queryset = Support.objects.filter(pole=pole)


class CheckForm(_OfWhom):
    """An aid that is not granted yet: would it pass?"""

    cents = TypedAmount(label=_("Montant de l'aide"), required=True)
    on = day_field(label=_("Accordée vers le"), required=True)
    in_register = _known(
        _("Ses aides sont-elles inscrites au registre central ?"), _("Compte pour la pêche et l'aquaculture seulement.")
    )
    compensated = _known(
        _("Le même service reçoit-il une autre compensation ?"),
        _("Compte pour les services d'intérêt économique général seulement."),
    )
    fiscal_month = forms.IntegerField(
        label=_("Premier mois de son exercice comptable, de 1 à 12"), min_value=1, max_value=12, required=False,
        help_text=_("Compte pour la pêche et l'aquaculture seulement ; vide : janvier."),
    )  # fmt: skip

    def clean_in_register(self) -> Answer:
        """What was said, unknown for nothing."""
        return _ANSWERS.get(self.cleaned_data["in_register"], Answer.UNKNOWN)

    def clean_compensated(self) -> Answer:
        """What was said, unknown for nothing."""
        return _ANSWERS.get(self.cleaned_data["compensated"], Answer.UNKNOWN)

    def clean_cents(self) -> int:
        """More than nothing."""
        cents = self.cleaned_data["cents"]
        if not cents:
            raise forms.ValidationError(gettext("Écrivez le montant de l'aide, par exemple 20 000 €."))
        return int(cents)


class GroupForm(PartForm):
    """Organisations that count as one undertaking."""

    name = forms.CharField(label=_("Nom du groupe"), max_length=200)
    organisations = forms.MultipleChoiceField(
        label=_("Organisations qui comptent pour une seule"), widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(
        label=_("Ce qui les lie"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Par exemple : l'une détient la majorité des voix de l'autre, ou en nomme les dirigeants."),
    )  # fmt: skip

    def __init__(self, *args: Any, organisations: Sequence[Organisation], **options: Any) -> None:
        super().__init__(*args, **options)
        self._organisations = {one.uid: one for one in organisations}
        field = self.fields["organisations"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(one.uid, one.name) for one in organisations]

    def clean_organisations(self) -> list[Organisation]:
        """The organisations themselves."""
        return [self._organisations[uid] for uid in self.cleaned_data["organisations"]]
