"""Candidates of a role of the draft's model: those who may be named are ticked, the others lead elsewhere."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client
from tests.factories import AT, make_founding, make_prospect, make_user
from tests.web.directory.test_listing import text
from tests.web.prospects.test_pages import CARRIER, MODEL, PATTERN, board_of

from essaim.apps.founding.models import Founding
from essaim.engine.patterns import as_data, load_library
from essaim.engine.register import CoverageClaim, import_register
from essaim.engine.territories import load_territories


@pytest.fixture
def founding(visitor: Client) -> Founding:
    found = make_founding(model_data=MODEL, place="commune:48095:20")
    visitor.force_login(make_user(founder=found.pole.uid))
    return found


def test_candidates_of_a_role_are_ticked_and_those_on_the_board_are_said(
    visitor: Client, empty_home: Path, tmp_path: Path
) -> None:
    t = load_territories(root=empty_home)
    table = tmp_path / "registre.csv"
    rows = ["55208131766522;FERME DU CAUSSE;9220;01.13Z;48095", "73282932000074;FERME DE MENDE;9220;01.13Z;48095",
            "12345678200010;FERME BERGER;1000;01.13Z;48095"]  # fmt: skip
    table.write_text("\n".join(["siret;nom;categorie_juridique;naf;commune", *rows]), encoding="utf-8")
    import_register([table], territories=t, at=AT, root=empty_home)
    pattern = next(one.pattern for one in load_library().entries)
    role = replace(pattern.roles[0], suggests={"naf": {"rev2": ["01.13Z"]}}, confirms={})
    founding = make_founding(model_data=as_data(replace(pattern, roles=(role,))), place="commune:48095:20")
    visitor.force_login(make_user(founder=founding.pole.uid))
    make_prospect(founding=founding, name="Déjà", siret="73282932000074")

    page = text(visitor.get(f"{board_of(founding)}candidats/?role={role.key}"))
    odd = visitor.get(f"{board_of(founding)}candidats/?role=king")

    assert 'name="siret" value="55208131766522"' in page
    assert ("73282932000074" in page, 'value="73282932000074"' in page) == (True, False)
    assert ("BERGER" in page, "qui ne veut pas être public) : 1" in page) == (False, True)
    assert ("Cochez ceux" in page, "Sur ces 3 : dans la liste : 2 ;" in page) == (True, True)
    assert odd.headers["Location"] == f"{board_of(founding)}ajouter/"


def _covered_draft(visitor: Client, home: Path, tmp_path: Path, rows: list[str], reach: float | None = None) -> str:
    """The page of candidates of market gardeners, on a draft around Mende whose register holds these rows."""
    table = tmp_path / "registre.csv"
    table.write_text("\n".join(["siret;nom;categorie_juridique;naf;commune", *rows]), encoding="utf-8")
    claim = CoverageClaim.parse("48")
    import_register([table], territories=load_territories(root=home), at=AT, coverage=claim, root=home)
    role = replace(CARRIER, suggests={"naf": {"rev2": ["01.13Z"]}}, confirms={}, reach_km=reach)
    founding = make_founding(model_data=as_data(replace(PATTERN, roles=(role,))), place="commune:48095:10")
    visitor.force_login(make_user(founder=founding.pole.uid))
    return f"{board_of(founding)}candidats/?role={role.key}"


def test_candidates_who_may_be_persons_lead_to_the_chamber_the_directory_and_a_form(
    visitor: Client, bare_home: Path, tmp_path: Path
) -> None:
    address = _covered_draft(visitor, bare_home, tmp_path, ["84212345600019;;;01.13Z;48095"])

    page = text(visitor.get(address))

    assert ('type="checkbox"' in page, "Cochez" in page, "84212345600019" in page) == (False, False, False)
    assert 'class="value">1</td><td role="cell" data-label="À qui demander">chambre d\'agriculture' in page
    assert "demandez à qui les connaît (chambre d'agriculture)" in page
    assert "/territoires/annuaire/?lieu=commune%3A48095%3A10&amp;famille=tous&amp;activites=01.13Z&amp;fonde=" in page
    assert "que des personnes morales" in page
    assert "?manuel=1&amp;role=" in page
    assert "Ajouter quelqu'un à la main, avec son accord" in page


def test_look_up_of_a_role_reaches_as_far_as_the_role(visitor: Client, bare_home: Path, tmp_path: Path) -> None:
    address = _covered_draft(visitor, bare_home, tmp_path, ["84212345600019;;1000;01.13Z;48095"], reach=30)

    page = text(visitor.get(address))

    assert "/territoires/annuaire/?lieu=commune%3A48095%3A30&amp;famille=tous&amp;activites=01.13Z" in page


def test_named_candidates_alone_need_no_chamber(visitor: Client, bare_home: Path, tmp_path: Path) -> None:
    address = _covered_draft(visitor, bare_home, tmp_path, ["12345678200010;FERME DU CAUSSE;9220;01.13Z;48095"])

    page = text(visitor.get(address))

    assert ('type="checkbox"' in page, "demandez à qui les connaît" in page) == (True, False)


def test_looking_for_a_prospect_says_whom_to_ask_about_persons(visitor: Client, founding: Founding) -> None:
    page = text(visitor.get(f"{board_of(founding)}ajouter/?q=ferme&role=grower"))

    assert "demandez à qui les connaît" in page
    assert "/territoires/annuaire/?lieu=commune%3A48095%3A20&amp;famille=ess&amp;q=ferme" in page
    assert "?manuel=1&amp;q=ferme&amp;role=grower" in page


def test_role_that_the_register_cannot_tell_is_unknown_on_its_page(
    visitor: Client, bare_home: Path, tmp_path: Path
) -> None:
    address = _covered_draft(visitor, bare_home, tmp_path, ["12345678200010;;;01.13Z;48095"])
    Founding.objects.update(place="commune:26281:10")

    page = text(visitor.get(address))

    assert "Inconnu : le registre ne couvre pas ce territoire" in page
    assert "0 sûr" not in page
    assert "/territoires/annuaire/?lieu=commune%3A26281%3A10" in page


def test_role_that_somebody_named_stays_as_typed_and_is_marked_as_french(
    visitor: Client, bare_home: Path, tmp_path: Path
) -> None:
    address = _covered_draft(visitor, bare_home, tmp_path, ["12345678200010;;;01.13Z;48095"])
    visitor.post("/langue/", {"language": "en"})

    assert '<h1><span lang="fr">Porter</span></h1>' in text(visitor.get(address))


def test_commune_of_the_official_lists_is_written_on_the_board_by_hand(
    visitor: Client, bare_home: Path, tmp_path: Path
) -> None:
    address = _covered_draft(visitor, bare_home, tmp_path, ["12345678200010;;;01.13Z;48095"])
    role = replace(CARRIER, suggests={}, confirms={"family": "local_authority"}, reach_km=None)
    Founding.objects.update(place="commune:26281", model_data=as_data(replace(PATTERN, roles=(role,))))

    page, draft = text(visitor.get(address)), address.split("prospects")[0]
    form = text(visitor.get(f"{address.split('candidats')[0]}ajouter/?manuel=1&q=Commune&commune=26281&role=carrier"))

    assert "1 commune, par les listes officielles" in page
    assert "ajouter/?manuel=1&amp;q=Commune+%3A+Romans-sur-Is%C3%A8re&amp;commune=26281&amp;role=carrier" in page
    assert "Romans-sur-Isère" in form or "26281" in form
    assert "1 commune du territoire le peut, par les listes officielles." in text(visitor.get(draft))
