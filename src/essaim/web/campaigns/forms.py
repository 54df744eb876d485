"""Forms of the officer: a campaign's words and dates, its questions, its poles."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from essaim.apps.campaigns.actions import Asked
from essaim.apps.campaigns.enums import Fact, Kind, Phase
from essaim.apps.campaigns.models import Campaign
from essaim.apps.poles.enums import Heading
from essaim.apps.poles.models import Network, Pole
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext
from essaim.engine.sources.poles import load_measures
from essaim.kit.dates import dated, iso
from essaim.kit.language import gettext_lazy as _

_LINES = 8
_LASTS = timedelta(days=42)
# What networks ask first; each may be taken out.
_DEFAULTS = (
    ("members", "pole", "count"), ("jobs", "team", "fte"), ("jobs", "member_staff", "people"),
    ("budget", "pole", "eur"), ("public_funding_share", "pole", "percent"),
)  # fmt: skip
_MOMENT = "%Y-%m-%dT%H:%M"


class CampaignForm(forms.Form):
    """The words and the dates. Hours are those of Paris; a campaign closes at the second that is written."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    name = forms.CharField(label=_("Nom de la campagne"), max_length=120)
    message = forms.CharField(
        label=_("Message aux pôles"), max_length=5000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Dans vos mots : pourquoi vous écrivez, ce que deviendront les réponses, qui joindre."),
    )  # fmt: skip
    opens_at = forms.DateTimeField(
        label=_("Ouverture (heure de Paris)"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT),
    )
    closes_at = forms.DateTimeField(
        label=_("Clôture (heure de Paris)"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT),
        help_text=_("Les réponses sont reçues jusqu'à cette minute comprise, pas au-delà."),
    )  # fmt: skip
    reminder_days = forms.IntegerField(
        label=_("Jours entre deux relances d'un même pôle"), min_value=1, max_value=90, initial=7
    )
    contact_months = forms.IntegerField(
        label=_("Mois de garde des coordonnées après la clôture"), min_value=0, max_value=24, initial=6,
        help_text=_("Passé ce délai, noms, adresses et téléphones de cette campagne sont effacés."),
    )  # fmt: skip

    def __init__(self, *args: Any, campaign: Campaign | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if campaign is None:
            return
        for name in self.fields:
            self.fields[name].initial = getattr(campaign, name, None)
        if campaign.phase != Phase.DRAFT:
            for name in ("name", "opens_at"):
                self.fields[name].disabled = True

    def facts(self) -> dict[str, Any]:
        """The columns of a campaign. Its closing minute is whole."""
        found = {key: value for key, value in self.cleaned_data.items() if key not in ("version", "network")}
        found["closes_at"] = found["closes_at"].replace(second=59, microsecond=0)
        return found


class NewCampaignForm(CampaignForm):
    """The same, with the network that asks."""

    network = forms.ModelChoiceField(Network.objects.none(), label=_("Réseau"), empty_label=None)
    field_order = ("network", "name", "message")

    def __init__(self, *args: Any, networks: QuerySet[Network], at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["version"]
        self.fields["network"].queryset = networks  # type: ignore[attr-defined]
        day = timezone.localtime(at).date()
        self.fields["opens_at"].initial = timezone.make_aware(datetime.combine(day, time(0, 0)))
        self.fields["closes_at"].initial = timezone.make_aware(datetime.combine(day + _LASTS, time(23, 59)))
        self.fields["message"].initial = gettext(
            "Bonjour,\n\nNous vérifions avec vous ce que l'annuaire dit de votre pôle. "
            "Cela prend une dizaine de minutes ; vous pouvez laisser des questions sans réponse."
        )


class QuestionsForm(forms.Form):
    """Facts and texts to tick; figures one a line, each with its scope and its unit, at one reference date."""

    facts = forms.MultipleChoiceField(
        label=_("Identité"), choices=Fact.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    sections = forms.MultipleChoiceField(
        label=_("Textes de la fiche"), choices=Heading.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    when = forms.CharField(
        label=_("Date de référence des chiffres"), max_length=10, required=False,
        help_text=_("Une année (2025), un mois (2025-12) ou un jour (2025-12-31)."),
    )  # fmt: skip

    def __init__(self, *args: Any, campaign: Campaign, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = list(campaign.questions.all())
        figures = [(row.key, row.scope, row.unit) for row in rows if row.kind == Kind.INDICATOR]
        dates = [iso(row.on, row.precision) for row in rows if row.on]
        self.fields["facts"].initial = [row.key for row in rows if row.kind == Kind.FACT] if rows else Fact.values
        self.fields["sections"].initial = [r.key for r in rows if r.kind == Kind.SECTION]
        self.fields["when"].initial = dates[0] if dates else str(timezone.localtime(at).year - 1)
        self._add_lines(figures if rows else list(_DEFAULTS))

    def _add_lines(self, figures: list[tuple[str, str, str]]) -> None:
        measures = load_measures()
        nothing = [("", "—")]
        lists = {
            "i": (gettext("Chiffre"), [(key, word.label()) for key, word in measures.indicators.items()]),
            "s": (gettext("Périmètre"), [(key, word.label()) for key, word in measures.scopes.items()]),
            "u": (gettext("Unité"), [(key, word.label()) for key, word in measures.units.items()]),
        }
        for number in range(max(_LINES, len(figures) + 2)):
            given = figures[number] if number < len(figures) else ("", "", "")
            for (letter, (name, choices)), initial in zip(lists.items(), given, strict=True):
                self.fields[f"{letter}{number}"] = forms.ChoiceField(
                    label=f"{name} {number + 1}", choices=nothing + choices, required=False, initial=initial
                )
        self.lines = max(_LINES, len(figures) + 2)

    def figure_lines(self) -> list[tuple[Any, Any, Any]]:
        """The three fields of each line."""
        return [(self[f"i{n}"], self[f"s{n}"], self[f"u{n}"]) for n in range(self.lines)]

    def clean(self) -> dict[str, Any]:
        """Each figure has a unit of its list; the date is one."""
        measures = load_measures()
        data = self.cleaned_data
        for number in range(self.lines):
            word = measures.indicators.get(data.get(f"i{number}", ""))
            if word is not None and data.get(f"u{number}") not in word.units:
                names = ", ".join(measures.units[unit].label() for unit in word.units)
                self.add_error(f"u{number}", gettext("« %(name)s » se compte en : %(units)s.") % {
                    "name": word.label(), "units": names,
                })  # fmt: skip
        try:
            data["moment"] = dated(data.get("when", "")) if data.get("when") else None
        except EssaimError as wrong:
            self.add_error("when", str(wrong))
        return data

    def asked(self) -> list[Asked]:
        """The questions, in the order of the page."""
        data = self.cleaned_data
        found = [Asked(Kind.FACT, key) for key in data["facts"]]
        found += [
            Asked(Kind.INDICATOR, data[f"i{n}"], data[f"s{n}"], data[f"u{n}"], data["moment"])
            for n in range(self.lines)
            if data[f"i{n}"]
        ]
        return found + [Asked(Kind.SECTION, key) for key in data["sections"]]


class PolesForm(forms.Form):
    """The poles of the network, to tick; all of them at first."""

    poles = forms.MultipleChoiceField(
        label=_("Pôles à interroger"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, poles: Collection[Pole], present: Collection[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_uid = {pole.uid: pole for pole in poles}
        self.fields["poles"].choices = [(pole.uid, pole.name) for pole in poles]  # type: ignore[attr-defined]
        self.fields["poles"].initial = [pole.uid for pole in poles if not present or pole.pk in present]

    def chosen(self) -> list[Pole]:
        """Those that are ticked."""
        return [self.by_uid[uid] for uid in self.cleaned_data["poles"]]
