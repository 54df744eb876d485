"""Whether the database has the tables that the models ask for.

Until the first release the first migration is rewritten: a database made before holds other columns, and says that it
is up to date. Better one sentence at the start than a page that breaks later.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model

from essaim.engine.errors import DataProblem
from essaim.engine.language import gettext as _


class OutdatedDatabase(DataProblem):
    """The database was made by an older development version."""

    def __init__(self) -> None:
        name = str(connection.settings_dict["NAME"])
        if connection.vendor == "sqlite":
            advice = _("Rien n'y a été changé. Déplacez-la, puis recommencez : mv %(file)s %(file)s.ancienne")
        else:
            advice = _("Rien n'y a été changé. Créez-en une autre, donnez-la dans ESSAIM_DATABASE_URL, recommencez.")
        super().__init__(
            _("La base %(file)s vient d'une version de développement plus ancienne : ses tables ont changé depuis.")
            % {"file": name},
            advice % {"file": name},
        )


class UnreachableDatabase(DataProblem):
    """The database does not answer."""

    def __init__(self) -> None:
        super().__init__(
            _("La base de données ne répond pas."),
            _("Vérifiez qu'elle tourne, et l'adresse donnée dans ESSAIM_DATABASE_URL."),
        )


def must_fit() -> None:
    """Go on only if the tables that are there are those of the models; tables still to be made are no matter.

    Raises:
        UnreachableDatabase: it does not answer.
        OutdatedDatabase: a table lacks columns, has others, or its migrations follow each other otherwise.
    """
    try:
        connection.ensure_connection()
    except OperationalError:
        raise UnreachableDatabase from None
    if outdated_tables():
        raise OutdatedDatabase


def outdated_tables() -> list[str]:
    """Tables that differ from their model, in apps whose migrations were all applied."""
    executor = MigrationExecutor(connection)
    try:
        executor.loader.check_consistent_history(connection)
    except InconsistentMigrationHistory:
        return ["django_migrations"]
    applied = {label for label, _name in executor.loader.applied_migrations}
    pending = {migration.app_label for migration, _back in executor.migration_plan(executor.loader.graph.leaf_nodes())}
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        return [
            model._meta.db_table
            for model in apps.get_models(include_auto_created=True)
            if model._meta.managed and model._meta.app_label in applied - pending and not _fits(model, there, cursor)
        ]


def migrate_to_models() -> None:
    """Make the tables, or bring them up to date.

    Raises:
        UnreachableDatabase: the database does not answer.
        OutdatedDatabase: an older development version made it.
    """
    from django.core.management import call_command

    must_fit()
    try:
        call_command("migrate", verbosity=0)
    except DatabaseError:
        raise OutdatedDatabase from None
    call_command("createcachetable", verbosity=0)


def _fits(model: type[Model], there: set[str], cursor: Any) -> bool:
    table = model._meta.db_table
    if table not in there:
        return False
    columns = {column.name for column in connection.introspection.get_table_description(cursor, table)}
    return columns == {str(field.column) for field in model._meta.local_concrete_fields}
