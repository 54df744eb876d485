"""An administrator loads a register from the site: files handed over or fetched, by a worker that may be stopped."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.engine.register.sirene_files import establishments, units, write_table
from tests.engine.sources.official_site import official_site
from tests.factories import make_job, make_user

from essaim.apps.audit.models import Event
from essaim.apps.jobs import running
from essaim.apps.jobs.models import Job
from essaim.apps.poles import incoming
from essaim.apps.poles.actions import register_keeping
from essaim.engine.register import kept_imports
from essaim.kit import uploads

UPLOAD, DOWNLOAD = "/administration/registre/deposer/", "/administration/registre/telecharger/"
ASSOCIATION = "84212345600019"


def text(answer: Any) -> str:
    return " ".join(
        answer.content.decode().replace("&#x27;", "'").replace("\u00a0", " ").replace("\u202f", " ").split()
    )


def handed(path: Path) -> SimpleUploadedFile:
    return SimpleUploadedFile(path.name, path.read_bytes())


def run(job: Job) -> Job:
    running.run(job.uid, clock=timezone.now)
    job.refresh_from_db()
    return job


def official(folder: Path) -> list[SimpleUploadedFile]:
    lines = [{"siret": ASSOCIATION}, {"siret": "84212345600027", "codeCommuneEtablissement": "99999"}]
    files = [
        establishments(folder, *lines, name="StockEtablissement_2025-09.parquet"),
        units(folder, {"siren": ASSOCIATION[:9], "denominationUniteLegale": "LES ABEILLES"}),
    ]
    return [handed(file) for file in files]


def test_files_are_handed_over_imported_and_reported(keeper: Client, home: Path, tmp_path: Path) -> None:
    answer = keeper.post(UPLOAD, {"tables": official(tmp_path), "covers": "48"})
    job = run(Job.objects.get())

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/travaux/{job.uid}/")
    assert (job.state, job.error) == ("done", "")
    assert list((home / ".incoming").iterdir()) == []
    (report, used), *others = kept_imports()
    assert (report.info.rows, report.rejected_lines, used, others) == (1, 1, True, [])
    page = text(keeper.get(job.result["url"]))
    assert "code de commune inconnu" in page
    assert "1 département couvert" in page
    assert "2025-09" in page
    actions = [*Event.objects.filter(object_type="register").order_by("pk").values_list("action", "actor")]
    assert [action for action, _actor in actions] == ["ask_register_import", "import_register"]
    csv = keeper.get(f"/administration/registre/versions/{report.version}/refusees.csv")
    assert b"99999" in b"".join(csv.streaming_content)
    assert "attachment" in csv.headers["Content-Disposition"]


def test_large_file_goes_through_the_disk_without_being_copied(keeper: Client, home: Path, tmp_path: Path) -> None:
    rows = [{"siret": f"842123456{k:05d}", "naf": "94.99Z", "code_commune": "48095"} for k in range(90_000)]
    file = write_table(tmp_path / "grand.csv", rows)
    assert file.stat().st_size > 2_500_000

    keeper.post(UPLOAD, {"tables": [handed(file)]})

    (kept,) = (home / ".incoming").glob("*/grand.csv")
    assert kept.stat().st_size == file.stat().st_size
    assert run(Job.objects.get()).state == "done"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.exe", b"x", "n'est pas d'un format lu ici"),
        ("a.parquet", b"PK\x03\x04 no", "n'est pas un fichier Parquet"),
        ("a.parquet", b"PAR1 and no more", "tronqué ou abîmé"),
        ("a.zip", b"PK\x03\x04 no", "L'archive est tronquée"),
        ("a.csv", b"siret;naf\x00\x00", "n'est pas un texte CSV"),
    ],
)
def test_file_that_is_not_what_it_says_is_refused_at_once(
    keeper: Client, home: Path, name: str, content: bytes, sentence: str
) -> None:
    answer = keeper.post(UPLOAD, {"tables": [SimpleUploadedFile(name, content)]})

    assert sentence in text(answer)
    assert Job.objects.count() == 0
    assert list((home / ".incoming").iterdir()) == []


def test_names_that_would_leave_the_folder_stay_in_it(keeper: Client, home: Path) -> None:
    keeper.post(
        UPLOAD, {"tables": [SimpleUploadedFile("..\\..\\x/../../../évil$.csv", b"siret;naf;code_commune\n1;2;3\n")]}
    )

    assert [path.name for path in (home / ".incoming").glob("*/*")] == ["évil_.csv"]


def test_archive_that_would_swell_is_refused(keeper: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import zipfile

    monkeypatch.setattr(incoming, "_MARGIN", 0)
    file = tmp_path / "a.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"0" * 5_000_000)

    assert "démesurément" in text(keeper.post(UPLOAD, {"tables": [handed(file)]}))


def test_no_room_on_the_disk_is_said_before_anything_starts(
    keeper: Client, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(incoming, "free_room", lambda: 100_000_000)

    answer = keeper.post(UPLOAD, {"tables": [SimpleUploadedFile("a.csv", b"siret;naf;code_commune\n")]})

    assert "0.1" in text(answer)
    assert "Libérez de la place" in text(answer)
    assert list((home / ".incoming").iterdir()) == []


def test_import_that_cannot_be_leaves_the_old_register_in_use(keeper: Client, tmp_path: Path) -> None:
    keeper.post(UPLOAD, {"tables": official(tmp_path)})
    run(Job.objects.get())
    (before, _used), *_none = kept_imports()

    keeper.post(UPLOAD, {"tables": [SimpleUploadedFile("b.csv", b"couleur;taille\nbleu;2\n")]})
    job = run(Job.objects.order_by("-pk")[0])

    assert job.state == "failed"
    assert "siret" in job.error.lower()
    assert [(report.version, used) for report, used in kept_imports()] == [(before.version, True)]
    assert "n'est pas allé au bout" in text(keeper.get("/administration/registre/"))


def test_import_is_stopped_by_whoever_asked(keeper: Client, home: Path, tmp_path: Path) -> None:
    keeper.post(UPLOAD, {"tables": official(tmp_path)})
    job = Job.objects.get()

    def clock() -> Any:
        # Asked while it runs; each step is told to the job's row.
        Job.objects.filter(pk=job.pk, state="running").update(cancel_asked_at=timezone.now())
        steps.append(1)
        return timezone.now() + timedelta(seconds=len(steps))

    steps: list[int] = []
    running.run(job.uid, clock=clock)

    job.refresh_from_db()
    assert job.state == "cancelled"
    assert kept_imports() == []
    assert list((home / "register").glob(".draft*")) == []
    assert list((home / ".incoming").iterdir()) == []


@pytest.mark.parametrize(("address", "data"), [(UPLOAD, {}), (DOWNLOAD, {"departements": "48"})])
def test_one_import_at_a_time(keeper: Client, tmp_path: Path, address: str, data: dict[str, str]) -> None:
    make_job(kind="register-import", state="running")
    files = {"tables": official(tmp_path)} if address == UPLOAD else {}

    answer = keeper.post(address, data | files)

    assert "déjà en cours" in text(answer) or "Un chargement est en cours" in text(answer)
    assert Job.objects.count() == 1


def test_official_files_are_fetched_imported_and_erased(
    keeper: Client, home: Path, tmp_path: Path, settings: Any
) -> None:
    served = tmp_path / "served"
    served.mkdir()
    with official_site(served) as site:
        settings.OFFICIAL_FILES = site.url
        page = text(keeper.get(DOWNLOAD))
        keeper.post(DOWNLOAD, {"departements": "48", "directory": "on"})
        job = run(Job.objects.get())

    assert f"{site.url}/api/1/datasets/r/a29c1297" in page
    assert "Licence Ouverte 2.0" in page
    assert (job.state, job.error) == ("done", "")
    assert kept_imports()[0][0].info.source.title
    assert not (home / "official").exists()


def test_unknown_departement_is_said_on_the_form(keeper: Client) -> None:
    answer = keeper.post(DOWNLOAD, {"departements": "48, 99"})

    assert "99" in text(answer)
    assert "n'est pas un département" in text(answer)
    assert Job.objects.count() == 0


def test_site_that_fetches_nothing_says_so(keeper: Client, settings: Any) -> None:
    settings.OFFICIAL_FILES = "off"

    page, answer = text(keeper.get(DOWNLOAD)), text(keeper.post(DOWNLOAD, {}))

    assert "aucune requête vers l'extérieur" in page
    assert "ne télécharge rien" in answer or "aucune requête" in answer
    assert Job.objects.count() == 0
    assert "Télécharger les fichiers officiels" not in text(keeper.get("/administration/registre/"))


def test_pages_are_for_administrators(home: Path, visitor: Client) -> None:
    addresses = ["/administration/registre/", UPLOAD, DOWNLOAD, "/administration/registre/versions/x/utiliser/"]

    closed = [visitor.get(address).status_code for address in addresses]
    visitor.force_login(make_user(state_officer=""))
    refused = [visitor.post(address).status_code for address in addresses]

    assert closed == [302, 302, 302, 302]
    assert refused == [403, 403, 403, 403]


def test_action_refuses_whoever_is_no_administrator(db: None) -> None:
    from essaim.kit.errors import NotAllowed

    with pytest.raises(NotAllowed):
        register_keeping.ask_download(departements=[], extras=[], by=make_user(), at=timezone.now())


@pytest.mark.parametrize(("most", "room", "status"), [(10, 10**9, 413), (10**9, 10, 413), (10**9, 10**9, 302)])
def test_sending_too_much_is_refused_before_it_is_read(
    keeper: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, room: int, status: int
) -> None:
    monkeypatch.setattr(uploads, "ADMINISTRATORS", most)
    monkeypatch.setattr(uploads, "free_room", lambda: room)

    answer = keeper.post(UPLOAD, {"tables": official(tmp_path)})

    assert answer.status_code == status
    assert status == 302 or "trop gros" in text(answer)


def test_visitor_may_not_send_what_an_administrator_may(
    home: Path, visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "EVERYBODY", 10)

    answer = visitor.post("/proposer/", {"x": SimpleUploadedFile("a.csv", b"0" * 100)})

    assert answer.status_code in (413, 404)


def test_files_that_nobody_imported_go_after_a_day(home: Path) -> None:
    folder, _names = incoming.take_files([SimpleUploadedFile("a.csv", b"siret;naf;code_commune\n")])

    soon = incoming.drop_old_files(at=timezone.now() + timedelta(hours=23))
    late = incoming.drop_old_files(at=timezone.now() + timedelta(hours=25))

    assert (soon, late) == (0, 1)
    assert not (home / ".incoming" / folder).exists()


def test_sandbox_beside_a_real_site_leaves_its_register_alone(keeper: Client, tmp_path: Path, settings: Any) -> None:
    settings.SHARES_STORE = True

    page = text(keeper.get("/administration/registre/"))
    answer = text(keeper.post(UPLOAD, {"tables": official(tmp_path)}))

    assert "partage le registre du vrai site" in page
    assert "Déposer des fichiers" not in page
    assert "partage le registre du vrai site" in answer
    assert Job.objects.count() == 0


def test_sandbox_takes_no_large_file(keeper: Client, tmp_path: Path, settings: Any, monkeypatch: Any) -> None:
    settings.SANDBOX = True
    monkeypatch.setattr(uploads, "EVERYBODY", 10)

    assert keeper.post(UPLOAD, {"tables": official(tmp_path)}).status_code == 413
