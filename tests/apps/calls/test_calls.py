"""A call from its notice to its laureates: who may, when, what is frozen, what is lost (nothing)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from essaim.apps.accounts.models import User
from essaim.apps.calls.actions.answering import (
    annex,
    put_partner,
    remove_annex,
    remove_partner,
    save_answer,
    set_budget,
    start_dossier,
    take_partners,
)
from essaim.apps.calls.actions.following import (
    decide,
    publish_results,
    recognise_laureate,
    remind_open,
)
from essaim.apps.calls.actions.planning import (
    PhasePlan,
    edit_call,
    prepare_call,
    publish_call,
    put_question,
    remove_question,
    set_phases,
    withdraw_call,
)
from essaim.apps.calls.actions.reopening import reopen
from essaim.apps.calls.actions.submitting import submit, withdraw_dossier
from essaim.apps.calls.errors import Closed, NotReady
from essaim.apps.calls.models import Call, Decision, Dossier, Question
from essaim.apps.calls.queries.calls import calendar, call_by_slug, laureates
from essaim.apps.calls.queries.dossiers import DossierFilters, dossier_by_uid, dossiers_of
from essaim.apps.calls.rules import can_run_call
from essaim.apps.founding.models import Founding
from essaim.apps.jobs.models import Message
from essaim.apps.poles.actions import drop_draft, enter_draft
from essaim.apps.poles.models import Recognition
from essaim.engine.errors import InvalidValue
from essaim.engine.patterns import as_data, find_pattern
from essaim.kit.errors import ChangedMeanwhile, NotAllowed
from tests.factories import (
    ADMIN,
    AT,
    make_founding,
    make_network,
    make_pole,
    make_prospect,
    make_user,
)

pytestmark = pytest.mark.django_db
CLOSES = datetime(2026, 12, 1, 11, 0, tzinfo=UTC)
PAGE = "https://essaim.example/appels/x/"


def officer() -> tuple[User, Any]:
    network = make_network()
    return make_user(network_officer=network.key), network


def open_call(closes: datetime = CLOSES) -> tuple[User, Call]:
    who, network = officer()
    call = prepare_call(title="Appel d'essai", network=network, by=who, at=AT, text="Venez.", contact="a@b.fr")
    ready = set_phases(
        call=call, seen_version=call.version, by=who, at=AT,
        phases=[PhasePlan("dossiers", AT, closes), PhasePlan("decision", closes, None)],
    )  # fmt: skip
    put_question(call=ready, question=None, facts={"label": "Pourquoi ?", "kind": "long"}, by=who, at=AT)
    ready.refresh_from_db()
    publish_call(call=ready, seen_version=ready.version, by=who, at=AT)
    found = call_by_slug(call.slug)
    assert found is not None
    return who, found


def founder() -> tuple[User, Founding]:
    founding = make_founding()
    return User.objects.get(grants__key=founding.pole.uid), founding


def begun(call: Call) -> tuple[User, Dossier]:
    who, founding = founder()
    return who, start_dossier(call=call, pole=founding.pole, by=who, at=AT)


def filled(call: Call) -> tuple[User, Dossier]:
    who, dossier = begun(call)
    put_partner(
        dossier=dossier, partner=None, facts={"name": "La ferme", "is_applicant": True},
        seen_version=fresh(dossier).version, by=who, at=AT,
    )  # fmt: skip
    save_answer(dossier=dossier, question=call.questions.get(), text="Parce que.", seen_version=0, by=who, at=AT)
    return who, fresh(dossier)


def fresh(dossier: Dossier) -> Dossier:
    return Dossier.objects.select_related("call", "pole").get(pk=dossier.pk)


def test_a_call_is_prepared_by_those_who_run_it() -> None:
    who, network = officer()
    call = prepare_call(title="Appel", network=network, by=who, at=AT)

    assert can_run_call(who, call)
    assert not can_run_call(make_user(state_officer=""), call)
    assert not can_run_call(make_user(network_officer="other"), call)
    with pytest.raises(NotAllowed):
        prepare_call(title="Appel", network=None, by=who, at=AT)
    with pytest.raises(NotAllowed):
        edit_call(call=call, changes={"title": "x"}, seen_version=1, by=make_user(), at=AT)


def test_a_call_is_published_when_its_readers_find_what_they_need() -> None:
    who, network = officer()
    call = prepare_call(title="Appel", network=network, by=who, at=AT)

    with pytest.raises(NotReady) as refused:
        publish_call(call=call, seen_version=1, by=who, at=AT)

    assert len(refused.value.missing) == 4


def test_two_officers_do_not_overwrite_one_another() -> None:
    who, call = open_call()

    edit_call(call=call, changes={"summary": "Un"}, seen_version=call.version, by=who, at=AT)
    with pytest.raises(ChangedMeanwhile):
        edit_call(call=call, changes={"summary": "Deux"}, seen_version=call.version, by=who, at=AT)


def test_a_question_that_is_answered_keeps_its_kind() -> None:
    who, call = open_call()
    filled(call)
    question = call.questions.get()

    with pytest.raises(InvalidValue):
        put_question(call=call, question=question, facts={"label": "Combien ?", "kind": "number"}, by=who, at=AT)
    with pytest.raises(InvalidValue):
        remove_question(question=question, by=who, at=AT)
    with pytest.raises(InvalidValue):
        put_question(call=call, question=None, facts={"label": "Lequel ?", "kind": "choice"}, by=who, at=AT)


@pytest.mark.parametrize(("at", "accepted"), [(CLOSES - timedelta(seconds=1), True), (CLOSES, False)])
def test_a_dossier_is_handed_in_before_the_closing_second(at: datetime, accepted: bool) -> None:
    _who, call = open_call()
    who, dossier = filled(call)

    if not accepted:
        with pytest.raises(Closed):
            submit(dossier=dossier, address=PAGE, by=who, at=at)
        assert dossier_by_uid(dossier.uid).answers.get().text == "Parce que."
        return
    made = submit(dossier=dossier, address=PAGE, by=who, at=at)

    assert fresh(dossier).state == "submitted"
    assert made.data["answers"][0]["text"] == "Parce que."
    assert made.receipt in Message.objects.get(to=who.email).text


def test_a_receipt_bears_the_day_of_the_call_s_own_time() -> None:
    _who, call = open_call()
    who, dossier = filled(call)
    late = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)

    assert submit(dossier=dossier, address=PAGE, by=who, at=late).receipt.startswith("20261201-")
    Call.objects.update(zone="America/Martinique")
    reopened = reopen(dossier=fresh(dossier), until=CLOSES, reason="x", address=PAGE, by=ADMIN, at=late)
    assert submit(dossier=reopened, address=PAGE, by=who, at=late).receipt.startswith("20261130-")


def test_what_is_lacking_is_named_before_handing_in() -> None:
    _who, call = open_call()
    who, dossier = begun(call)

    with pytest.raises(NotReady) as refused:
        submit(dossier=dossier, address=PAGE, by=who, at=AT)

    assert len(refused.value.missing) == 2
    assert "Pourquoi ?" in refused.value.missing[0]


def test_what_was_handed_in_never_changes() -> None:
    boss, call = open_call()
    who, dossier = filled(call)
    made = submit(dossier=dossier, address=PAGE, by=who, at=AT)

    with pytest.raises(Closed):
        save_answer(dossier=dossier, question=call.questions.get(), text="Non", seen_version=1, by=who, at=AT)
    reopen(dossier=fresh(dossier), until=CLOSES + timedelta(days=2), reason="Précisez", address=PAGE, by=boss, at=AT)
    later = CLOSES + timedelta(days=1)
    save_answer(dossier=dossier, question=call.questions.get(), text="Autre", seen_version=1, by=who, at=later)
    again = submit(dossier=dossier, address=PAGE, by=who, at=later)

    made.refresh_from_db()
    assert (made.data["answers"][0]["text"], again.data["answers"][0]["text"]) == ("Parce que.", "Autre")
    assert (made.number, again.number) == (1, 2)
    assert made.sha256 != again.sha256


def test_two_writers_lose_nothing() -> None:
    _who, call = open_call()
    who, dossier = filled(call)
    question = call.questions.get()
    save_answer(dossier=dossier, question=question, text="La première", seen_version=1, by=who, at=AT)

    with pytest.raises(ChangedMeanwhile):
        save_answer(dossier=dossier, question=question, text="La seconde", seen_version=1, by=who, at=AT)
    same = save_answer(dossier=dossier, question=question, text="La première", seen_version=1, by=who, at=AT)

    assert same is not None
    assert same.version == 2


def test_a_stranger_writes_no_dossier() -> None:
    _who, call = open_call()
    _founder, dossier = filled(call)
    stranger, asked = make_user(), call.questions.get()

    for refused in (
        lambda: save_answer(dossier=dossier, question=asked, text="x", seen_version=1, by=stranger, at=AT),
        lambda: submit(dossier=dossier, address=PAGE, by=stranger, at=AT),
        lambda: withdraw_dossier(dossier=dossier, reason="", by=stranger, at=AT),
        lambda: start_dossier(call=call, pole=dossier.pole, by=stranger, at=AT),
        lambda: set_budget(dossier=dossier, budget_cents=1, seen_version=dossier.version, by=stranger, at=AT),
    ):
        with pytest.raises(NotAllowed):
            refused()


def test_partners_come_from_the_draft_s_commitments_once() -> None:
    _who, call = open_call()
    who, founding = founder()
    make_prospect(founding=founding, name="Engagée", state="committed", family="ess_form")
    make_prospect(founding=founding, name="Hésitante", state="interested")
    dossier = start_dossier(call=call, pole=founding.pole, by=who, at=AT)

    assert [one.name for one in dossier.partners.all()] == ["Engagée"]
    assert take_partners(dossier=dossier, by=who, at=AT) == 0


def test_a_partner_brings_the_role_and_the_words_of_its_letter() -> None:
    _who, call = open_call()
    who, founding = founder()
    Founding.objects.update(model_data=as_data(find_pattern("champ-cantine")))
    prospect = make_prospect(founding=founding, state="committed", role="transformation")
    prospect.letters.create(kind="commitment", brings="Un atelier", made_by=who.uid, made_at=AT)

    partner = start_dossier(call=call, pole=founding.pole, by=who, at=AT).partners.get()

    assert (partner.role, partner.commitment) == ("Ateliers de transformation", "Un atelier")


def test_a_dossier_has_one_applicant() -> None:
    _who, call = open_call()
    who, dossier = filled(call)
    put_partner(
        dossier=dossier, partner=None, facts={"name": "L'usine", "is_applicant": True, "amount_cents": 123450},
        seen_version=dossier.version, by=who, at=AT,
    )  # fmt: skip

    assert [(one.name, one.is_applicant) for one in dossier.partners.all()] == [("L'usine", True), ("La ferme", False)]
    remove_partner(dossier=dossier, partner=dossier.partners.last(), by=who, at=AT)
    assert dossier.partners.count() == 1


def test_an_annex_that_was_handed_in_stays(tmp_path: Any, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    boss, call = open_call()
    who, dossier = filled(call)
    kept = annex(dossier=dossier, title="Budget", file_name="b.pdf", content=b"%PDF-1.7", by=who, at=AT)
    gone = annex(dossier=dossier, title="Erreur", file_name="e.pdf", content=b"%PDF-1.7", by=who, at=AT)
    remove_annex(dossier=dossier, document=gone, by=who, at=AT)
    submit(dossier=dossier, address=PAGE, by=who, at=AT)
    reopen(dossier=fresh(dossier), until=CLOSES, reason="Précisez", address=PAGE, by=boss, at=AT)

    with pytest.raises(InvalidValue):
        remove_annex(dossier=fresh(dossier), document=kept, by=who, at=AT)


def test_open_dossiers_are_reminded_once() -> None:
    boss, call = open_call()
    begun(call)

    assert remind_open(call=call, address=PAGE, by=boss, at=AT) == 1
    assert remind_open(call=call, address=PAGE, by=boss, at=AT) == 0
    assert remind_open(call=call, address=PAGE, by=boss, at=AT + timedelta(days=2)) == 1
    with pytest.raises(InvalidValue):
        remind_open(call=call, address=PAGE, by=boss, at=CLOSES)


def test_results_write_the_recognitions_of_poles_and_wait_for_drafts() -> None:
    boss, call = open_call()
    who, dossier = filled(call)
    submit(dossier=dossier, address=PAGE, by=who, at=AT)
    keeper, pole = make_user(), make_pole(name="Pôle établi")
    keeper.grants.create(role="coordinator", key=pole.uid, granted_by="x", granted_at=AT)
    second = start_dossier(call=call, pole=pole, by=keeper, at=AT)
    put_partner(dossier=second, partner=None, facts={"name": "Asso", "is_applicant": True},
                seen_version=fresh(second).version, by=keeper, at=AT)  # fmt: skip
    save_answer(dossier=second, question=call.questions.get(), text="Oui.", seen_version=0, by=keeper, at=AT)
    submit(dossier=second, address=PAGE, by=keeper, at=AT)

    with pytest.raises(InvalidValue):
        publish_results(call=call, address=PAGE, by=boss, at=AT)
    both = [fresh(dossier), fresh(second)]
    decide(dossiers=both, outcome="laureate", reason="Convaincants", text_relied_on="", by=boss, at=AT)
    assert publish_results(call=call, address=PAGE, by=boss, at=AT) == (2, 1)

    event = Recognition.objects.get()
    assert (event.pole, event.scheme, event.note, event.source_urls) == (pole, "platform_call", call.title, PAGE)
    enter_draft(pole=dossier.pole, by=ADMIN, at=AT)
    assert recognise_laureate(pole=dossier.pole, address_of={call.slug: PAGE}, by=ADMIN, at=AT) == 1
    assert recognise_laureate(pole=dossier.pole, address_of={call.slug: PAGE}, by=ADMIN, at=AT) == 0
    assert Recognition.objects.count() == 2
    assert len(laureates(call_by_slug(call.slug))) == 2
    with pytest.raises(InvalidValue):
        decide(dossiers=both, outcome="refused", reason="x", text_relied_on="", by=boss, at=AT)


def test_a_decision_replaces_the_former_and_erases_none() -> None:
    boss, call = open_call()
    who, dossier = filled(call)
    submit(dossier=dossier, address=PAGE, by=who, at=AT)
    decide(dossiers=[fresh(dossier)], outcome="waiting", reason="À voir", text_relied_on="", by=boss, at=AT)
    decide(dossiers=[fresh(dossier)], outcome="refused", reason="Trop tôt", text_relied_on="art. 2", by=boss, at=AT)

    assert [(one.outcome, one.is_current) for one in Decision.objects.order_by("pk")] == [
        ("waiting", False),
        ("refused", True),
    ]
    with pytest.raises(InvalidValue):
        decide(dossiers=[fresh(dossier)], outcome="refused", reason=" ", text_relied_on="", by=boss, at=AT)


def test_a_draft_that_handed_a_dossier_in_is_not_erased() -> None:
    _boss, call = open_call()
    who, dossier = filled(call)
    submit(dossier=dossier, address=PAGE, by=who, at=AT)

    with pytest.raises(InvalidValue):
        drop_draft(pole=dossier.pole, by=who, at=AT)


def test_the_calendar_tells_open_from_past() -> None:
    _boss, call = open_call()

    assert calendar(AT).open == [call]
    assert calendar(AT - timedelta(days=1)).coming == [call]
    assert calendar(CLOSES).past == [call]


def test_a_withdrawn_call_leaves_the_calendar_and_says_why() -> None:
    boss, call = open_call()
    with pytest.raises(InvalidValue):
        withdraw_call(call=call, reason=" ", by=boss, at=AT)
    withdraw_call(call=call, reason="Budget supprimé", by=boss, at=AT)

    assert calendar(AT).open == []
    assert call_by_slug(call.slug).withdrawn_reason == "Budget supprimé"


def test_a_closing_time_is_said_in_its_own_zone() -> None:
    boss, call = open_call()
    edit_call(call=call, changes={"zone": "Indian/Reunion"}, seen_version=call.version, by=boss, at=AT)

    found = call_by_slug(call.slug)
    assert f"{found.local(found.writing.closes_at):%d/%m %H:%M}" == "01/12 15:00"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_dossiers_asks_the_same_queries(count: int, django_assert_num_queries: Any) -> None:
    _boss, call = open_call()
    for _number in range(count):
        who, dossier = filled(call)
        submit(dossier=dossier, address=PAGE, by=who, at=AT)

    with django_assert_num_queries(5):
        found = list(dossiers_of(call, DossierFilters()))

    assert len(found) == count
    assert Question.objects.count() == 1
