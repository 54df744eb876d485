"""What is removed from a call or a dossier is asked first; whoever is not sure loses nothing."""

from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.web.calls.making import begun

from essaim.apps.calls.models import Call
from essaim.apps.documents.models import Document

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7"


def test_question_is_removed_once_sure(officer: Client, call: Call) -> None:
    question = call.questions.first()
    assert question is not None
    sent = {"do": "remove", "question": question.uid}

    asked = officer.post(f"/appels/{call.slug}/tenir/questions/", sent)
    assert "Retirer « Pourquoi ? » ?" in unescape(asked.content.decode())
    assert call.questions.count() == 3

    officer.post(f"/appels/{call.slug}/tenir/questions/", {**sent, "sure": "oui"})
    assert call.questions.count() == 2


def test_document_of_a_call_is_removed_once_sure(officer: Client, call: Call) -> None:
    address = f"/appels/{call.slug}/tenir/documents/"
    officer.post(address, {"title": "Règlement", "file": SimpleUploadedFile("r.pdf", PDF)})
    sent = {"do": "remove", "document": Document.objects.get().uid}

    asked = unescape(officer.post(address, sent).content.decode())
    assert all(f'name="{name}" value="{value}"' in asked for name, value in {**sent, "sure": "oui"}.items())
    assert Document.objects.count() == 1

    officer.post(address, {**sent, "sure": "oui"})
    assert Document.objects.count() == 0


def test_annex_and_partner_are_removed_once_sure(call: Call) -> None:
    client, dossier = begun(call)
    annexes, partners = f"/dossiers/{dossier.uid}/annexes/", f"/dossiers/{dossier.uid}/partenaires/"
    client.post(annexes, {"title": "Statuts", "file": SimpleUploadedFile("s.pdf", PDF)})
    dossier.refresh_from_db()
    client.post(partners, {"do": "add", "name": "La ferme", "seen_version": dossier.version})
    annex, partner = Document.objects.get(), dossier.partners.get()

    for sure in ({}, {"sure": "oui"}):
        client.post(annexes, {"do": "remove", "document": annex.uid, **sure})
        client.post(f"{partners}{partner.uid}/", {"do": "remove", **sure})
        assert (Document.objects.count(), dossier.partners.count()) == ((0, 0) if sure else (1, 1))
