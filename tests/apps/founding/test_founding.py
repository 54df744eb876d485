"""A draft begins on a territory, after a model; its founders alone change it, and it is forgotten whole."""

from datetime import date

import pytest

from essaim.apps.accounts.models import User
from essaim.apps.audit.models import Event
from essaim.apps.documents.models import Document
from essaim.apps.founding.actions.adaptations import note_adaptation, remove_adaptation
from essaim.apps.founding.actions.founding import choose_model, found_pole, give_up
from essaim.apps.founding.actions.steps import add_step, date_step, remove_step, tick_step
from essaim.apps.founding.enums import ProspectState
from essaim.apps.founding.models import Founding, Step
from essaim.apps.founding.proposed_steps import proposed_steps
from essaim.apps.founding.queries.foundings import alike_near, brought_together, founding_by_slug, gaps, pattern_of
from essaim.apps.poles.actions import set_domains
from essaim.apps.poles.models import Pole
from essaim.engine.errors import InvalidValue
from essaim.engine.patterns import find_pattern
from essaim.engine.territories import read_perimeter
from essaim.kit.errors import ChangedMeanwhile, NotAllowed
from tests.factories import ADMIN, AT, make_document, make_pole, make_prospect, make_prospect_letter, make_user

pytestmark = pytest.mark.django_db
CANTEEN = find_pattern("champ-cantine")


def begun(model: str = "champ-cantine") -> tuple[User, Founding]:
    founder = make_user()
    pattern = find_pattern(model) if model else None
    place = read_perimeter("commune:48095:20")
    return founder, found_pole(name="Pôle de Mende", place=place, pattern=pattern, by=founder, at=AT)


def test_a_draft_takes_its_territory_and_what_its_model_says() -> None:
    _founder, founding = begun()

    pole = founding.pole
    assert (pole.is_draft, pole.commune, pole.communes.count()) == (True, "48095", 40)
    assert [one.key for one in pole.domains.all()] == list(CANTEEN.domains)
    assert pole.axes.first().text == CANTEEN.problem
    assert pattern_of(founding) == CANTEEN
    assert [one.key for one in founding.steps.all()] == list(proposed_steps())


def test_a_draft_may_follow_no_model() -> None:
    _founder, founding = begun("")

    assert pattern_of(founding) is None
    assert (founding.pole.domains.count(), founding.pole.axes.count()) == (0, 0)


def test_a_model_is_kept_as_it_was_when_chosen() -> None:
    founder, founding = begun()

    choose_model(founding=founding, pattern=find_pattern("reemploi"), seen_version=1, by=founder, at=AT)

    kept = Founding.objects.get()
    assert (kept.model_key, kept.version) == ("reemploi", 2)
    assert kept.model_digest == find_pattern("reemploi").digest
    with pytest.raises(ChangedMeanwhile):
        choose_model(founding=founding, pattern=None, seen_version=1, by=founder, at=AT)


def test_gaps_count_those_who_commit() -> None:
    _founder, founding = begun()
    role = CANTEEN.roles[1]
    for state in (ProspectState.COMMITTED, ProspectState.MET, ProspectState.INTERESTED, ProspectState.DECLINED):
        make_prospect(founding=founding, role=role.key, state=state)

    gap = gaps(CANTEEN, list(founding.prospects.all()))[1]

    assert (len(gap.committed), len(gap.talking), len(gap.to_contact)) == (1, 2, 0)
    assert gap.lacking == role.minimum - 1


def test_only_commitments_make_the_composition() -> None:
    _founder, founding = begun()
    make_prospect(founding=founding, name="La ferme", family="work_integration", state=ProspectState.COMMITTED)
    make_prospect(founding=founding, name="L'usine", family="other_enterprise", state=ProspectState.INTERESTED)

    found = brought_together(list(founding.prospects.all()))

    assert [(one.name, one.family, one.pk) for one in found] == [("La ferme", "work_integration", None)]


def test_things_to_do_are_ticked_dated_added_and_removed() -> None:
    founder, founding = begun()
    first = founding.steps.first()

    tick_step(step=first, done=True, by=founder, at=AT)
    date_step(step=first, due_on=date(2027, 1, 2), by=founder, at=AT)
    mine = add_step(founding=founding, text=" Voir le maire ", due_on=None, by=founder, at=AT)
    remove_step(step=founding.steps.all()[1], by=founder, at=AT)

    kept = Step.objects.get(pk=first.pk)
    assert (kept.done_at, kept.done_by, kept.due_on) == (AT, founder.uid, date(2027, 1, 2))
    assert (mine.text, founding.steps.count()) == ("Voir le maire", len(proposed_steps()))
    tick_step(step=first, done=False, by=founder, at=AT)
    assert Step.objects.get(pk=first.pk).done_at is None
    with pytest.raises(InvalidValue):
        add_step(founding=founding, text=" ", due_on=None, by=founder, at=AT)


def test_an_adaptation_says_what_and_why() -> None:
    founder, founding = begun()
    said = {"part": "role", "key": "authority", "what": "Le parc au lieu de la commune", "is_core": True}

    with pytest.raises(InvalidValue):
        note_adaptation(founding=founding, why=" ", by=founder, at=AT, **said)
    noted = note_adaptation(founding=founding, why="La commune est trop petite", by=founder, at=AT, **said)
    remove_adaptation(adaptation=noted, by=founder, at=AT)

    assert not founding.adaptations.exists()
    assert Event.objects.get(action="remove_adaptation").before["why"] == "La commune est trop petite"


def test_another_founder_changes_nothing() -> None:
    _founder, founding = begun()
    stranger = make_user()

    with pytest.raises(NotAllowed):
        choose_model(founding=founding, pattern=None, seen_version=1, by=stranger, at=AT)
    with pytest.raises(NotAllowed):
        tick_step(step=founding.steps.first(), done=True, by=stranger, at=AT)
    with pytest.raises(NotAllowed):
        give_up(founding=founding, by=stranger, at=AT)


def test_a_draft_given_up_is_forgotten_with_its_files() -> None:
    founder, founding = begun()
    letter = make_prospect_letter()
    letter.prospect.founding = founding
    letter.prospect.save()
    letter.document = make_document()
    letter.save()

    give_up(founding=founding, by=founder, at=AT)

    assert not Founding.objects.filter(pk=founding.pk).exists()
    assert not Pole.every.filter(pk=founding.pole.pk).exists()
    assert not Document.objects.exists()


def test_poles_already_there_come_first_when_they_share_a_domain() -> None:
    other, same, far = (make_pole(name=name, commune=code) for name, code in (
        ("Autre", "48095"), ("Cantines", "48095"), ("Loin", "26281"),
    ))  # fmt: skip
    set_domains(pole=same, keys=["food"], by=ADMIN, at=AT)
    _founder, founding = begun()

    found = alike_near([one.code for one in founding.pole.communes.all()], ["food"])

    assert found == [same, other]
    assert far not in found


def test_a_founding_is_read_in_as_many_queries_whatever_it_holds(django_assert_num_queries: object) -> None:
    _founder, founding = begun()
    for _number in range(3):
        make_prospect(founding=founding)

    with django_assert_num_queries(9):  # type: ignore[operator]
        found = founding_by_slug(founding.pole.slug)

    assert len(found.prospects.all()) == 3
