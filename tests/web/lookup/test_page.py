"""The look-up as visitors see it: asked by a button, kept, dated; an outage never blocks the page."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.directory_server import Directory, directory_server, result, units
from tests.engine.register.sirene_files import write_table
from tests.factories import make_founding, make_look_up, make_organisation, make_user

from essaim.apps.poles.models import LookUp
from essaim.engine.register import CoverageClaim, import_register
from essaim.engine.territories import load_territories
from essaim.kit.limit_settings import Limit

PAGE, ASK, NUMBER = "/territoires/annuaire/", "/territoires/annuaire/interroger/", "/territoires/annuaire/numero/"
ROMANS = f"{PAGE}?lieu=commune:26281"
WANTED = {"lieu": "commune:26281", "famille": "ess"}


@pytest.fixture
def directory(settings: Any, visitor: Client) -> Iterator[Directory]:
    cache.clear()
    settings.LIMITS = settings.LIMITS | {"look-up-site": Limit(100, 1)}
    with directory_server() as running:
        settings.LOOKUP = running.url
        yield running


def text(answer: Any) -> str:
    page = answer.content.decode().replace("&#x27;", "'")
    return " ".join(page.replace("\u00a0", " ").replace("\u202f", " ").split())


def test_reading_asks_nothing_and_offers_to_ask(visitor: Client, directory: Directory) -> None:
    page = text(visitor.get(ROMANS))

    assert "Rien n'est gardé sur cette demande" in page
    assert "Interroger l'annuaire des entreprises" in page
    assert directory.seen == []


def test_romans_outside_of_any_register_gets_named_organisations(visitor: Client, directory: Directory) -> None:
    answer = visitor.post(ASK, WANTED)
    page = text(visitor.get(ROMANS))

    assert (answer.status_code, answer.headers["Location"]) == (
        302, "/territoires/annuaire/?lieu=commune%3A26281&famille=ess#reponse",
    )  # fmt: skip
    assert "Qui est là : Romans-sur-Isère" in page
    assert "POLE SUD SYNTHETIQUE" in page
    assert "45 sûres" in page
    assert "de forme inconnue, compté" in page
    assert "2 personnes physiques comptées" in page
    assert "DURAND" not in page
    assert "DISCRETE" not in page
    assert "Licence Ouverte 2.0" in page
    assert "qui n'est pas celle du service public" in page
    assert len(directory.seen) == 2


def test_family_and_words_are_asked(visitor: Client, directory: Directory) -> None:
    visitor.post(ASK, {"lieu": "epci:200068781", "famille": "tous", "q": "ateliers"})

    page = text(visitor.get(f"{PAGE}?lieu=epci:200068781&famille=tous&q=ateliers"))

    assert directory.seen[0][1]["q"] == "ateliers"
    assert directory.seen[0][1]["epci"] == "200068781"
    assert "LES ATELIERS SYNTHETIQUES" in page


@pytest.mark.parametrize(
    ("moods", "sentence"),
    [
        (["500", "500"], "occupé ou en panne (réponse 500)"), (["429 60"], "réponse 429"), (["html"], "pas du JSON"),
        (["shape"], "n'a pas la forme"), (["slow 9"], "annuaire n'a pas répondu"),
    ],
)  # fmt: skip
def test_outage_is_said_with_what_can_still_be_done(
    visitor: Client, directory: Directory, monkeypatch: pytest.MonkeyPatch, moods: list[str], sentence: str
) -> None:
    monkeypatch.setattr("essaim.apps.poles.looking_up.BUDGET", 0.5 if moods == ["slow 9"] else 3.0)
    directory.moods.extend(moods)

    answer = visitor.post(ASK, WANTED, follow=True)

    page = text(answer)
    assert answer.status_code == 200
    assert sentence in page
    assert "inconnu ne veut pas dire absent" in page
    assert "annuaire-entreprises.data.gouv.fr" in page


def test_outage_leaves_the_answer_before_it_on_the_page(visitor: Client, directory: Directory) -> None:
    make_look_up(at=timezone.now() - timedelta(days=3))
    directory.moods.append("html")

    page = text(visitor.post(ASK, WANTED, follow=True))

    assert "Ce qui suit est sa réponse précédente." in page
    assert "POLE SUD SYNTHETIQUE" in page


def test_paused_directory_is_not_asked_again(visitor: Client, directory: Directory) -> None:
    directory.moods.append("429 600")
    visitor.post(ASK, WANTED)

    page = text(visitor.post(ASK, WANTED | {"famille": "training"}, follow=True))

    assert "demande d'attendre jusqu'à" in page
    assert len(directory.seen) == 1


def test_off_says_so_and_has_no_button(visitor: Client, settings: Any) -> None:
    settings.LOOKUP = "off"

    page = text(visitor.get(ROMANS))
    answer = text(visitor.post(ASK, WANTED, follow=True))

    assert "Ce site n'interroge pas lui-même l'annuaire des entreprises" in page
    assert ("ESSAIM_LOOKUP" in page, "personne ne l'a encore faite" in page) == (False, False)
    assert "Interroger l'annuaire" not in page
    assert "n'interroge pas lui-même l'annuaire" in answer
    assert LookUp.objects.count() == 0


def test_off_leads_to_the_public_search_and_back_to_the_board(visitor: Client, settings: Any) -> None:
    settings.LOOKUP = "off"
    founding = make_founding(place="commune:48095:20")
    visitor.force_login(make_user(founder=founding.pole.uid))
    asked = f"?lieu=commune:48095:20&famille=tous&activites=01.13Z&q=ferme&fonde={founding.pole.slug}&role=grower"

    page = text(visitor.get(f"/territoires/annuaire/{asked}"))
    commune = text(visitor.get("/territoires/annuaire/?lieu=commune:26281&famille=ess"))

    search = "https://annuaire-entreprises.data.gouv.fr/rechercher?terme=ferme&amp;naf=01.13Z&amp;cp_dep=48"
    assert f"{search}&amp;cp_dep_type=dep&amp;cp_dep_label=Loz%C3%A8re&amp;etat=A" in page
    assert f'{reverse("prospects-add", args=[founding.pole.slug])}?manuel=1&amp;role=grower"' in page
    assert "Retour aux prospects" in page
    assert ("cp_dep=26281&amp;cp_dep_type=insee" in commune, "Retour aux prospects" in commune) == (True, False)


@pytest.mark.parametrize(
    "end", ["", "?lieu=xx", "?lieu=commune:99999", "?lieu=%00", "?lieu=commune:26281&famille=%00&q=%00a"]
)
def test_odd_addresses_are_pages(visitor: Client, end: str) -> None:
    assert visitor.get(f"{PAGE}{end}").status_code == 200
    assert visitor.post(ASK, {"lieu": "xx\0"}, follow=True).status_code == 200


def test_asking_by_get_asks_nothing(visitor: Client, directory: Directory) -> None:
    assert visitor.get(ASK, WANTED).headers["Location"] == "/territoires/annuaire/?lieu=commune%3A26281&famille=ess"
    assert directory.seen == []


def test_one_visitor_may_not_ask_without_end(visitor: Client, directory: Directory, settings: Any) -> None:
    settings.LIMITS = settings.LIMITS | {"look-up": Limit(1, 3600)}

    answers = [visitor.post(ASK, WANTED).status_code for _ in range(2)]

    assert answers == [302, 429]


def test_whole_site_keeps_the_pace(visitor: Client, directory: Directory, settings: Any) -> None:
    settings.LIMITS = settings.LIMITS | {"look-up-site": Limit(1, 3600)}

    answers = [visitor.post(ASK, WANTED | {"q": word}).status_code for word in ("a", "b")]

    assert answers == [302, 429]


@pytest.mark.parametrize("family", ["research", "ess"])
def test_page_in_as_many_queries(
    visitor: Client, family: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_look_up(family=family)

    with django_assert_num_queries(3):
        visitor.get(f"{ROMANS}&famille={family}")


def test_organisation_that_is_in_our_directory_leads_to_its_page(visitor: Client, settings: Any) -> None:
    look_up = make_look_up()
    known = make_organisation(name="Pôle Sud", siret="35600000000048")
    look_up.lines.filter(facts__name="POLE SUD SYNTHETIQUE").update(
        siret=known.siret, facts=look_up.lines.first().facts | {"siret": known.siret}  # type: ignore[union-attr]
    )  # fmt: skip

    assert known.get_absolute_url() in text(visitor.get(ROMANS))


def test_whoever_may_add_organisations_fills_a_record_from_the_answer(visitor: Client, directory: Directory) -> None:
    make_look_up()
    siret = result(0, units()[0], matching=True)["siege"]["siret"]
    before = text(visitor.get(ROMANS))
    visitor.force_login(make_user(administrator=""))

    page = text(visitor.get(ROMANS))
    form = text(visitor.get(f"/organisations/ajouter/?siret={siret}"))

    assert "Remplir une fiche" not in before
    assert f"/organisations/ajouter/?siret={siret}" in page
    assert 'value="POLE SUD SYNTHETIQUE"' in form
    assert "Romans-sur-Isère (26281)" in form


def test_number_that_no_register_knows_is_asked_from_the_picker(visitor: Client, directory: Directory) -> None:
    visitor.force_login(make_user(administrator=""))
    back = "/organisations/ajouter/?q=35600000000048"
    offered = text(visitor.get(back))
    directory.moods.append("html")

    failed = text(visitor.post(NUMBER, {"numero": "35600000000048", "retour": back}, follow=True))

    assert "Chercher ce numéro dans l'Annuaire des entreprises" in offered
    assert "n'a pas répondu" in failed
    assert "Remplir une fiche à la main" in failed


def test_picker_never_leads_elsewhere_and_is_for_those_who_add_organisations(
    visitor: Client, directory: Directory
) -> None:
    refused = visitor.post(NUMBER, {"numero": "35600000000048"}).status_code
    visitor.force_login(make_user(administrator=""))

    answer = visitor.post(NUMBER, {"numero": "35600000000048", "retour": "https://example.org/"})

    assert (refused, answer.headers["Location"]) == (302, "/organisations/ajouter/?q=35600000000048")


@pytest.mark.parametrize(
    ("covers", "sentence"),
    [(None, "Aucun registre n'est chargé"), ("26", "couvre ce territoire en entier"), ("48", "ne couvre pas")],
)
def test_page_says_what_the_register_holds_of_the_place(
    visitor: Client, empty_home: Path, essaim_home: Path, tmp_path: Path, covers: str | None, sentence: str
) -> None:
    (empty_home / "territories").symlink_to(essaim_home / "territories")
    if covers:
        file = write_table(tmp_path / "a.csv", [{"siret": "84212345600019", "naf": "94.99Z", "code_commune": "48095"}])
        claim = CoverageClaim.parse(covers)
        import_register([file], territories=load_territories(), at=timezone.now(), coverage=claim)

    assert sentence in text(visitor.get(ROMANS))


def test_founder_puts_what_is_found_on_the_board_of_the_draft(visitor: Client, directory: Directory) -> None:
    founding = make_founding(place="commune:26281")
    slug = founding.pole.slug
    make_look_up()
    sirets = [result(number, units()[number], matching=True)["siege"]["siret"] for number in (0, 1)]
    visitor.force_login(make_user(founder=founding.pole.uid))

    page = text(visitor.get(f"{ROMANS}&fonde={slug}&role=carrier"))
    answer = visitor.post(f"/fonder/{slug}/prospects/ajouter/", {"siret": sirets})

    assert f'formaction="/fonder/{slug}/prospects/ajouter/"' in page
    assert f'name="siret" value="{sirets[0]}"' in page
    assert 'name="role" value="carrier"' in page
    assert page.count('type="checkbox"') == 44
    assert answer.status_code == 302
    board = [(one.name, one.source, one.siret) for one in founding.prospects.order_by("pk")]
    # Made-up numbers fail their key: they never enter a record.
    assert board == [("POLE SUD SYNTHETIQUE", "lookup", ""), ("LES ATELIERS SYNTHETIQUES", "lookup", "")]


def test_asking_comes_back_to_the_draft_that_sent_there(visitor: Client, directory: Directory) -> None:
    answer = visitor.post(ASK, WANTED | {"fonde": "mon-pole", "role": "carrier"})

    assert answer.headers["Location"] == (
        "/territoires/annuaire/?lieu=commune%3A26281&famille=ess&fonde=mon-pole&role=carrier#reponse"
    )


def test_whoever_founds_nothing_has_nothing_to_tick(visitor: Client) -> None:
    make_founding()
    make_look_up()
    visitor.force_login(make_user())

    assert 'type="checkbox"' not in text(visitor.get(ROMANS))


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods"])
def test_list_leaves_as_a_file_with_its_source_and_its_date(visitor: Client, ending: str) -> None:
    make_look_up()

    answer = visitor.get(f"/territoires/annuaire.{ending}?lieu=commune:26281&famille=ess")

    content = b"".join(answer) if answer.streaming else answer.content
    assert f'filename="annuaire.{ending}"' in answer.headers["Content-Disposition"]
    assert len(content) > 1000
    if ending == "csv":
        text = content.decode("utf-8-sig")
        assert "POLE SUD SYNTHETIQUE" in text
        assert "forme juridique de l'ESS" in text
        assert "Réponse du 1er novembre 2026 à l'adresse http://tests." in text
        assert "Personnes physiques comptées, jamais nommées : 2." in text
        assert "DURAND" not in text
        assert "DISCRETE" not in text


def test_file_of_what_was_never_asked_leads_to_the_page_that_asks(visitor: Client) -> None:
    answer = visitor.get("/territoires/annuaire.csv?lieu=commune:26281")

    assert answer.headers["Location"] == "/territoires/annuaire/?lieu=commune%3A26281&famille=ess"
    assert visitor.get("/territoires/annuaire.csv?lieu=xx").status_code == 302


@pytest.mark.parametrize(
    ("place", "address"),
    [
        ("epci:200068781", "/territoires/epci/200068781/"),
        ("commune:26281:10", "/territoires/lieu/?lieu=commune%3A26281%3A10"),
    ],
)
def test_page_leads_back_to_its_territory(visitor: Client, place: str, address: str) -> None:
    assert f'<a href="{address}">' in text(visitor.get(f"{PAGE}?lieu={place}"))


def test_activities_are_asked_kept_apart_and_said(visitor: Client, directory: Directory) -> None:
    asked = {"lieu": "commune:26281", "famille": "tous", "activites": "94.99Z,xx"}

    answer = visitor.post(ASK, asked)

    page = text(visitor.get(answer.headers["Location"]))
    assert directory.seen[0][1]["activite_principale"] == "94.99Z"
    assert "activites=94.99Z" in answer.headers["Location"]
    assert 'Seulement ces activités : <span lang="fr">94.99Z' in page
    assert "Réponse du" in page
    assert "Rien n'est gardé sur cette demande" in text(visitor.get(PAGE, WANTED | {"famille": "tous"}))
