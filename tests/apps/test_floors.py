"""What import-linter cannot see: a foreign key is a dependency too."""

import pytest
from django.apps import apps
from django.core.management import call_command

from tests.factories import MAKERS
from tests.founding_factories import FOUNDING_MAKERS
from tests.work_factories import WORK_MAKERS

FLOORS = [
    "audit", "jobs", "documents", "accounts", "poles",
    "corrections", "campaigns", "intake", "library", "projects", "financing", "founding", "scenarios", "calls",
]  # fmt: skip
OURS = [model for label in FLOORS for model in apps.get_app_config(label).get_models(include_auto_created=False)]


def test_foreign_keys_never_point_upwards() -> None:
    upwards = [
        f"{model.__name__}.{field.name}"
        for model in OURS
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if field.is_relation
        and field.related_model._meta.app_label in FLOORS
        and FLOORS.index(field.related_model._meta.app_label) > FLOORS.index(model._meta.app_label)
    ]

    assert upwards == []


def test_every_app_of_ours_has_its_floor() -> None:
    ours = [config.label for config in apps.get_app_configs() if config.name.startswith("essaim.apps.")]

    assert sorted(ours) == sorted(FLOORS)


def test_every_model_has_a_factory() -> None:
    assert [model.__name__ for model in OURS if model not in MAKERS | FOUNDING_MAKERS | WORK_MAKERS] == []


@pytest.mark.django_db
def test_migrations_are_complete() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
