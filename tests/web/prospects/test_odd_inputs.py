"""Whatever is sent, a page answers: nothing typed by hand or by a machine breaks one."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.factories import ADMIN, AT, make_founding, make_prospect, make_prospect_note, make_prospect_sheet, make_user
from tests.web.directory.test_listing import text

from essaim.apps.founding.actions.letters import make_letter
from essaim.apps.founding.models import Founding, Prospect, ProspectSheet
from essaim.engine.patterns import as_data, load_library
from essaim.web.prospects.urls import urlpatterns

ODD = ["", "\0", "é\ud800"[:1], "9" * 5000, "-1", "<b>", "2026-02-30", "١٢٣", "x" * 5000]
FIELDS = (
    "name", "siret", "commune", "family", "role", "in_charge", "next_step", "next_on", "source_note", "organisation",
    "picked", "state", "back", "text", "erase_on", "contact_name", "contact_email", "contact_phone",
    "erase_contact_on", "informed_on", "version", "seen", "kind", "brings", "college", "amount_cents", "signed_on",
    "commits", "reason", "do", "is_another",
)  # fmt: skip


@pytest.fixture
def founding(visitor: Client) -> Founding:
    found = make_founding(model_data=as_data(load_library().entries[0].pattern), place="commune:48095:20")
    visitor.force_login(make_user(founder=found.pole.uid))
    return found


def addresses(founding: Founding) -> list[str]:
    """An address of each page, about things that exist."""
    one = make_prospect(founding=founding, name="Ferme")
    letter = make_letter(prospect=one, kind="commitment", brings="", college="", amount_cents=None, by=ADMIN, at=AT)
    sheet = make_prospect_sheet(founding)
    ProspectSheet.objects.update(expires_at=timezone.now() + timedelta(hours=1))
    known = {"slug": founding.pole.slug, "note": make_prospect_note(prospect=one).uid, "form": "x", "kind": "x"}
    found = []
    for pattern in urlpatterns:
        address = f"/{pattern.pattern}"
        uid = letter.uid if "lettres/<slug:uid>" in address else sheet.uid if "importer/" in address else one.uid
        for part, value in {**known, "uid": uid}.items():
            address = address.replace(f"<slug:{part}>", value).replace(f"<str:{part}>", value)
        found.append(address)
    return [address for address in found if "effacer" not in address and "retirer" not in address]


@pytest.mark.parametrize("odd", ODD)
def test_odd_values_are_answered_by_a_page(visitor: Client, founding: Founding, odd: str) -> None:
    every = addresses(founding)
    sent = dict.fromkeys(FIELDS, odd) | {f"replace-{odd}": odd}

    codes = {visitor.post(address, sent).status_code for address in every}
    codes |= {visitor.get(address, sent).status_code for address in every}
    query = dict.fromkeys(("q", "etat", "role", "famille", "suivi", "retard", "tri", "vue", "page", "deplace"), odd)
    codes |= {visitor.get(address, query).status_code for address in every}

    # 400: a field whose name is too long to be read.
    assert codes <= {200, 302, 400, 403, 404, 405, 409}


def test_import_that_waited_too_long_is_forgotten(visitor: Client, founding: Founding) -> None:
    sheet = make_prospect_sheet(founding)
    address = f"/fonder/{founding.pole.slug}/prospects/importer/{sheet.uid}/"

    page = visitor.get(address)
    refused = visitor.post(address, {"do": "confirm"})

    assert (page.status_code, "Donner le tableau à nouveau" in text(page)) == (410, True)
    assert (refused.status_code, Prospect.objects.count()) == (410, 0)


@pytest.mark.parametrize(
    "table", ["Nom;Nom\nA;B\n", "nom;siret\nA;0000\n", "Nom\n" + "x" * 201 + "\n", "Nom;Pour le\nA;2012\n"]
)
def test_lines_that_cannot_be_are_refused_one_by_one(visitor: Client, founding: Founding, table: str) -> None:
    file = SimpleUploadedFile("a.csv", table.encode())

    address = visitor.post(f"/fonder/{founding.pole.slug}/prospects/importer/", {"file": file}).headers["Location"]
    page = visitor.get(address)

    outcomes = [str(line.outcome) for line, _label, _details in page.context["lines"]]
    assert outcomes == (["new"] if table.startswith("Nom;Nom") else ["refused"])
