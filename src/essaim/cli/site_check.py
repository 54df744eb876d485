"""``essaim site check``: what is still to be done before the site is opened to the public."""

from __future__ import annotations

import click

from essaim.engine.language import gettext as _


@click.command(help=_("Dire ce qui manque encore pour ouvrir le site au public."))
def check() -> None:
    """Exit code 1 when something mandatory is not right."""
    import django

    django.setup()
    from django.utils import timezone

    from essaim.apps.jobs.readiness import look

    findings = look(timezone.now())
    for one in findings:
        mark = _("oui") if one.is_right else _("NON") if one.must else _("à voir")
        click.echo(f"{mark:>6}  {one.about}" + (f" : {one.advice}" if one.advice else ""))
    wrong = [one for one in findings if one.must and not one.is_right]
    if wrong:
        raise click.exceptions.Exit(1)
    click.secho(_("Le site peut être ouvert au public."), bold=True)
