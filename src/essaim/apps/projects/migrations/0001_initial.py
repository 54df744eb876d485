import django.db.models.deletion
import essaim.kit.identifiers
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('poles', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Project',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('title', models.CharField(max_length=200, verbose_name='titre')),
                ('code', models.CharField(blank=True, max_length=20, verbose_name='code analytique')),
                ('summary', models.TextField(blank=True, verbose_name='en bref')),
                ('need', models.TextField(blank=True, verbose_name='à quel besoin il répond')),
                ('actions_text', models.TextField(blank=True, verbose_name='ce que nous ferons')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='où')),
                ('state', models.CharField(choices=[('idea', 'idée'), ('study', "à l'étude"), ('funded', 'financé'), ('running', 'en cours'), ('done', 'terminé'), ('dropped', 'abandonné')], default='idea', max_length=10, verbose_name='état')),
                ('state_on', models.DateField(blank=True, null=True, verbose_name='depuis le')),
                ('dropped_reason', models.TextField(blank=True, verbose_name="raison de l'abandon")),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='début')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='fin')),
                ('budget_cents', models.BigIntegerField(blank=True, null=True, verbose_name='budget total')),
                ('search_text', models.TextField(blank=True, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('pole', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='projects', to='poles.pole')),
            ],
            options={
                'ordering': ('search_text', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Outcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('domain', models.CharField(blank=True, max_length=60, verbose_name='domaine')),
                ('label', models.CharField(max_length=200, verbose_name='résultat')),
                ('expected', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='visé')),
                ('reached', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='atteint')),
                ('unit', models.CharField(blank=True, max_length=60, verbose_name='unité')),
                ('on', models.DateField(blank=True, null=True, verbose_name='à la date du')),
                ('scope', models.CharField(blank=True, max_length=200, verbose_name='qui ou quoi est compté')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='source')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outcomes', to='projects.project')),
            ],
            options={
                'ordering': ('domain', 'place', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('title', models.CharField(max_length=200, verbose_name='étape')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='prévue le')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='faite le')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='milestones', to='projects.project')),
            ],
            options={
                'ordering': (models.OrderBy(models.F('due_on'), nulls_last=True), 'place', 'id'),
            },
        ),
        migrations.CreateModel(
            name='JobFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('kind', models.CharField(choices=[('existing', 'emplois existants'), ('maintained', 'emplois maintenus'), ('created', 'emplois créés'), ('insertion', "parcours d'insertion")], max_length=12, verbose_name='ligne')),
                ('employer', models.CharField(blank=True, max_length=200, verbose_name='chez qui')),
                ('fte', models.DecimalField(decimal_places=2, max_digits=8, verbose_name='équivalents temps plein')),
                ('on', models.DateField(verbose_name='à la date du')),
                ('evidence', models.TextField(verbose_name='ce qui le montre')),
                ('attribution', models.CharField(blank=True, choices=[('', 'non renseignée'), ('none', 'aucune'), ('partial', 'partielle'), ('decisive', 'décisive')], default='', max_length=10, verbose_name='part attribuée au projet, déclarée')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='project_jobs', to='poles.organisation')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='jobs', to='projects.project')),
            ],
            options={
                'ordering': ('kind', '-on', 'id'),
            },
        ),
        migrations.CreateModel(
            name='ProjectDomain',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=60)),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='domains', to='projects.project')),
            ],
            options={
                'ordering': ('place', 'key'),
            },
        ),
        migrations.CreateModel(
            name='ProjectPartner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('name', models.CharField(max_length=200, verbose_name='organisation')),
                ('siret', models.CharField(blank=True, max_length=14, verbose_name='SIRET')),
                ('role', models.CharField(blank=True, max_length=300, verbose_name='rôle dans le projet')),
                ('commitment', models.TextField(blank=True, verbose_name='engagement')),
                ('amount_cents', models.BigIntegerField(blank=True, null=True, verbose_name='part du budget')),
                ('is_carrier', models.BooleanField(default=False, verbose_name='porte le projet')),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='project_partners', to='poles.organisation')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='partners', to='projects.project')),
            ],
            options={
                'ordering': ('-is_carrier', 'place', 'id'),
            },
        ),
        migrations.AddIndex(
            model_name='project',
            index=models.Index(fields=['pole', 'state'], name='project_of_pole'),
        ),
        migrations.AddConstraint(
            model_name='project',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['idea', 'study', 'funded', 'running', 'done', 'dropped'])), name='project_state_known'),
        ),
        migrations.AddConstraint(
            model_name='project',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('dropped_reason__gt', ''), ('state', 'dropped')), models.Q(models.Q(('state', 'dropped'), _negated=True), ('dropped_reason', '')), _connector='OR'), name='project_dropped_with_its_reason'),
        ),
        migrations.AddConstraint(
            model_name='project',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on', None), ('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='project_dates_in_order'),
        ),
        migrations.AddConstraint(
            model_name='project',
            constraint=models.CheckConstraint(condition=models.Q(('budget_cents', None), ('budget_cents__gte', 0), _connector='OR'), name='project_budget_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='project',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='project_has_a_title'),
        ),
        migrations.AddConstraint(
            model_name='outcome',
            constraint=models.CheckConstraint(condition=models.Q(('reached', None), models.Q(('on__isnull', False), models.Q(('source', ''), _negated=True)), _connector='OR'), name='outcome_reached_is_sourced'),
        ),
        migrations.AddIndex(
            model_name='milestone',
            index=models.Index(condition=models.Q(('done_on', None)), fields=['due_on'], name='milestone_due'),
        ),
        migrations.AddConstraint(
            model_name='jobfigure',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['existing', 'maintained', 'created', 'insertion'])), name='job_figure_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='jobfigure',
            constraint=models.CheckConstraint(condition=models.Q(('fte__gte', 0)), name='job_figure_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='jobfigure',
            constraint=models.CheckConstraint(condition=models.Q(('evidence', ''), _negated=True), name='job_figure_has_its_evidence'),
        ),
        migrations.AddConstraint(
            model_name='jobfigure',
            constraint=models.CheckConstraint(condition=models.Q(('attribution__in', ['', 'none', 'partial', 'decisive'])), name='job_figure_attribution'),
        ),
        migrations.AddConstraint(
            model_name='projectdomain',
            constraint=models.UniqueConstraint(fields=('project', 'key'), name='project_domain_once'),
        ),
        migrations.AddConstraint(
            model_name='projectpartner',
            constraint=models.UniqueConstraint(condition=models.Q(('is_carrier', True)), fields=('project',), name='project_has_one_carrier'),
        ),
        migrations.AddConstraint(
            model_name='projectpartner',
            constraint=models.UniqueConstraint(condition=models.Q(('organisation__isnull', False)), fields=('project', 'organisation'), name='project_partner_once'),
        ),
        migrations.AddConstraint(
            model_name='projectpartner',
            constraint=models.CheckConstraint(condition=models.Q(('amount_cents', None), ('amount_cents__gte', 0), _connector='OR'), name='project_share_not_negative'),
        ),
    ]
