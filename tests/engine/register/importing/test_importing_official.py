"""The register made from SIRENE's official files: every class of establishment, every flag."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from essaim.engine.register import FLAGS
from essaim.engine.territories import Territories
from essaim.engine.values import Answer
from tests.engine.register.sirene_files import (
    directory,
    establishments,
    imported,
    positions,
    seen,
    units,
)

ASSOCIATION = "84212345600017"
PERSON = "51234567800011"
TOWN_HALL = "21480095500010"
NO, UNKNOWN, YES = Answer.NO, Answer.UNKNOWN, Answer.YES


def test_establishments_alone_leave_what_depends_on_the_legal_unit_unknown(france: Territories, tmp_path: Path) -> None:
    file = establishments(tmp_path, {"siret": ASSOCIATION, "enseigne1Etablissement": "LES ABEILLES"})

    _report, register = imported(france, tmp_path, file)

    row = seen(register)[ASSOCIATION]
    assert row["commune"] == int(france.resolve(["48095"])[0])
    assert (row["naf"], row["legal"], row["size"], row["unit_size"], row["name"]) == ("94.99Z", "", "", "", None)
    assert {flag: row[flag] for flag in FLAGS} == {
        "ess": UNKNOWN, "mission": UNKNOWN, "siae": UNKNOWN, "training": UNKNOWN, "association": UNKNOWN,
        "administration": UNKNOWN, "public_siren": NO, "head_office": YES, "not_public": NO,
        "listed_authority": NO,
    }  # fmt: skip


def test_legal_units_give_form_size_flags_and_name(france: Territories, tmp_path: Path) -> None:
    file = establishments(tmp_path, {"siret": ASSOCIATION, "trancheEffectifsEtablissement": "03"})
    unit = units(
        tmp_path,
        {
            "siren": ASSOCIATION[:9],
            "denominationUniteLegale": "LES ABEILLES",
            "trancheEffectifsUniteLegale": "11",
            "economieSocialeSolidaireUniteLegale": "O",
            "societeMissionUniteLegale": "N",
            "identifiantAssociationUniteLegale": "W481000123",
        },
    )

    _report, register = imported(france, tmp_path, unit, file)

    row = seen(register)[ASSOCIATION]
    assert (row["legal"], row["size"], row["unit_size"], row["name"]) == ("9220", "03", "11", "LES ABEILLES")
    assert (row["ess"], row["mission"], row["association"], row["siae"]) == (YES, NO, YES, UNKNOWN)


def test_natural_persons_are_kept_without_any_name(france: Territories, tmp_path: Path) -> None:
    file = establishments(tmp_path, {"siret": PERSON, "enseigne1Etablissement": "CHEZ DUPONT"})
    unit = units(
        tmp_path,
        {
            "siren": PERSON[:9],
            "nomUniteLegale": "DUPONT",
            "prenom1UniteLegale": "JEANNE",
            "categorieJuridiqueUniteLegale": 1000,
        },
    )

    report, register = imported(france, tmp_path, file, unit)

    row = seen(register)[PERSON]
    assert (row["legal"], row["name"]) == ("1000", None)
    stored = b"".join(path.read_bytes() for path in report.path.iterdir())
    assert [word for word in (b"DUPONT", b"JEANNE") if word in stored] == []


def test_what_is_not_public_has_neither_name_nor_position(france: Territories, tmp_path: Path) -> None:
    said = [("P", "O"), ("O", "P"), ("P", "P"), ("O", "O")]
    file = establishments(
        tmp_path,
        *(
            {
                "siret": f"84212340{n}00017",
                "statutDiffusionEtablissement": establishment,
                "denominationUsuelleEtablissement": "LES ABEILLES",
                "coordonneeLambertAbscisseEtablissement": "740000",
                "coordonneeLambertOrdonneeEtablissement": "6380000",
            }
            for n, (establishment, _unit) in enumerate(said)
        ),
    )
    unit_file = units(
        tmp_path,
        *(
            {"siren": f"84212340{n}", "denominationUniteLegale": "LES ABEILLES", "statutDiffusionUniteLegale": unit}
            for n, (_establishment, unit) in enumerate(said)
        ),
    )

    report, register = imported(france, tmp_path, file, unit_file)

    rows = [row for _siret, row in sorted(seen(register).items())]
    assert [row["not_public"] for row in rows] == [YES, YES, YES, NO]
    assert [row["name"] for row in rows] == [None, None, None, "LES ABEILLES"]
    assert [bool(np.isnan(row["lon"])) for row in rows] == [True, True, True, False]
    assert report.info.known["not_public"] == 1.0


def test_public_bodies_are_named_even_when_their_form_is_unknown(france: Territories, tmp_path: Path) -> None:
    file = establishments(tmp_path, {"siret": TOWN_HALL, "denominationUsuelleEtablissement": "MAIRIE"})

    _report, register = imported(france, tmp_path, file)

    row = seen(register)[TOWN_HALL]
    assert (row["public_siren"], row["legal"], row["name"]) == (YES, "", "MAIRIE")


def test_the_name_is_the_sign_then_the_usual_name_then_the_legal_one(france: Territories, tmp_path: Path) -> None:
    cases = [
        # three lines of the sign, usual name, legal name, acronym → name
        (("AU BON", "MIEL", None), "RUCHER", "LES ABEILLES", "LA", "AU BON MIEL"),
        ((None, None, None), "RUCHER", "LES ABEILLES", "LA", "RUCHER"),
        ((None, None, None), None, "LES ABEILLES", "LA", "LES ABEILLES"),
        ((None, None, None), None, None, "LA", "LA"),
        (("[ND]", None, None), "[ND]", "[ND]", None, None),
        (("L'ÉTÉ\n\tINDIEN", None, None), None, None, None, "L'ÉTÉ INDIEN"),
    ]
    file = establishments(
        tmp_path,
        *(
            {"siret": f"84212340{n}00017", "denominationUsuelleEtablissement": usual}
            | {f"enseigne{place}Etablissement": sign for place, sign in enumerate(signs, start=1)}
            for n, (signs, usual, *_rest) in enumerate(cases)
        ),
    )
    unit = units(
        tmp_path,
        *(
            {"siren": f"84212340{n}", "denominationUniteLegale": own, "sigleUniteLegale": acronym}
            for n, (_signs, _usual, own, acronym, _name) in enumerate(cases)
        ),
    )

    _report, register = imported(france, tmp_path, file, unit)

    assert [row["name"] for row in seen(register).values()] == [case[-1] for case in cases]


def test_closed_and_foreign_establishments_are_left_aside_and_counted(france: Territories, tmp_path: Path) -> None:
    file = establishments(
        tmp_path,
        {"siret": ASSOCIATION},
        {"siret": "84212345600025", "etatAdministratifEtablissement": "F"},
        {"siret": "84212345600033", "etatAdministratifEtablissement": "F"},
        {"siret": PERSON, "codeCommuneEtablissement": None, "codePaysEtrangerEtablissement": "99132"},
    )

    report, register = imported(france, tmp_path, file)

    assert list(seen(register)) == [ASSOCIATION]
    assert (report.closed, report.abroad, report.rejected, report.rejected_file) == (2, 1, (), None)


def test_arrondissements_and_overseas_communes_find_their_place(france: Territories, tmp_path: Path) -> None:
    places = {"75101": "75056", "69384": "69123", "13201": "13055", "97105": "97105", "2A004": "2A004"}
    sirets = {code: f"84212340{n}00017" for n, code in enumerate(places)}
    file = establishments(
        tmp_path, *({"siret": siret, "codeCommuneEtablissement": code} for code, siret in sirets.items())
    )

    _report, register = imported(france, tmp_path, file)

    rows = seen(register)
    assert {code: str(france.codes[rows[siret]["commune"]]) for code, siret in sirets.items()} == places


def test_communes_out_of_the_territories_are_rejected_with_their_codes(france: Territories, tmp_path: Path) -> None:
    codes = ["98818", "98818", "97501", "48095", "48095", "48095", "48095"]
    file = establishments(
        tmp_path,
        *({"siret": f"8421234560{n:04d}", "codeCommuneEtablissement": code} for n, code in enumerate(codes, start=1)),
    )

    report, register = imported(france, tmp_path, file)

    assert [(found.key, found.lines, found.values) for found in report.rejected] == [
        ("commune_unknown", 3, (("98818", 2), ("97501", 1)))
    ]
    assert (len(register.rows.siret), report.info.rejected) == (4, {"commune_unknown": 3})


def test_both_nomenclatures_are_kept_and_older_codes_are_unknown(france: Territories, tmp_path: Path) -> None:
    cases = [
        ("94.99Z", "NAFRev2", "94.99Y", ("94.99Z", "94.99Y")),
        ("94.99Z", "NAFRev2", None, ("94.99Z", "")),
        ("94.99Y", "NAF2025", None, ("", "94.99Y")),
        ("91.3E", "NAFRev1", None, ("", "")),
        ("9723", "NAP", None, ("", "")),
        ("00.00Z", "NAFRev2", None, ("", "")),
        (None, None, None, ("", "")),
    ]
    file = establishments(
        tmp_path,
        *(
            {
                "siret": f"84212340{n}00017",
                "activitePrincipaleEtablissement": naf,
                "nomenclatureActivitePrincipaleEtablissement": nomenclature,
                "activitePrincipaleNAF25Etablissement": naf25,
            }
            for n, (naf, nomenclature, naf25, _codes) in enumerate(cases)
        ),
    )

    _report, register = imported(france, tmp_path, file)

    rows = sorted(seen(register).items())
    assert [(row["naf"], row["naf25"]) for _siret, row in rows] == [case[-1] for case in cases]


def test_size_bands_keep_nn_apart_from_unknown(france: Territories, tmp_path: Path) -> None:
    bands = ["NN", "00", "53", None]
    file = establishments(
        tmp_path,
        *({"siret": f"8421234560{n:04d}", "trancheEffectifsEtablissement": band} for n, band in enumerate(bands)),
    )

    report, register = imported(france, tmp_path, file)

    assert [row["size"] for row in seen(register).values()] == ["NN", "00", "53", ""]
    assert report.info.known["size"] == 0.5


def test_ess_is_yes_with_one_source_and_no_only_with_both(france: Territories, tmp_path: Path) -> None:
    cases = [
        # SIRENE's flag, the Annuaire's (None: not in the Annuaire) → answer
        ("O", False, YES),
        ("N", True, YES),
        ("N", False, NO),
        (None, False, UNKNOWN),
        ("N", None, UNKNOWN),
        ("O", None, YES),
        (None, None, UNKNOWN),
    ]
    sirens = [f"84212340{n}" for n in range(len(cases))]
    file = establishments(tmp_path, *({"siret": f"{siren}00017"} for siren in sirens))
    unit = units(
        tmp_path,
        *(
            {"siren": siren, "economieSocialeSolidaireUniteLegale": sirene}
            for siren, (sirene, _listed, _answer) in zip(sirens, cases, strict=True)
        ),
    )
    listing = directory(
        tmp_path,
        *(
            {"siren": siren, "est_ess": listed}
            for siren, (_sirene, listed, _answer) in zip(sirens, cases, strict=True)
            if listed is not None
        ),
    )

    _report, register = imported(france, tmp_path, file, unit, listing)

    rows = sorted(seen(register).items())
    assert [row["ess"] for _siret, row in rows] == [answer for _sirene, _listed, answer in cases]


def test_the_annuaire_says_yes_no_and_nothing_of_whom_it_does_not_list(france: Territories, tmp_path: Path) -> None:
    sirens = ("842123456", "842123457", "842123458")
    file = establishments(tmp_path, *({"siret": f"{siren}00017"} for siren in sirens))
    listing = directory(
        tmp_path,
        {"siren": sirens[0], "est_siae": True, "est_qualiopi": True, "est_administration": True,
         "est_association": True, "est_societe_mission": "O"},
        {"siren": sirens[1]},
    )  # fmt: skip

    _report, register = imported(france, tmp_path, file, listing)

    flags = ("siae", "training", "administration", "association", "mission", "ess")
    assert [[row[flag] for flag in flags] for row in seen(register).values()] == [
        [YES, YES, YES, YES, YES, NO],
        [NO, NO, NO, NO, NO, NO],
        [UNKNOWN] * 6,
    ]


def test_a_number_of_the_rna_makes_an_association_and_its_absence_says_nothing(
    france: Territories, tmp_path: Path
) -> None:
    file = establishments(tmp_path, {"siret": ASSOCIATION}, {"siret": PERSON})
    unit = units(
        tmp_path,
        {"siren": ASSOCIATION[:9], "identifiantAssociationUniteLegale": "W481000123"},
        {"siren": PERSON[:9], "identifiantAssociationUniteLegale": None},
    )

    _report, register = imported(france, tmp_path, file, unit)

    rows = seen(register)
    assert (rows[ASSOCIATION]["association"], rows[PERSON]["association"]) == (YES, UNKNOWN)


def test_a_legal_unit_without_category_leaves_the_form_unknown(france: Territories, tmp_path: Path) -> None:
    file = establishments(tmp_path, {"siret": ASSOCIATION}, {"siret": PERSON})
    unit = units(
        tmp_path,
        {"siren": ASSOCIATION[:9], "categorieJuridiqueUniteLegale": None, "denominationUniteLegale": "LES ABEILLES"},
        {"siren": PERSON[:9], "categorieJuridiqueUniteLegale": 1000},
    )

    report, register = imported(france, tmp_path, file, unit)

    row = seen(register)[ASSOCIATION]
    assert (row["legal"], row["name"], report.info.known["legal"]) == ("", None, 0.5)


def test_geolocation_gives_positions_except_random_ones(france: Territories, tmp_path: Path) -> None:
    lambert = {
        "coordonneeLambertAbscisseEtablissement": "668832.5384",
        "coordonneeLambertOrdonneeEtablissement": "6950138.7285",
    }
    sirets = [f"842123456000{n}" for n in (17, 25, 33)]
    file = establishments(tmp_path, *({"siret": siret, **lambert} for siret in sirets))
    points = positions(
        tmp_path,
        {"siret": sirets[0], "x_longitude": 3.4997, "y_latitude": 44.5182},
        {"siret": sirets[1], "qualite_xy": "33"},
    )

    report, register = imported(france, tmp_path, file, points)

    found = [(row["lon"], row["lat"]) for row in seen(register).values()]
    np.testing.assert_allclose(found, [(3.4997, 44.5182), (np.nan, np.nan), (np.nan, np.nan)], rtol=1e-6)
    assert report.info.known["position"] == pytest.approx(1 / 3)


def test_lambert_coordinates_serve_without_geolocation_and_never_overseas(france: Territories, tmp_path: Path) -> None:
    lambert = {
        "coordonneeLambertAbscisseEtablissement": "668832.5384",
        "coordonneeLambertOrdonneeEtablissement": "6950138.7285",
    }
    hidden = dict.fromkeys(lambert, "[ND]")
    file = establishments(
        tmp_path,
        {"siret": ASSOCIATION, **lambert},
        {"siret": PERSON, **hidden},
        {"siret": "84212345600025", "codeCommuneEtablissement": "97411", **lambert},
    )

    _report, register = imported(france, tmp_path, file)

    rows = seen(register)
    expected = {ASSOCIATION: (2.568654, 49.649611), PERSON: (np.nan, np.nan), "84212345600025": (np.nan, np.nan)}
    for siret, point in expected.items():
        np.testing.assert_allclose((rows[siret]["lon"], rows[siret]["lat"]), point, rtol=1e-6)
