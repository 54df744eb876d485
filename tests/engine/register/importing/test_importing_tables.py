"""The register made from plain tables: synonyms, repairs, rejected lines, and what does not matter."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from essaim.engine.errors import InvalidValue, MissingColumns
from essaim.engine.register import Register, load_families
from essaim.engine.register.importing import rejecting
from essaim.engine.territories import Territories
from essaim.engine.values import Answer
from tests.engine.register.sirene_files import imported, seen, write_table

SIRET = "84212345600017"
LINE = {"siret": SIRET, "naf": "94.99Z", "code_commune": "48095"}
# Passes Luhn's rule, with one and with two leading zeros.
ONE_ZERO, TWO_ZEROS = "05520135400010", "00572078400015"


def table(path: Path, lines: list[dict[str, object]]) -> Path:
    """A CSV whose lines all have the keys of the first."""
    return write_table(path, lines)


def good_lines(n: int) -> list[dict[str, object]]:
    return [{**LINE, "siret": f"8421234560{k:04d}"} for k in range(n)]


def rejected(path: Path | None) -> list[list[str]]:
    assert path is not None
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def test_three_columns_are_enough_and_the_rest_is_unknown(france: Territories, tmp_path: Path) -> None:
    report, register = imported(france, tmp_path, table(tmp_path / "acteurs.csv", [LINE]))

    row = seen(register)[SIRET]
    assert (row["naf"], row["legal"], row["not_public"], row["head_office"]) == ("94.99Z", "", 1, 1)
    assert (report.info.source.title, report.info.source.vintage) == ("Table acteurs.csv", "date inconnue")
    assert report.info.known["public_siren"] == 1.0


@pytest.mark.parametrize(
    ("siret", "expected"),
    [
        ("21480095500012", Answer.YES),  # Mende
        ("20006919300019", Answer.YES),  # an EPCI
        ("93274149900010", Answer.YES),  # a commune of 2025: its SIREN no longer begins with 2
        ("21480219100012", Answer.UNKNOWN),  # a section of a commune
        ("84212345600019", Answer.NO),
    ],
)
def test_communes_and_epci_are_known_by_the_official_lists(
    france: Territories, tmp_path: Path, siret: str, expected: Answer
) -> None:
    file = table(tmp_path / "acteurs.csv", [{**LINE, "siret": siret}])

    _report, register = imported(france, tmp_path, file)

    assert load_families().answers(register.profiles)["local_authority"].tolist() == [expected]


def test_columns_are_known_by_the_names_that_people_use(france: Territories, tmp_path: Path) -> None:
    line = {
        "N° SIRET": SIRET, "Code APE": "9499z", "Code INSEE commune": "48095", "Commune": "Mende", "Siège": "oui",
        "Catégorie juridique": "9220", "Tranche effectifs": "3", "ESS": "O", "Raison sociale": "Les Abeilles",
        "Longitude": "3,4997", "Latitude": "44,5182", "Statut diffusion": "O", "NAF 2025": "94.99Y",
    }  # fmt: skip
    file = table(tmp_path / "acteurs.csv", [line])

    _report, register = imported(france, tmp_path, file)

    row = seen(register)[SIRET]
    assert {key: row[key] for key in ("naf", "naf25", "legal", "size", "name", "ess", "head_office", "not_public")} == {
        "naf": "94.99Z", "naf25": "94.99Y", "legal": "9220", "size": "03", "name": "Les Abeilles",
        "ess": Answer.YES, "head_office": Answer.YES, "not_public": Answer.NO,
    }  # fmt: skip
    np.testing.assert_allclose((row["lon"], row["lat"]), (3.4997, 44.5182), rtol=1e-6)


def test_missing_columns_are_named_with_what_was_found(france: Territories, tmp_path: Path) -> None:
    file = table(tmp_path / "acteurs.csv", [{"siret": SIRET, "activité": "Association", "ville": "Mende"}])

    with pytest.raises(MissingColumns) as caught:
        imported(france, tmp_path, file)

    assert "il manque la colonne naf, code_commune" in caught.value.message
    assert "siret, activité, ville" in caught.value.advice


def test_names_stay_out_where_the_form_is_unknown_or_a_person(france: Territories, tmp_path: Path) -> None:
    forms = ["", "1000", "9220", "Association"]
    lines = [
        {**LINE, "siret": f"84212340{n}00017", "denomination": "DUPONT", "categorie_juridique": form}
        for n, form in enumerate(forms)
    ]

    _report, register = imported(france, tmp_path, table(tmp_path / "a.csv", lines))

    rows = sorted(seen(register).items())
    assert [(row["legal"], row["name"]) for _siret, row in rows] == [
        ("", None), ("1000", None), ("9220", "DUPONT"), ("", None)
    ]  # fmt: skip


def test_lost_zeros_and_separators_are_mended_and_counted(france: Territories, tmp_path: Path) -> None:
    sirets = [
        ONE_ZERO[1:], TWO_ZEROS[2:], "842 123 456 00017", "842\u00a0123\u00a0457\u202f00017", "84212345800017.0"
    ]  # fmt: skip
    lines = [{**LINE, "siret": siret, "code_commune": "1004"} for siret in sirets]

    report, register = imported(france, tmp_path, table(tmp_path / "a.csv", lines))

    assert sorted(seen(register)) == [TWO_ZEROS, ONE_ZERO, SIRET, "84212345700017", "84212345800017"]
    assert report.repaired == {"siret": 2, "commune": 5}
    assert {str(france.codes[row["commune"]]) for row in seen(register).values()} == {"01004"}


@pytest.mark.parametrize("kind", [int, float])
def test_numbers_in_parquet_are_codes_that_lost_their_zeros(kind: type, france: Territories, tmp_path: Path) -> None:
    lines = [{"siret": kind(ONE_ZERO), "naf": "94.99Z", "code_commune": kind(1004), "categorie_juridique": kind(9220)}]
    file = write_table(tmp_path / "a.parquet", lines)

    report, register = imported(france, tmp_path, file)

    assert [(siret, row["legal"]) for siret, row in seen(register).items()] == [(ONE_ZERO, "9220")]
    assert report.repaired == {"siret": 1, "commune": 1}


def test_each_bad_line_has_its_reason_and_the_good_ones_stay(france: Territories, tmp_path: Path) -> None:
    bad = {
        "siret_absent": {"siret": ""},
        "siret_spreadsheet": {"siret": "8,42123E+13"},
        "siret_short": {"siret": ONE_ZERO[1:-1] + "6"},
        "siret_form": {"siret": "84212345X00017"},
        "siren_mismatch": {"siren": "842123457"},
        "naf_label": {"naf": "Autres associations"},
        "naf_form": {"naf": "94.9999"},
        "commune_absent": {"code_commune": ""},
        "commune_label": {"code_commune": "Saint-Étienne"},
        "commune_form": {"code_commune": "480955"},
        "commune_unknown": {"code_commune": "48999"},
    }
    base = {"siret": SIRET, "siren": "842123456", "naf": "94.99Z", "code_commune": "48095"}
    good = [{**base, "siret": f"842123456{n:05d}"} for n in range(30)]
    lines = good + [{**base, **wrong} for wrong in bad.values()]

    report, register = imported(france, tmp_path, table(tmp_path / "a.csv", lines))

    assert (len(seen(register)), report.info.rejected) == (30, dict.fromkeys(bad, 1))
    body = rejected(report.rejected_file)[1:]
    assert [(line[0], int(line[1])) for line in body] == [("a.csv", 32 + n) for n in range(len(bad))]
    assert [line[3] for line in body][1:8] == [
        "8,42123E+13", ONE_ZERO[1:-1] + "6", "84212345X00017", "842123457 / 84212345600017", "Autres associations",
        "94.9999", "",
    ]  # fmt: skip


def test_the_report_lists_so_many_lines_and_counts_the_others(
    france: Territories, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rejecting, "REPORT_LINES", 2)
    lines = good_lines(20) + [{**LINE, "naf": f"vente n° {n}"} for n in range(5)]

    report, _register = imported(france, tmp_path, table(tmp_path / "a.csv", lines))

    assert report.rejected_lines == 5
    assert rejected(report.rejected_file) == [
        ["fichier", "ligne", "motif", "valeur"],
        ["a.csv", "22", "activité en toutes lettres au lieu d'un code NAF", "vente n° 0"],
        ["a.csv", "23", "activité en toutes lettres au lieu d'un code NAF", "vente n° 1"],
        ["", "", "et 3 autres lignes, non listées ici", ""],
    ]


@pytest.mark.parametrize(
    ("field", "value", "column", "expected"),
    [
        ("naf", "Restauration", "naf", "codes NAF"),
        ("code_commune", "Mende", "code_commune", "codes INSEE de commune"),
        ("siret", "8,42E+13", "siret", "déclarez la colonne comme du texte"),
    ],
)
def test_a_column_that_holds_something_else_stops_the_import_and_says_what_it_should_hold(
    field: str, value: str, column: str, expected: str, france: Territories, tmp_path: Path
) -> None:
    lines = [{**line, field: value} for line in good_lines(3)] + good_lines(1)

    with pytest.raises(InvalidValue) as caught:
        imported(france, tmp_path, table(tmp_path / "a.csv", lines))

    assert f"3 lignes sur 4 sont refusées pour la même raison, dans la colonne « {column} »" in caught.value.message
    assert f"« {value} »" in caught.value.message
    assert expected in caught.value.advice
    assert [path.name for path in (tmp_path / "register").iterdir()] == [".lock"]


def test_closed_lines_are_left_aside(france: Territories, tmp_path: Path) -> None:
    states = ["A", "F", "C", "fermé", "", "Actif"]
    lines = [{**line, "etat": state} for line, state in zip(good_lines(6), states, strict=True)]

    report, register = imported(france, tmp_path, table(tmp_path / "a.csv", lines))

    assert (sorted(seen(register)), report.closed) == (
        [good_lines(6)[n]["siret"] for n in (0, 4, 5)], 3
    )  # fmt: skip


def test_a_table_of_closed_establishments_only_is_refused(france: Territories, tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match="aucun établissement actif"):
        imported(france, tmp_path, table(tmp_path / "a.csv", [{**LINE, "etat": "F"}]))


def test_a_siret_that_stands_twice_is_kept_once_whatever_the_order(france: Territories, tmp_path: Path) -> None:
    lines = [*good_lines(3), {**LINE, "siret": good_lines(1)[0]["siret"], "naf": "85.59A"}]

    first, one = imported(france, tmp_path / "1", table(tmp_path / "a.csv", lines))
    second, two = imported(france, tmp_path / "2", table(tmp_path / "b.csv", lines[::-1]))

    assert (first.duplicates, second.duplicates, first.info.rows) == (1, 1, 3)
    assert str(seen(one)) == str(seen(two))


def test_sirets_that_fail_luhn_are_kept_and_counted(france: Territories, tmp_path: Path) -> None:
    # The third one follows La Poste's own rule.
    lines = [{**LINE, "siret": siret} for siret in (ONE_ZERO, "84212345600017", "35600000000010", "35600000000011")]

    report, register = imported(france, tmp_path, table(tmp_path / "a.csv", lines))

    assert (len(seen(register)), report.luhn) == (4, 2)


def test_a_workbook_is_read_like_a_table_and_empty_lines_are_nothing(france: Territories, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for line in [list(LINE), [int(ONE_ZERO), "94.99Z", 48095], [None] * 3, [SIRET, "94.99Z", "48095"], [None] * 3]:
        book.active.append(line)
    book.save(tmp_path / "a.xlsx")

    report, register = imported(france, tmp_path, tmp_path / "a.xlsx")

    assert (sorted(seen(register)), report.rejected) == ([ONE_ZERO, SIRET], ())


def test_legal_units_name_the_lines_of_a_plain_table(france: Territories, tmp_path: Path) -> None:
    unit = {"siren": SIRET[:9], "categorieJuridiqueUniteLegale": 9220, "denominationUniteLegale": "LES ABEILLES"}

    _report, register = imported(
        france,
        tmp_path,
        table(tmp_path / "a.csv", [LINE]),
        write_table(tmp_path / "StockUniteLegale.parquet", [unit]),
    )

    row = seen(register)[SIRET]
    assert (row["legal"], row["name"]) == ("9220", "LES ABEILLES")


def test_two_tables_make_one_register(france: Territories, tmp_path: Path) -> None:
    one = table(tmp_path / "a.csv", [{**LINE, "ess": "O"}])
    two = write_table(tmp_path / "b.parquet", [{"code_ape": "85.59A", "insee": "2A004", "siret": "84212345700017"}])

    report, register = imported(france, tmp_path, one, two)

    assert [(row["naf"], row["ess"]) for _siret, row in sorted(seen(register).items())] == [
        ("94.99Z", Answer.YES), ("85.59A", Answer.UNKNOWN)
    ]  # fmt: skip
    assert report.info.source.title == "Table a.csv, b.parquet"


def content(register: Register) -> dict[str, object]:
    """All that the store holds, as plain values."""
    rows, profiles = register.rows, register.profiles
    return {
        "siret": rows.siret.tolist(),
        "profile": rows.profile.tolist(),
        "start": rows.start.tolist(),
        "names": bytes(rows.name_bytes),
        "naf": profiles.naf.tolist(),
        "legal": profiles.legal.tolist(),
        "presence": register.presence.toarray().sum(axis=0).tolist(),
        "coverage": register.coverage.tolist(),
    }


ROWS = st.lists(
    st.tuples(
        st.integers(0, 40),
        st.sampled_from(["94.99Z", "85.59A", "01.11Z", ""]),
        st.sampled_from(["48095", "48094", "75101", "2A004"]),
        st.sampled_from(["9220", "1000", ""]),
        st.sampled_from(["A", "F"]),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(drawn=ROWS, seed=st.randoms(use_true_random=False))
def test_the_order_of_lines_does_not_change_the_store(
    drawn: list[tuple[int, str, str, str, str]],
    seed: object,
    france: Territories,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("order")
    keys = ("siret", "naf", "code_commune", "categorie_juridique", "etat")
    lines = [dict(zip(keys, (f"842123456{line[0]:05d}", *line[1:]), strict=True)) for line in drawn]
    lines.append({**lines[0], "siret": "84212399900011", "etat": "A"})
    shuffled = list(lines)
    seed.shuffle(shuffled)  # type: ignore[attr-defined]

    _report, one = imported(france, folder / "1", table(folder / "a.csv", lines))
    _report, two = imported(france, folder / "2", table(folder / "b.csv", shuffled))

    assert content(one) == content(two)
    assert int(one.presence.sum()) == len(one.rows.siret)


def test_counts_by_commune_and_activity_do_not_depend_on_how_profiles_are_numbered(
    france: Territories, tmp_path: Path
) -> None:
    """A legal form that splits profiles must not change what is counted by activity."""
    lines = good_lines(9)
    split = [{**line, "categorie_juridique": ("9220", "5710", "")[n % 3]} for n, line in enumerate(lines)]

    _report, one = imported(france, tmp_path / "1", table(tmp_path / "a.csv", lines))
    _report, two = imported(france, tmp_path / "2", table(tmp_path / "b.csv", split))

    assert (one.profiles.n, two.profiles.n) == (1, 3)
    for register in (one, two):
        found = np.asarray(register.presence @ (register.profiles.naf == "94.99Z").astype(np.int64))
        assert {int(place): int(found[place]) for place in np.flatnonzero(found)} == {
            int(france.resolve(["48095"])[0]): 9
        }
