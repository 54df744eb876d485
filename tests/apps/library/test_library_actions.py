"""Models written on the site: their drafts, their versions, who may, and what nobody may."""

from typing import Any

import pytest

from essaim.apps.accounts.actions import grant_role
from essaim.apps.accounts.enums import Role
from essaim.apps.audit.models import Event
from essaim.apps.library import actions
from essaim.apps.library.enums import State
from essaim.apps.library.errors import NotADraft, NotReady, ReasonMissing, WrongKey
from essaim.apps.library.models import ModelVersion, WrittenModel
from essaim.apps.library.queries import (
    all_models,
    draft_of,
    latest_published,
    model_named,
    models_kept_by,
    shelved,
    version_of,
    versions_of,
    written_model,
)
from essaim.apps.library.rules import can_edit_model, can_write_models
from essaim.engine.errors import UnknownPattern
from essaim.engine.patterns import built_in_patterns
from essaim.kit.errors import ChangedMeanwhile, Duplicate, NotAllowed
from tests.factories import ADMIN, AT, STRANGER, make_model, make_network, make_user

pytestmark = pytest.mark.django_db
BUILT_IN = len(built_in_patterns())


@pytest.fixture(autouse=True)
def home(essaim_home: object) -> None:
    """The data folder, with its territories."""


def draft(key: str = "velo", **facts: Any) -> ModelVersion:
    return actions.start_model(key=key, network=None, data={"title": "Vélo"}, by=ADMIN, at=AT, **facts)


def read(key: str) -> WrittenModel:
    model = written_model(key)
    assert model is not None
    return model


def test_published_model_joins_the_library() -> None:
    make_model("atelier-velo")

    assert model_named("atelier-velo").title == "Modèle atelier-velo"
    assert model_named("atelier-velo").version == "1"
    assert len(all_models()) == BUILT_IN + 1
    assert shelved("atelier-velo").origin == "written"
    assert Event.objects.filter(object_type="pole_model").count() == 2


def test_draft_is_not_in_the_library() -> None:
    draft()

    assert len(all_models()) == BUILT_IN
    with pytest.raises(UnknownPattern):
        model_named("velo")


@pytest.mark.parametrize("key", ["Vélo", "", "a b", "comparer", "x" * 61, "-a", "../a"])
def test_wrong_short_name_is_refused(key: str) -> None:
    with pytest.raises(WrongKey):
        draft(key)

    assert WrittenModel.objects.count() == 0


@pytest.mark.parametrize("key", ["livre-edition", "velo"])
def test_model_never_takes_the_key_of_another(key: str) -> None:
    draft("velo")

    with pytest.raises(Duplicate):
        draft(key)


def test_strangers_write_nothing() -> None:
    version = draft()

    with pytest.raises(NotAllowed):
        actions.start_model(key="autre", network=None, data={}, by=STRANGER, at=AT)
    with pytest.raises(NotAllowed):
        actions.write_part(version=version, content={"title": "Pris"}, seen=1, by=STRANGER, at=AT)
    with pytest.raises(NotAllowed):
        actions.discard_draft(version=version, seen=1, by=STRANGER, at=AT)
    assert draft_of(read("velo")) == version


def test_network_owns_its_models_and_no_other() -> None:
    mine, other = make_network("le-labo"), make_network("le-rtes")
    officer = make_user()
    grant_role(user=officer, role=Role.NETWORK_OFFICER, key=mine.key, by=ADMIN, at=AT)
    own, foreign = make_model("a", network=mine), make_model("b", network=other)

    assert (can_edit_model(officer, own), can_edit_model(officer, foreign)) == (True, False)
    assert can_write_models(officer)
    assert [model.key for model in models_kept_by(officer)] == ["a"]
    with pytest.raises(NotAllowed):
        actions.open_version(model=foreign, by=officer, at=AT)
    assert actions.open_version(model=own, by=officer, at=AT).number == 2


def test_part_is_written_and_its_past_is_in_the_log() -> None:
    version = draft()

    saved = actions.write_part(
        version=version, content={"title": "Vélos\x00", "summary": "Rouler.", "team": None}, seen=1, by=ADMIN, at=AT
    )

    event = Event.objects.filter(action="write_model_part").get()
    assert saved.data == {"title": "Vélos", "summary": "Rouler."}
    assert event.before == {"title": "Vélo", "summary": None, "team": None}
    assert event.after == {"title": "Vélos", "summary": "Rouler.", "team": None}


def test_two_people_do_not_overwrite_each_other() -> None:
    version = draft()
    actions.write_part(version=version, content={"title": "Premier"}, seen=1, by=ADMIN, at=AT)

    with pytest.raises(ChangedMeanwhile):
        actions.write_part(version=version, content={"title": "Second"}, seen=1, by=ADMIN, at=AT)

    assert ModelVersion.objects.get().data["title"] == "Premier"


def test_incomplete_draft_is_kept_and_not_published() -> None:
    version = draft()

    with pytest.raises(NotReady):
        actions.publish(version=version, seen=1, by=ADMIN, at=AT)

    assert ModelVersion.objects.get().state == State.DRAFT


def test_published_version_never_changes() -> None:
    version = read(make_model().key).versions.get()

    for write in (
        lambda: actions.write_part(version=version, content={"title": "x"}, seen=None, by=ADMIN, at=AT),
        lambda: actions.replace_content(version=version, data={}, seen=None, by=ADMIN, at=AT),
        lambda: actions.publish(version=version, seen=None, by=ADMIN, at=AT),
        lambda: actions.discard_draft(version=version, seen=None, by=ADMIN, at=AT),
    ):
        with pytest.raises(NotADraft):
            write()


def test_second_version_says_what_was_adapted_and_why() -> None:
    model = make_model("velo")
    second = actions.open_version(model=model, by=ADMIN, at=AT)
    with pytest.raises(Duplicate):
        actions.open_version(model=model, by=ADMIN, at=AT)
    with pytest.raises(ReasonMissing):
        actions.publish(version=second, seen=1, by=ADMIN, at=AT)

    written = actions.write_part(version=second, content={"reason": "Moins d'éditeurs."}, seen=1, by=ADMIN, at=AT)
    actions.publish(version=written, seen=2, by=ADMIN, at=AT)

    assert model_named("velo").version == "2"
    assert [(one.number, one.parent_version, one.reason) for one in versions_of("velo")] == [
        (2, "1", "Moins d'éditeurs."),
        (1, "", ""),
    ]


def test_withdrawn_version_leaves_the_library_and_stays_readable() -> None:
    model = make_model("velo")
    first = read("velo").versions.get()
    with pytest.raises(ReasonMissing):
        actions.withdraw(version=first, reason=" ", by=ADMIN, at=AT)

    actions.withdraw(version=first, reason="Le pôle n'était pas d'accord.", by=ADMIN, at=AT)

    found = version_of("velo", 1)
    assert found is not None
    assert found.withdrawn_reason == "Le pôle n'était pas d'accord."
    assert latest_published(read("velo")) is None
    with pytest.raises(UnknownPattern):
        model_named("velo")
    assert actions.open_version(model=model, by=ADMIN, at=AT).number == 2


def test_draft_given_up_goes_and_stays_in_the_log() -> None:
    version = draft()

    assert actions.discard_draft(version=version, seen=1, by=ADMIN, at=AT) is False

    assert WrittenModel.objects.count() == 0
    assert Event.objects.get(action="discard_model_draft").before["whole"] == {"title": "Vélo"}


def test_second_draft_given_up_leaves_the_first_version() -> None:
    second = actions.open_version(model=make_model("velo"), by=ADMIN, at=AT)

    assert actions.discard_draft(version=second, seen=1, by=ADMIN, at=AT) is True

    assert model_named("velo").version == "1"


def test_file_takes_the_place_of_the_draft() -> None:
    version = draft()

    saved = actions.replace_content(
        version=version,
        data={"key": "autre", "version": "9", "summary": "x", "n": float("nan")},
        seen=1,
        by=ADMIN,
        at=AT,
    )

    assert saved.content == {"summary": "x", "n": "nan", "key": "velo", "version": "1"}
    assert Event.objects.get(action="replace_model").before == {"whole": {"title": "Vélo"}}


@pytest.mark.parametrize("count", [1, 3])
def test_library_is_one_query_whatever_it_holds(django_assert_num_queries: Any, count: int) -> None:
    for number in range(count):
        make_model(f"velo-{number}", network=make_network(f"reseau-{number}"))

    with django_assert_num_queries(1):
        assert len(all_models()) == BUILT_IN + count
