from datetime import date, timedelta
from typing import Any

import pytest

from essaim.apps.audit.queries import history_of
from essaim.apps.intake import actions
from essaim.apps.intake.actions import ANOTHER, LEAVE
from essaim.apps.intake.columns import checked, guess
from essaim.apps.intake.enums import Column
from essaim.apps.intake.lines import read_line
from essaim.apps.intake.models import MemberImport
from essaim.apps.intake.queries import planned
from essaim.apps.poles import actions as poles
from essaim.apps.poles.models import Membership, Organisation
from essaim.engine.errors import InvalidValue
from essaim.engine.language import use_language
from essaim.kit.errors import ChangedMeanwhile, NotAllowed
from essaim.kit.kept_sheets import SheetState
from tests.factories import ADMIN, AT, STRANGER, make_import, make_organisation, make_pole, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("essaim_home")]
SIRET = "77567227200017"


def outcomes(pending: MemberImport) -> dict[int, str]:
    return {one.line: one.outcome for one in planned(pending)}


def confirm(pending: MemberImport, **choices: str) -> MemberImport:
    said = {int(line.removeprefix("line")): choice for line, choice in choices.items()}
    return actions.confirm_import(pending=pending, choices=said, by=ADMIN, at=AT)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_titles_of_the_model_are_recognised(language: str) -> None:
    use_language(language)

    assert guess([str(column.label) for column in Column]) == Column.values


def test_titles_as_people_write_them() -> None:
    header = ["Structure", "N° SIRET", "Ville", "CP", "Rôle", "Date d’adhésion", "Couleur", "Raison sociale"]

    assert guess(header) == ["name", "number", "commune", "postal_code", "circle", "since", "", ""]


@pytest.mark.parametrize("title", ["Prénom", "Date de naissance", "Contact", "Nom et prénom", "First name"])
def test_names_of_persons_are_refused_and_nothing_is_kept(title: str) -> None:
    with pytest.raises(InvalidValue):
        make_import(table=f"Nom;{title}\nA;B\n")

    assert MemberImport.objects.count() == 0


@pytest.mark.parametrize(("matching"), [["name", "name"], ["circle", ""]])
def test_matching_that_tells_nothing_is_refused(matching: list[str]) -> None:
    with pytest.raises(InvalidValue):
        checked(matching, 2)


def test_line_is_read_as_people_write_it() -> None:
    matching = ["name", "number", "commune", "postal_code", "circle", "since", "website"]

    wanted = read_line(
        ["La Ruche", "775 672 272 00017", "Romans-sur-Isère", "26100", "Membre fondateur", "25/06/2012", "ruche.org"],
        matching,
    )

    assert (wanted.facts["siret"], wanted.facts["commune"], wanted.facts["website"]) == (
        SIRET, "26281", "https://ruche.org",
    )  # fmt: skip
    assert wanted.place == {"circle": "founder", "college": "", "since": date(2012, 6, 25), "until": None}


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("number", "123"), ("number", "77567227200012"), ("rna", "X"), ("commune", "Nulle-Part-du-Tout"),
        ("family", "zut"), ("activity", "1"), ("legal_category", "1000"), ("legal_category", "92"),
        ("website", "pas une adresse"),
        ("public_email", "x"), ("circle", "ami"), ("since", "hier"), ("since", "31/02/2012"), ("persons", "Marie"),
        ("persons", "-3"), ("college", "x" * 101),
    ],
)  # fmt: skip
def test_wrong_cell_refuses_its_line_only(column: str, cell: str) -> None:
    name = "" if column == "persons" else "A"
    pending = make_import(table=f"Nom;{'Colonne'}\n{name};{cell}\nB;\n")

    actions.match_columns(pending=pending, matching=["name", column], by=ADMIN, at=AT)
    done = confirm(pending)

    assert [entry["outcome"] for entry in done.report] == ["refused", "new"]
    assert [one.name for one in Organisation.objects.all()] == ["B"]


def test_year_alone_is_read_and_said() -> None:
    (line,) = planned(make_import(table="Nom;Depuis\nA;2012\n"))

    assert "lue comme son premier janvier" in line.sentence


def test_zero_eaten_by_a_spreadsheet_is_given_back() -> None:
    assert read_line(["A", "05880016000010"[1:]], ["name", "number"]).facts["siret"] == "05880016000010"


def test_each_line_is_placed_against_the_directory() -> None:
    pole = make_pole()
    known = make_organisation(name="Connue", siret=SIRET)
    present = make_organisation(name="Présente", rna="W442001234")
    make_organisation(name="La Ruche", commune="26281")
    poles.add_member(pole=pole, organisation=present, by=ADMIN, at=AT)
    table = (
        "Nom;SIRET;RNA;Commune;Personnes\nConnue autrement;77567227200017;;;\nP;;W442001234;;\nla ruche;;;26281;\n"
        "Neuve;;;;\n;;;;108\nNeuve;;;;\n"
    )

    found = outcomes(make_import(pole, table))

    assert found == {2: "known", 3: "present", 4: "doubt", 5: "new", 6: "persons", 7: "refused"}
    assert Membership.objects.count() == 1
    assert known.memberships.count() == 0


@pytest.mark.parametrize(
    ("choice", "records", "members"), [(LEAVE, 1, 0), (ANOTHER, 2, 1), ("same", 1, 1), ("x", 1, 0)]
)
def test_line_in_doubt_does_as_told(choice: str, records: int, members: int) -> None:
    there = make_organisation(name="La Ruche", commune="26281")
    pending = make_import(table="Nom;Commune\nLa Ruche;26281\n")

    confirm(pending, line2=there.uid if choice == "same" else choice)

    assert (Organisation.objects.count(), Membership.objects.count()) == (records, members)


def test_confirmed_import_forgets_the_file_and_is_in_the_log() -> None:
    pole = make_pole()

    done = confirm(make_import(pole))

    assert (done.state, done.lines, len(done.report)) == (SheetState.DONE, [], 1)
    assert history_of("pole", pole.uid)[0].after == {"file": "membres.csv", "lines": {"new": 1}}
    with pytest.raises(ChangedMeanwhile):
        confirm(done)


def test_undo_takes_out_what_nobody_changed_and_says_the_rest() -> None:
    pole = make_pole()
    done = confirm(make_import(pole, "Nom\nUne\nDeux\nTrois\nQuatre\n"))
    one, two, three, _four = Organisation.objects.order_by("pk")
    actual = Membership.objects.get(organisation=one)
    poles.change_membership(membership=actual, changes={"college": "A"}, seen_version=1, by=ADMIN, at=AT)
    poles.edit_organisation(organisation=two, changes={"name": "Deux bis"}, seen_version=1, by=ADMIN, at=AT)
    poles.add_member(pole=make_pole(), organisation=three, by=ADMIN, at=AT)

    undone = actions.undo_import(done=done, by=ADMIN, at=AT)

    assert [entry["outcome"] for entry in undone.report] == ["kept", "kept", "kept", "undone"]
    assert [str(row.organisation) for row in pole.memberships.all()] == ["Une"]
    assert sorted(str(row) for row in Organisation.objects.all()) == ["Deux bis", "Trois", "Une"]
    with pytest.raises(ChangedMeanwhile):
        actions.undo_import(done=done, by=ADMIN, at=AT)


def test_carrier_is_never_replaced_by_an_import() -> None:
    pole = make_pole(carrier=make_organisation(name="Porteuse"))

    assert outcomes(make_import(pole, "Nom;Cercle\nAutre;porteur\n")) == {2: "refused"}


def test_who_may_not_is_refused_everywhere() -> None:
    pole = make_pole()
    pending, other = make_import(pole), make_user(coordinator=make_pole().uid)
    steps: list[Any] = [
        lambda: make_import(pole, by=STRANGER),
        lambda: actions.match_columns(pending=pending, matching=["name", ""], by=other, at=AT),
        lambda: actions.confirm_import(pending=pending, choices={}, by=other, at=AT),
        lambda: actions.undo_import(done=pending, by=other, at=AT),
        lambda: actions.discard_import(pending=pending, by=other, at=AT),
    ]

    for step in steps:
        with pytest.raises(NotAllowed):
            step()
    assert Membership.objects.count() == 0


def test_coordinator_imports() -> None:
    pole = make_pole()
    person = make_user(coordinator=pole.uid)

    actions.confirm_import(pending=make_import(pole, by=person), choices={}, by=person, at=AT)

    assert pole.memberships.get().circle == "founder"


def test_expired_file_is_forgotten_at_the_next_one() -> None:
    old = make_import()
    later = AT + timedelta(hours=25)

    with pytest.raises(ChangedMeanwhile):
        actions.confirm_import(pending=old, choices={}, by=ADMIN, at=later)
    actions.discard_expired(at=later)

    assert MemberImport.objects.count() == 0


def test_number_taken_meanwhile_refuses_the_line_and_keeps_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    pending = make_import(table=f"Nom;SIRET\nUne;{SIRET}\nDeux;\n")
    plan = planned(pending)
    make_organisation(siret=SIRET)
    monkeypatch.setattr(actions, "planned", lambda current: plan)

    done = confirm(pending)

    assert [entry["outcome"] for entry in done.report] == ["refused", "new"]
    assert Membership.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_plan_asks_the_same_queries_whatever_its_length(django_assert_num_queries: Any, count: int) -> None:
    pending = make_import(table="Nom\n" + "".join(f"Organisation {n}\n" for n in range(count)))

    with django_assert_num_queries(3):
        assert len(planned(pending)) == count
