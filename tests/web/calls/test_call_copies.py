"""A dossier leaves as a PDF, as its sealed data, and with all the others in one archive."""

import hashlib
import json
import zipfile
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.factories import make_network, make_user
from tests.web.calls.making import begun, browser, handed, sent, text_of

from essaim.apps.calls.archives import archive_of, drop_old_archives
from essaim.apps.calls.models import Call, Dossier, Phase
from essaim.apps.documents.keeping import erase
from essaim.apps.documents.models import Document
from essaim.apps.jobs.models import Job
from essaim.apps.jobs.running import run
from essaim.engine.language import use_language
from essaim.web.calls import archive
from essaim.web.calls.print_words import handed_in, working_copy
from essaim.web.organisations.wording import family

pytestmark = pytest.mark.django_db


def names_of(content: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(content)) as packed:
        assert packed.testzip() is None
        return packed.namelist()


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_what_was_handed_in_leaves_as_the_same_pdf_twice(call: Call, officer: Client) -> None:
    client, dossier = handed(call)
    address = f"/dossiers/{dossier.uid}/depots/1.pdf"

    first, second = client.get(address), officer.get(address)

    assert first.content[:5] == b"%PDF-"
    assert first.content == second.content
    assert dossier.submissions.get().receipt in first.headers["Content-Disposition"]


def test_the_sealed_data_have_the_fingerprint_of_the_receipt(call: Call) -> None:
    client, dossier = handed(call)

    content = client.get(f"/dossiers/{dossier.uid}/depots/1.json").content

    assert hashlib.sha256(content).hexdigest() == dossier.submissions.get().sha256
    assert json.loads(content)["answers"][0]["words"] == "Parce que."


def test_a_printed_dossier_says_who_brings_what(call: Call) -> None:
    _client, dossier = handed(call)
    made = dossier.submissions.get()
    use_language("fr")

    words = handed_in(dossier, made)

    assert words["facts"][0] == ["Numéro de reçu", made.receipt]
    assert words["partners"] == [
        {
            "name": "La ferme",
            "more": f"structure candidate, {family('ess_form')}",
            "role": "",
            "commitment": "",
            "amount": "500\u00a0€",
        }
    ]
    assert words["shares"] == "Parts dites : 500\u00a0€. Budget total : non renseigné."
    assert [one["text"] for one in words["parts"][0]["answers"]] == ["Parce que.", "1\u202f234,50\u00a0€", "Un; Deux"]
    assert {one["answer"] for one in words["rules"]} <= {"réuni", "non réuni", "on ne peut pas dire"}


def test_after_the_closing_what_was_typed_still_leaves(call: Call) -> None:
    client, dossier = begun(call)
    client.post(f"/dossiers/{dossier.uid}/reponses/", sent(call, "Écrit à temps."))
    now = timezone.now()
    Phase.objects.filter(kind="dossiers").update(closes_at=now - timedelta(seconds=1))

    answer = client.get(f"/dossiers/{dossier.uid}/copie.pdf")

    assert answer.content[:5] == b"%PDF-"
    words = working_copy(Dossier.objects.get(), now)
    assert words["parts"][0]["answers"][0]["text"] == "Écrit à temps."
    assert words["warning"] == "Copie de travail : ce document ne prouve aucun dépôt."


def test_signs_that_no_font_draws_stop_no_dossier(call: Call) -> None:
    client, dossier = begun(call)
    client.post(f"/dossiers/{dossier.uid}/reponses/", sent(call, "漢字 🌱 #let x = 1 *gras*"))

    assert client.get(f"/dossiers/{dossier.uid}/copie.pdf").content[:5] == b"%PDF-"


def test_copies_are_for_those_who_may_read_the_dossier(call: Call, officer: Client) -> None:
    _client, dossier = handed(call)
    other = make_network(key="autre", name="Autre réseau")
    strangers = [browser(make_user()), browser(make_user(network_officer=other.key))]
    base, files = f"/dossiers/{dossier.uid}/", f"/appels/{call.slug}/"

    found = [
        client.get(address).status_code
        for client in strangers
        for address in (f"{base}copie.pdf", f"{base}depots/1.pdf", f"{base}depots/1.json", f"{files}dossiers.zip",
                        f"{files}dossiers/archive.zip")
    ]  # fmt: skip

    assert found == [404] * 10
    # What is being written is its writers' alone, also to whoever runs the call.
    assert officer.get(f"{base}copie.pdf").status_code == 404
    assert officer.get(f"{base}depots/1.exe").status_code == 404


def test_a_few_dossiers_leave_at_once_with_their_annexes(call: Call, officer: Client) -> None:
    client, dossier = begun(call)
    file = SimpleUploadedFile("../Étrange.pdf", b"%PDF-1.7 statuts")
    client.post(f"/dossiers/{dossier.uid}/annexes/", {"title": "Statuts signés", "file": file})
    client.post(f"/dossiers/{dossier.uid}/reponses/", sent(call, "Parce que.", "1", ["Un"]))
    dossier.refresh_from_db()
    partner = {"do": "add", "name": "La ferme", "is_applicant": "on", "seen_version": dossier.version}
    client.post(f"/dossiers/{dossier.uid}/partenaires/", partner)
    client.post(f"/dossiers/{dossier.uid}/deposer/")

    answer = officer.get(f"/appels/{call.slug}/dossiers.zip")

    folder = "001-pole-en-herbe"
    assert names_of(body(answer)) == [
        f"{folder}/dossier.pdf", f"{folder}/dossier.json", f"{folder}/annexes/01-statuts-signes.pdf",
    ]  # fmt: skip


def test_a_file_that_the_server_lost_is_named_in_the_archive(call: Call, officer: Client) -> None:
    _client, dossier = handed(call)
    made = dossier.submissions.get()
    document = Document.objects.create(
        owner_kind="dossier", owner_key=dossier.uid, title="Perdu", file_name="perdu.pdf", media="application/pdf",
        size=1, sha256="0" * 64, filed_by="x", filed_at=timezone.now(),
    )  # fmt: skip
    erase(document.uid)
    made.data["annexes"] = [{"uid": document.uid, "title": "Perdu", "sha256": "0" * 64}]
    made.save()

    content = body(officer.get(f"/appels/{call.slug}/dossiers.zip"))

    with zipfile.ZipFile(BytesIO(content)) as packed:
        assert "annexes/01-perdu.pdf" in packed.read("manquants.txt").decode()


def test_many_dossiers_are_printed_by_the_worker(
    call: Call,
    officer: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(archive, "AT_ONCE", 0)
    monkeypatch.setattr("essaim.web.calls.following.AT_ONCE", 0)
    handed(call)
    here = f"/appels/{call.slug}/"
    assert "Préparer tous les dossiers" in text_of(officer, f"{here}dossiers/")
    assert officer.get(f"{here}dossiers.zip").url == f"{here}dossiers/"
    assert officer.get(f"{here}dossiers/archive.zip").status_code == 404

    page = officer.post(f"{here}dossiers.zip")
    job = Job.objects.get()
    run(job.uid, clock=timezone.now)

    job.refresh_from_db()
    assert (page.url, job.state, job.done, job.error) == (f"/travaux/{job.uid}/", "done", 1, "")
    assert job.result["url"] == f"{here}dossiers/archive.zip"
    assert len(names_of(body(officer.get(job.result["url"])))) == 2
    assert "L'archive du" in text_of(officer, f"{here}dossiers/")
    assert browser(make_user()).post(f"{here}dossiers.zip").status_code == 404


def test_archives_are_erased_after_a_week(call: Call) -> None:
    path = archive_of(call)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"old")
    now = timezone.now()

    kept, dropped = drop_old_archives(at=now + timedelta(days=6)), drop_old_archives(at=now + timedelta(days=8))

    assert (kept, dropped, path.exists()) == (0, 1, False)


def test_answers_leave_as_numbers_and_dates_for_spreadsheets(call: Call, officer: Client) -> None:
    for label, kind in (("Combien ?", "number"), ("Quand ?", "date")):
        officer.post(f"/appels/{call.slug}/tenir/questions/", {"label": label, "kind": kind})
    client, dossier = begun(call)
    texts = ["Parce que.", "1 234,50", ["Un"], "12,5", "25/06/2027"]
    client.post(f"/dossiers/{dossier.uid}/reponses/", sent(call, *texts))
    dossier.refresh_from_db()
    partner = {"do": "add", "name": "La ferme", "is_applicant": "on", "seen_version": dossier.version}
    client.post(f"/dossiers/{dossier.uid}/partenaires/", partner)
    client.post(f"/dossiers/{dossier.uid}/deposer/")
    here = f"/appels/{call.slug}/dossiers"

    sheet = openpyxl.load_workbook(BytesIO(body(officer.get(f"{here}.xlsx")))).worksheets[0]
    head = [cell.value for cell in sheet[1]]
    row = dict(zip(head, sheet[2], strict=True))
    assert (row["Budget ? (€)"].value, row["Combien ?"].value) == (1234.5, 12.5)
    assert (row["Quand ?"].value.date(), row["Quand ?"].number_format) == (date(2027, 6, 25), "dd/mm/yyyy")
    with zipfile.ZipFile(BytesIO(body(officer.get(f"{here}.ods")))) as packed:
        content = packed.read("content.xml").decode()
    assert 'office:value-type="date" office:date-value="2027-06-25"><text:p>25/06/2027</text:p>' in content
    assert 'office:value="1234.5"' in content
    assert ";1234,50;Un;12,5;2027-06-25\r\n" in body(officer.get(f"{here}.csv")).decode()


def test_an_answer_that_is_not_given_is_no_number(call: Call, officer: Client) -> None:
    officer.post(f"/appels/{call.slug}/tenir/questions/", {"label": "Combien ?", "kind": "number"})
    handed(call)

    content = body(officer.get(f"/appels/{call.slug}/dossiers.csv")).decode()

    assert ';1234,50;"Un; Deux";\r\n' in content
    at = call.local(Dossier.objects.latest("submitted_at").submitted_at)
    assert f";{at:%Y-%m-%d};{at:%H:%M} (heure de Paris)" in content
