"""What the table of poles is asked, as it stands in the address."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest

from essaim.apps.campaigns.enums import Standing
from essaim.apps.campaigns.queries import SORTS


@dataclass(frozen=True, slots=True)
class Asked:
    """What the table of poles is asked: a state, an order."""

    standing: str
    sort: str

    @property
    def query(self) -> str:
        """As it stands in the address."""
        said = {"etat": self.standing, "tri": self.sort if self.sort != "name" else ""}
        return urlencode({key: value for key, value in said.items() if value})


def asked(request: HttpRequest) -> Asked:
    """The filter and the order of the address; unknown ones are left out."""
    standing, sort = request.GET.get("etat", ""), request.GET.get("tri", "name")
    return Asked(standing if standing in Standing.values else "", sort if sort in SORTS else "name")
