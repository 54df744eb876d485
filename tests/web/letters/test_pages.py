import io
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.factories import make_document, make_founding, make_prospect, make_user
from tests.web.directory.test_listing import text

from essaim.apps.documents.models import Document
from essaim.apps.founding.models import Founding, Letter, Prospect

MODEL = {"role": [{"key": "grower", "label": "Produire"}], "governance": {"college": [{"label": "Producteurs"}]}}
PDF = b"%PDF-1.7 signed"


@pytest.fixture
def founding(visitor: Client) -> Founding:
    found = make_founding(model_data=MODEL, place="commune:48095:20")
    visitor.force_login(make_user(founder=found.pole.uid))
    return found


@pytest.fixture
def prospect(founding: Founding) -> Prospect:
    return make_prospect(founding=founding, name="Ferme du Causse", commune="48095", role="grower", state="interested")


def letters_of(prospect: Prospect, letter: Letter | None = None, end: str = "") -> str:
    root = f"/fonder/{prospect.founding.pole.slug}/"
    return f"{root}lettres/{letter.uid}/{end}" if letter else f"{root}prospects/{prospect.uid}/lettres/preparer/"


def prepare(visitor: Client, prospect: Prospect, **facts: str) -> Letter:
    visitor.post(letters_of(prospect), {"kind": "commitment", **facts})
    return Letter.objects.get()


def sign(visitor: Client, prospect: Prospect, letter: Letter, commits: str = "yes") -> None:
    file = SimpleUploadedFile("signée.pdf", PDF)
    sent = {"file": file, "signed_on": "2026-11-20", "commits": commits}
    visitor.post(letters_of(prospect, letter, "signee/"), sent)


def test_amounts_are_typed_as_people_write_them(visitor: Client, prospect: Prospect) -> None:
    letter = prepare(visitor, prospect, brings="Un hangar", college="Producteurs", amount_cents="1 234,50 €")

    refused = visitor.post(letters_of(prospect, letter, "modifier/"), {"amount_cents": "-5", "version": 1})
    visitor.post(letters_of(prospect, letter, "modifier/"), {"amount_cents": "12", "version": 1})

    assert (letter.amount_cents, letter.brings, letter.college) == (123450, "Un hangar", "Producteurs")
    assert "Un montant n'est pas négatif." in text(refused)
    assert Letter.objects.get().amount_cents == 1200


@pytest.mark.parametrize(
    ("language", "word", "amount"), [("fr", "Bulletin d", "1\u202f234,50"), ("en", "Membership", "1,234.50")]
)
def test_letter_says_what_is_known_in_both_forms_and_languages(
    visitor: Client, prospect: Prospect, language: str, word: str, amount: str
) -> None:
    letter = prepare(
        visitor, prospect, kind="membership", brings="Un hangar & <un quai>\nDeux jours", amount_cents="1234,5"
    )
    visitor.post("/langue/", {"language": language})

    odt = visitor.get(letters_of(prospect, letter, "document.odt"))
    pdf = visitor.get(letters_of(prospect, letter, "document.pdf"))
    content = zipfile.ZipFile(io.BytesIO(odt.content)).read("content.xml").decode()

    assert (pdf.content[:5], pdf.headers["Content-Type"]) == (b"%PDF-", "application/pdf")
    assert "attachment" in pdf.headers["Content-Disposition"]
    assert [part in content for part in (word, amount, "Ferme du Causse", "Mende", "Producteurs")] == [True] * 5
    assert "Un hangar &amp; &lt;un quai&gt;<text:line-break/>Deux jours" in content
    assert b"/Lang" in pdf.content


def test_signs_that_no_font_draws_do_not_stop_the_letter(visitor: Client, prospect: Prospect) -> None:
    letter = prepare(visitor, prospect, brings="合作 🐝")

    assert visitor.get(letters_of(prospect, letter, "document.pdf")).content[:5] == b"%PDF-"


@pytest.mark.parametrize("kind", ["commitment", "membership"])
@pytest.mark.parametrize("form", ["pdf", "odt"])
def test_blank_form_is_given_out(visitor: Client, founding: Founding, kind: str, form: str) -> None:
    answer = visitor.get(f"/fonder/{founding.pole.slug}/lettres/vierge/{kind}.{form}")
    odd = visitor.get(f"/fonder/{founding.pole.slug}/lettres/vierge/{kind}.exe")

    assert (answer.status_code, len(answer.content) > 2000, odd.status_code) == (200, True, 404)


def test_signed_copy_commits_is_given_out_as_a_file_and_withdrawn_with_a_reason(
    visitor: Client, prospect: Prospect
) -> None:
    letter = prepare(visitor, prospect)

    sign(visitor, prospect, letter)
    signed, document = Letter.objects.get(), Document.objects.get()
    state = Prospect.objects.get().state
    copy = visitor.get(f"/fonder/{prospect.founding.pole.slug}/documents/{document.uid}/")
    silent = visitor.post(letters_of(prospect, letter, "signature-retiree/"), {"reason": " ", "state": "declined"})
    visitor.post(letters_of(prospect, letter, "signature-retiree/"), {"reason": "Faillite", "state": "declined"})

    now = Letter.objects.get()
    assert (signed.signed_on, state) == (date(2026, 11, 20), "committed")
    assert (copy.content, copy.headers["X-Content-Type-Options"]) == (PDF, "nosniff")
    assert copy.headers["Content-Disposition"].startswith("attachment")
    assert list(silent.context["form"].errors) == ["reason"]
    assert (now.withdrawn_reason, now.document, Document.objects.count()) == ("Faillite", None, 0)
    assert Prospect.objects.get().state == "declined"


def test_signed_copy_may_be_filed_without_committing(visitor: Client, prospect: Prospect) -> None:
    sign(visitor, prospect, prepare(visitor, prospect), commits="no")

    assert (Prospect.objects.get().state, Letter.objects.get().is_in_force) == ("interested", True)


@pytest.mark.parametrize(
    ("name", "content", "day"),
    [
        ("a.exe", PDF, "2026-11-20"), ("a.pdf", b"MZ", "2026-11-20"), ("a.pdf", PDF, "2999-01-01"), ("a.pdf", PDF, ""),
        ("a.pdf", PDF, "hier"),
    ],
)  # fmt: skip
def test_what_is_no_signed_copy_is_refused(
    visitor: Client, prospect: Prospect, name: str, content: bytes, day: str
) -> None:
    letter = prepare(visitor, prospect)
    sent = {"file": SimpleUploadedFile(name, content), "signed_on": day, "commits": "yes"}

    answer = visitor.post(letters_of(prospect, letter, "signee/"), sent)

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert (Letter.objects.get().signed_on, Document.objects.count(), Prospect.objects.get().state) == (
        None,
        0,
        "interested",
    )


def test_signed_letter_is_neither_changed_nor_removed(visitor: Client, prospect: Prospect) -> None:
    letter = prepare(visitor, prospect)
    sign(visitor, prospect, letter)

    changed = visitor.get(letters_of(prospect, letter, "modifier/"))
    again = visitor.get(letters_of(prospect, letter, "signee/"))
    visitor.post(letters_of(prospect, letter, "retirer/"))

    assert (changed.status_code, again.status_code, Letter.objects.count()) == (404, 404, 1)


def test_unsigned_letter_is_removed_after_a_question(visitor: Client, prospect: Prospect) -> None:
    letter = prepare(visitor, prospect)

    asked = text(visitor.get(letters_of(prospect, letter, "retirer/")))
    visitor.post(letters_of(prospect, letter, "retirer/"))

    assert ("Retirer ce document ?" in asked.replace("\xa0", " "), Letter.objects.count()) == (True, 0)


def test_documents_of_others_are_not_found(visitor: Client, prospect: Prospect) -> None:
    other = make_document()

    assert visitor.get(f"/fonder/{prospect.founding.pole.slug}/documents/{other.uid}/").status_code == 404


def test_prospect_removed_takes_its_signed_copies_along(visitor: Client, prospect: Prospect) -> None:
    sign(visitor, prospect, prepare(visitor, prospect))

    visitor.post(f"/fonder/{prospect.founding.pole.slug}/prospects/{prospect.uid}/retirer/")

    assert (Prospect.objects.count(), Letter.objects.count(), Document.objects.count()) == (0, 0, 0)


def test_signed_copy_of_somebody_committed_asks_nothing_more(visitor: Client, prospect: Prospect) -> None:
    Prospect.objects.update(state="committed")
    letter = prepare(visitor, prospect)

    form = visitor.get(letters_of(prospect, letter, "signee/")).context["form"]
    sign(visitor, prospect, letter)

    assert list(form.fields) == ["file", "signed_on"]
    assert (Prospect.objects.get().state, Letter.objects.get().is_in_force) == ("committed", True)
