import django.core.validators
import django.db.models.deletion
import essaim.kit.identifiers
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('poles', '0001_initial'),
        ('projects', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('claimed_on', models.DateField(verbose_name='envoyée le')),
                ('cents', models.BigIntegerField(verbose_name='montant')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='dépenses du')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='au')),
                ('reference', models.CharField(blank=True, max_length=100, verbose_name='référence')),
                ('note', models.TextField(blank=True, verbose_name='note')),
            ],
            options={
                'ordering': ('claimed_on', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Funder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('name', models.CharField(max_length=200, verbose_name='financeur')),
                ('kind', models.CharField(blank=True, choices=[('', 'non renseigné'), ('state', "services de l'État"), ('region', 'région'), ('department', 'département'), ('commune_epci', 'commune ou intercommunalité'), ('social_bodies', 'organisme social'), ('europe', 'fonds européen'), ('asp', 'ASP (emplois aidés)'), ('other_public', 'autre établissement public'), ('private', 'aide privée : fondation, mécène, entreprise'), ('member', 'membre du pôle'), ('bank', 'banque, financeur solidaire')], default='', max_length=15, verbose_name='qui est-ce')),
                ('is_public', models.BooleanField(blank=True, null=True, verbose_name='argent public')),
                ('ceiling', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('ceiling_counts_valued', models.BooleanField(blank=True, null=True)),
                ('ceiling_text', models.CharField(blank=True, max_length=300)),
                ('yearly_cents', models.BigIntegerField(blank=True, null=True)),
                ('usual_delay', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='délai de paiement habituel, en mois')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='funds', to='poles.organisation')),
                ('pole', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='funders', to='poles.pole')),
            ],
            options={
                'ordering': ('name', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('title', models.CharField(max_length=200, verbose_name='titre')),
                ('state', models.CharField(choices=[('draft', 'en préparation'), ('adopted', 'adopté'), ('closed', 'clos')], default='draft', max_length=10, verbose_name='état')),
                ('adopted_on', models.DateField(blank=True, null=True, verbose_name='adopté le')),
                ('starts_on', models.DateField(verbose_name='premier mois')),
                ('years', models.PositiveSmallIntegerField(default=3, verbose_name="nombre d'années")),
                ('opening_cents', models.BigIntegerField(blank=True, null=True, verbose_name='trésorerie au départ')),
                ('overdraft_cents', models.BigIntegerField(default=0, verbose_name='découvert autorisé')),
                ('members', models.PositiveIntegerField(blank=True, null=True, verbose_name='membres qui cotisent')),
                ('assumptions', models.TextField(blank=True, verbose_name='hypothèses')),
                ('indirect_key', models.TextField(blank=True, verbose_name='clé de répartition des charges indirectes')),
                ('told', models.JSONField(default=dict)),
                ('created_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('changed_by', models.CharField(max_length=64)),
                ('changed_at', models.DateTimeField()),
                ('pole', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='plans', to='poles.pole')),
                ('project', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='plans', to='projects.project')),
            ],
            options={
                'ordering': ('-starts_on', 'title', 'id'),
            },
        ),
        migrations.CreateModel(
            name='LongTermItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('kind', models.CharField(choices=[('need', 'besoin durable'), ('resource', 'ressource durable')], max_length=8)),
                ('category', models.CharField(choices=[('investment', 'investissement'), ('setting_up', "frais d'établissement"), ('deposit', 'dépôt de garantie'), ('working_capital', 'besoin en fonds de roulement'), ('repayment', "remboursement d'emprunt"), ('other_need', 'autre besoin'), ('contribution_with_recovery', 'apport associatif avec droit de reprise'), ('contribution_without_recovery', 'apport associatif sans droit de reprise'), ('associative_bond', 'titre associatif'), ('loan', 'emprunt'), ('investment_subsidy', "subvention d'investissement"), ('own_funds', 'fonds propres'), ('other_resource', 'autre ressource')], max_length=30, verbose_name='nature')),
                ('label', models.CharField(blank=True, max_length=200, verbose_name='intitulé')),
                ('amounts', models.JSONField(default=list)),
                ('month', models.PositiveSmallIntegerField(default=1, verbose_name="mois de l'année")),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='financing.plan')),
            ],
            options={
                'ordering': ('kind', 'place', 'id'),
            },
        ),
        migrations.CreateModel(
            name='CashScenario',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('name', models.CharField(max_length=120, verbose_name='nom du scénario')),
                ('assumptions', models.JSONField(default=dict)),
                ('result', models.JSONField(default=dict)),
                ('plan_version', models.PositiveIntegerField()),
                ('engine_version', models.CharField(max_length=40)),
                ('saved_by', models.CharField(max_length=64)),
                ('saved_at', models.DateTimeField()),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scenarios', to='financing.plan')),
            ],
            options={
                'ordering': ('-saved_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='PlanLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('side', models.CharField(choices=[('charge', 'charge'), ('product', 'produit')], max_length=8)),
                ('form_line', models.CharField(max_length=40, verbose_name='ligne du formulaire')),
                ('label', models.CharField(blank=True, max_length=200, verbose_name='intitulé')),
                ('analytic', models.CharField(blank=True, max_length=20, verbose_name='code analytique')),
                ('support_kind', models.CharField(blank=True, max_length=40, verbose_name="forme de l'aide")),
                ('rhythm', models.CharField(choices=[('monthly', 'chaque mois'), ('quarterly', 'chaque trimestre'), ('yearly', 'une fois par an'), ('tranches', 'en plusieurs versements'), ('on_claim', 'sur demande, après la dépense')], default='monthly', max_length=10, verbose_name='rythme')),
                ('month', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(12)], verbose_name='mois du premier paiement')),
                ('delay', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(60)], verbose_name='délai en mois')),
                ('claim_every', models.PositiveSmallIntegerField(default=6, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(12)], verbose_name='mois entre deux demandes')),
                ('advance', models.PositiveSmallIntegerField(default=0, verbose_name='avance, en points de base')),
                ('note', models.TextField(blank=True, verbose_name='comment ce montant est calculé')),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('funder', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='financing.funder')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='financing.plan')),
            ],
            options={
                'ordering': ('side', 'form_line', 'place', 'id'),
            },
        ),
        migrations.CreateModel(
            name='PlanAmount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('planned_cents', models.BigIntegerField(blank=True, null=True)),
                ('requested_cents', models.BigIntegerField(blank=True, null=True)),
                ('granted_cents', models.BigIntegerField(blank=True, null=True)),
                ('actual_cents', models.BigIntegerField(blank=True, null=True)),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='amounts', to='financing.planline')),
            ],
            options={
                'ordering': ('year',),
            },
        ),
        migrations.CreateModel(
            name='PlanShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('administrator', 'administration'), ('founder', "fondation d'un pôle"), ('coordinator', "coordination d'un pôle"), ('representative', "représentation d'une organisation membre"), ('network_officer', "animation d'un réseau"), ('state_officer', "services de l'État"), ('territorial_agent', "agent d'un territoire"), ('researcher', 'recherche')], max_length=20, verbose_name='rôle')),
                ('key', models.CharField(blank=True, max_length=64)),
                ('label', models.CharField(blank=True, max_length=200)),
                ('shared_by', models.CharField(max_length=64)),
                ('shared_at', models.DateTimeField()),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='financing.plan')),
            ],
            options={
                'ordering': ('role', 'label', 'id'),
            },
        ),
        migrations.CreateModel(
            name='PlanSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('state', models.CharField(choices=[('pending', 'à confirmer'), ('done', 'fait'), ('undone', 'défait')], default='pending', max_length=10, verbose_name='état')),
                ('file_name', models.CharField(max_length=200, verbose_name='fichier')),
                ('header', models.JSONField(default=list)),
                ('lines', models.JSONField(default=list)),
                ('report', models.JSONField(default=list)),
                ('created_by', models.CharField(max_length=64)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('items', models.JSONField(default=dict)),
                ('from_plan', models.CharField(blank=True, max_length=22)),
                ('from_version', models.PositiveIntegerField(blank=True, null=True)),
                ('former', models.JSONField(default=dict)),
                ('version_before', models.PositiveIntegerField(blank=True, null=True)),
                ('version_after', models.PositiveIntegerField(blank=True, null=True)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sheets', to='financing.plan')),
            ],
            options={
                'ordering': ('-created_at', '-id'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SingleUndertaking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('name', models.CharField(max_length=200, verbose_name='nom du groupe')),
                ('note', models.TextField(blank=True, verbose_name='ce qui les lie')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('organisations', models.ManyToManyField(related_name='undertakings', to='poles.organisation')),
                ('pole', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='undertakings', to='poles.pole')),
            ],
            options={
                'ordering': ('name', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Support',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('kind', models.CharField(blank=True, max_length=40, verbose_name="forme de l'aide")),
                ('title', models.CharField(max_length=200, verbose_name='objet')),
                ('state', models.CharField(choices=[('planned', 'à demander'), ('requested', 'demandée'), ('granted', 'accordée'), ('refused', 'refusée'), ('given_up', 'abandonnée'), ('ended', 'soldée')], default='planned', max_length=10)),
                ('apply_before', models.DateField(blank=True, null=True, verbose_name='à demander avant le')),
                ('requested_on', models.DateField(blank=True, null=True, verbose_name='demandée le')),
                ('requested_cents', models.BigIntegerField(blank=True, null=True, verbose_name='montant demandé')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='décidée le')),
                ('granted_cents', models.BigIntegerField(blank=True, null=True, verbose_name='montant accordé')),
                ('decision_note', models.TextField(blank=True, verbose_name='ce que dit la décision')),
                ('reference', models.CharField(blank=True, max_length=100, verbose_name='référence de la convention')),
                ('agreed_on', models.DateField(blank=True, null=True, verbose_name='convention signée le')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='dépenses prises en compte à partir du')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name="jusqu'au")),
                ('republican_contract_on', models.DateField(blank=True, null=True, verbose_name="contrat d'engagement républicain signé le")),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('changed_at', models.DateTimeField()),
                ('funder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='supports', to='financing.funder')),
                ('pole', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='supports', to='poles.pole')),
                ('project', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='supports', to='projects.project')),
            ],
            options={
                'ordering': ('funder__name', 'title', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('kind', models.CharField(choices=[('intermediate', 'bilan intermédiaire'), ('final', 'compte rendu financier final'), ('other', 'autre justificatif')], default='final', max_length=15, verbose_name='nature')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='intitulé')),
                ('due_on', models.DateField(verbose_name='à rendre le')),
                ('sent_on', models.DateField(blank=True, null=True, verbose_name='rendu le')),
                ('reminded_on', models.DateField(blank=True, editable=False, null=True)),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('support', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='financing.support')),
            ],
            options={
                'ordering': ('due_on', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('label', models.CharField(blank=True, max_length=200, verbose_name='versement')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='attendu le')),
                ('due_cents', models.BigIntegerField(blank=True, null=True, verbose_name='montant attendu')),
                ('received_on', models.DateField(blank=True, null=True, verbose_name='reçu le')),
                ('received_cents', models.BigIntegerField(blank=True, null=True, verbose_name='montant reçu')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('claim', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='receipts', to='financing.claim')),
                ('support', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='receipts', to='financing.support')),
            ],
            options={
                'ordering': (models.OrderBy(models.F('due_on'), nulls_last=True), 'id'),
            },
        ),
        migrations.AddField(
            model_name='planline',
            name='support',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='lines', to='financing.support'),
        ),
        migrations.CreateModel(
            name='FinalReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('year', models.PositiveSmallIntegerField(default=0)),
                ('texts', models.JSONField(default=dict)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('changed_by', models.CharField(max_length=64)),
                ('changed_at', models.DateTimeField()),
                ('support', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='final_reports', to='financing.support')),
            ],
            options={
                'ordering': ('support', 'year'),
            },
        ),
        migrations.CreateModel(
            name='Expense',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('on', models.DateField(verbose_name='date de la pièce')),
                ('paid_on', models.DateField(blank=True, null=True, verbose_name='payée le')),
                ('supplier', models.CharField(blank=True, max_length=200, verbose_name='fournisseur ou salarié')),
                ('label', models.CharField(max_length=200, verbose_name='objet')),
                ('form_line', models.CharField(blank=True, max_length=40, verbose_name='ligne du formulaire')),
                ('cents', models.BigIntegerField(verbose_name='montant de la pièce')),
                ('charged_cents', models.BigIntegerField(blank=True, null=True, verbose_name='dont imputé ici')),
                ('reference', models.CharField(blank=True, max_length=60, verbose_name='numéro de pièce')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('claim', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='expenses', to='financing.claim')),
                ('pole', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='expenses', to='poles.pole')),
                ('project', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='expenses', to='projects.project')),
                ('line', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='expenses', to='financing.planline')),
                ('support', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='expenses', to='financing.support')),
            ],
            options={
                'ordering': ('-on', '-id'),
            },
        ),
        migrations.CreateModel(
            name='DeMinimisAid',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('regulation', models.CharField(choices=[('general', 'règlement général'), ('sgei', "services d'intérêt économique général"), ('agriculture', 'agriculture'), ('fishery', 'pêche et aquaculture')], default='general', max_length=12, verbose_name='règlement')),
                ('granted_on', models.DateField(verbose_name='accordée le')),
                ('cents', models.BigIntegerField(verbose_name='montant (équivalent-subvention brut)')),
                ('granted_by', models.CharField(blank=True, max_length=200, verbose_name='accordée par')),
                ('source', models.CharField(max_length=300, verbose_name='source')),
                ('recorded_by', models.CharField(max_length=64)),
                ('recorded_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='de_minimis_aids', to='poles.organisation')),
                ('pole', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='de_minimis_aids', to='poles.pole')),
                ('support', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='de_minimis_aids', to='financing.support')),
            ],
            options={
                'ordering': ('-granted_on', '-id'),
            },
        ),
        migrations.CreateModel(
            name='DedicatedFund',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('closes_on', models.DateField(verbose_name="clôture de l'exercice")),
                ('carried_cents', models.BigIntegerField(default=0, verbose_name='reporté (689)')),
                ('taken_back_cents', models.BigIntegerField(default=0, verbose_name='repris (789)')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('support', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dedicated_funds', to='financing.support')),
            ],
            options={
                'ordering': ('closes_on', 'id'),
            },
        ),
        migrations.AddField(
            model_name='claim',
            name='support',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='claims', to='financing.support'),
        ),
        migrations.CreateModel(
            name='Tranche',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)], verbose_name='mois')),
                ('share', models.PositiveSmallIntegerField(verbose_name='part, en points de base')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tranches', to='financing.planline')),
            ],
            options={
                'ordering': ('month', 'id'),
            },
        ),
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user_uid', models.CharField(max_length=64)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('pole', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_feeds', to='poles.pole')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('pole', 'user_uid'), name='calendar_feed_once')],
            },
        ),
        migrations.CreateModel(
            name='ExpenseSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('state', models.CharField(choices=[('pending', 'à confirmer'), ('done', 'fait'), ('undone', 'défait')], default='pending', max_length=10, verbose_name='état')),
                ('file_name', models.CharField(max_length=200, verbose_name='fichier')),
                ('header', models.JSONField(default=list)),
                ('lines', models.JSONField(default=list)),
                ('report', models.JSONField(default=list)),
                ('created_by', models.CharField(max_length=64)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('pole', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='expense_sheets', to='poles.pole')),
            ],
            options={
                'ordering': ('-created_at', '-id'),
                'abstract': False,
                'indexes': [models.Index(fields=['expires_at'], name='expensesheet_to_forget')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'done', 'undone'])), name='expensesheet_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('done_at', None), ('state', 'pending')), models.Q(models.Q(('state', 'pending'), _negated=True), ('done_at__isnull', False)), _connector='OR'), name='expensesheet_done_is_dated'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'undone'), ('undone_at__isnull', False)), models.Q(models.Q(('state', 'undone'), _negated=True), ('undone_at', None)), _connector='OR'), name='expensesheet_undone_is_dated')],
            },
        ),
        migrations.AddConstraint(
            model_name='funder',
            constraint=models.UniqueConstraint(fields=('pole', 'name'), name='funder_once'),
        ),
        migrations.AddConstraint(
            model_name='funder',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['', 'state', 'region', 'department', 'commune_epci', 'social_bodies', 'europe', 'asp', 'other_public', 'private', 'member', 'bank'])), name='funder_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='funder',
            constraint=models.CheckConstraint(condition=models.Q(('ceiling', None), ('ceiling__range', (1, 10000)), _connector='OR'), name='funder_ceiling_is_a_share'),
        ),
        migrations.AddConstraint(
            model_name='funder',
            constraint=models.CheckConstraint(condition=models.Q(('yearly_cents', None), ('yearly_cents__gt', 0), _connector='OR'), name='funder_yearly_limit_of_something'),
        ),
        migrations.AddConstraint(
            model_name='funder',
            constraint=models.CheckConstraint(condition=models.Q(('usual_delay', None), ('usual_delay__lte', 60), _connector='OR'), name='funder_delay_within_five_years'),
        ),
        migrations.AddIndex(
            model_name='plan',
            index=models.Index(fields=['pole', '-starts_on'], name='plan_of_pole'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'adopted', 'closed'])), name='plan_state_known'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(('years__range', (1, 5))), name='plan_of_one_to_five_years'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(('overdraft_cents__gte', 0)), name='plan_overdraft_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='plan_has_a_title'),
        ),
        migrations.AddConstraint(
            model_name='longtermitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('category__in', ('investment', 'setting_up', 'deposit', 'working_capital', 'repayment', 'other_need')), ('kind', 'need')), models.Q(('category__in', ['investment', 'setting_up', 'deposit', 'working_capital', 'repayment', 'other_need', 'contribution_with_recovery', 'contribution_without_recovery', 'associative_bond', 'loan', 'investment_subsidy', 'own_funds', 'other_resource']), ('kind', 'resource'), models.Q(('category__in', ('investment', 'setting_up', 'deposit', 'working_capital', 'repayment', 'other_need')), _negated=True)), _connector='OR'), name='long_term_category_of_its_kind'),
        ),
        migrations.AddConstraint(
            model_name='longtermitem',
            constraint=models.CheckConstraint(condition=models.Q(('month__range', (1, 12))), name='long_term_month'),
        ),
        migrations.AddConstraint(
            model_name='cashscenario',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='cash_scenario_has_a_name'),
        ),
        migrations.AddConstraint(
            model_name='planamount',
            constraint=models.UniqueConstraint(fields=('line', 'year'), name='plan_amount_once'),
        ),
        migrations.AddConstraint(
            model_name='planamount',
            constraint=models.CheckConstraint(condition=models.Q(('year__range', (1, 5))), name='plan_amount_year'),
        ),
        migrations.AddConstraint(
            model_name='planamount',
            constraint=models.CheckConstraint(condition=models.Q(('planned_cents', None), ('planned_cents__gte', 0), _connector='OR'), name='plan_amount_planned'),
        ),
        migrations.AddConstraint(
            model_name='planamount',
            constraint=models.CheckConstraint(condition=models.Q(('requested_cents', None), ('requested_cents__gte', 0), _connector='OR'), name='plan_amount_requested'),
        ),
        migrations.AddConstraint(
            model_name='planamount',
            constraint=models.CheckConstraint(condition=models.Q(('granted_cents', None), ('granted_cents__gte', 0), _connector='OR'), name='plan_amount_granted'),
        ),
        migrations.AddConstraint(
            model_name='planamount',
            constraint=models.CheckConstraint(condition=models.Q(('actual_cents', None), ('actual_cents__gte', 0), _connector='OR'), name='plan_amount_actual'),
        ),
        migrations.AddIndex(
            model_name='planshare',
            index=models.Index(fields=['role', 'key'], name='plan_shared_with'),
        ),
        migrations.AddConstraint(
            model_name='planshare',
            constraint=models.UniqueConstraint(fields=('plan', 'role', 'key'), name='plan_shared_once'),
        ),
        migrations.AddConstraint(
            model_name='planshare',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('key', ''), ('role', 'state_officer')), models.Q(('role__in', ('territorial_agent', 'representative', 'network_officer')), models.Q(('key', ''), _negated=True)), _connector='OR'), name='plan_shared_with_readers'),
        ),
        migrations.AddIndex(
            model_name='plansheet',
            index=models.Index(fields=['expires_at'], name='plansheet_to_forget'),
        ),
        migrations.AddConstraint(
            model_name='plansheet',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'done', 'undone'])), name='plansheet_state_known'),
        ),
        migrations.AddConstraint(
            model_name='plansheet',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_at', None), ('state', 'pending')), models.Q(models.Q(('state', 'pending'), _negated=True), ('done_at__isnull', False)), _connector='OR'), name='plansheet_done_is_dated'),
        ),
        migrations.AddConstraint(
            model_name='plansheet',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'undone'), ('undone_at__isnull', False)), models.Q(models.Q(('state', 'undone'), _negated=True), ('undone_at', None)), _connector='OR'), name='plansheet_undone_is_dated'),
        ),
        migrations.AddConstraint(
            model_name='singleundertaking',
            constraint=models.UniqueConstraint(fields=('pole', 'name'), name='undertaking_once'),
        ),
        migrations.AddIndex(
            model_name='support',
            index=models.Index(fields=['pole', 'state'], name='support_of_pole'),
        ),
        migrations.AddConstraint(
            model_name='support',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'requested', 'granted', 'refused', 'given_up', 'ended'])), name='support_state_known'),
        ),
        migrations.AddConstraint(
            model_name='support',
            constraint=models.CheckConstraint(condition=models.Q(('requested_cents', None), ('requested_cents__gte', 0), _connector='OR'), name='support_request_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='support',
            constraint=models.CheckConstraint(condition=models.Q(('granted_cents', None), ('granted_cents__gte', 0), _connector='OR'), name='support_grant_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='support',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on', None), ('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='support_period_in_order'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(condition=models.Q(('sent_on', None)), fields=['due_on'], name='report_due'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['intermediate', 'final', 'other'])), name='report_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('received_cents', None), ('received_on', None)), models.Q(('received_on__isnull', False), ('received_cents__gt', 0)), _connector='OR'), name='receipt_received_when_and_how_much'),
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.CheckConstraint(condition=models.Q(('due_cents', None), ('due_cents__gt', 0), _connector='OR'), name='receipt_due_of_something'),
        ),
        migrations.AddConstraint(
            model_name='planline',
            constraint=models.CheckConstraint(condition=models.Q(('side__in', ['charge', 'product'])), name='plan_line_side_known'),
        ),
        migrations.AddConstraint(
            model_name='planline',
            constraint=models.CheckConstraint(condition=models.Q(('rhythm__in', ['monthly', 'quarterly', 'yearly', 'tranches', 'on_claim'])), name='plan_line_rhythm_known'),
        ),
        migrations.AddConstraint(
            model_name='planline',
            constraint=models.CheckConstraint(condition=models.Q(('month__range', (1, 12))), name='plan_line_month'),
        ),
        migrations.AddConstraint(
            model_name='planline',
            constraint=models.CheckConstraint(condition=models.Q(('claim_every__range', (1, 12))), name='plan_line_claims'),
        ),
        migrations.AddConstraint(
            model_name='planline',
            constraint=models.CheckConstraint(condition=models.Q(('advance__lte', 10000), ('delay__lte', 60)), name='plan_line_delay_and_advance'),
        ),
        migrations.AddConstraint(
            model_name='finalreport',
            constraint=models.UniqueConstraint(fields=('support', 'year'), name='final_report_once_a_year'),
        ),
        migrations.AddConstraint(
            model_name='finalreport',
            constraint=models.CheckConstraint(condition=models.Q(('year__lte', 5)), name='final_report_year'),
        ),
        migrations.AddIndex(
            model_name='expense',
            index=models.Index(fields=['pole', '-on'], name='expense_of_pole'),
        ),
        migrations.AddConstraint(
            model_name='expense',
            constraint=models.CheckConstraint(condition=models.Q(('cents__gt', 0)), name='expense_of_something'),
        ),
        migrations.AddConstraint(
            model_name='expense',
            constraint=models.CheckConstraint(condition=models.Q(('charged_cents', None), models.Q(('charged_cents__gte', 0), ('charged_cents__lte', models.F('cents'))), _connector='OR'), name='expense_charged_within_its_amount'),
        ),
        migrations.AddIndex(
            model_name='deminimisaid',
            index=models.Index(fields=['organisation', '-granted_on'], name='de_minimis_of_whom'),
        ),
        migrations.AddConstraint(
            model_name='deminimisaid',
            constraint=models.CheckConstraint(condition=models.Q(('cents__gt', 0)), name='de_minimis_of_something'),
        ),
        migrations.AddConstraint(
            model_name='deminimisaid',
            constraint=models.CheckConstraint(condition=models.Q(('regulation__in', ['general', 'sgei', 'agriculture', 'fishery'])), name='de_minimis_regulation_known'),
        ),
        migrations.AddConstraint(
            model_name='deminimisaid',
            constraint=models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='de_minimis_has_a_source'),
        ),
        migrations.AddConstraint(
            model_name='dedicatedfund',
            constraint=models.UniqueConstraint(fields=('support', 'closes_on'), name='dedicated_fund_once_a_year'),
        ),
        migrations.AddConstraint(
            model_name='dedicatedfund',
            constraint=models.CheckConstraint(condition=models.Q(('carried_cents__gte', 0), ('taken_back_cents__gte', 0)), name='dedicated_fund_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(('cents__gt', 0)), name='claim_of_something'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on', None), ('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='claim_period_in_order'),
        ),
        migrations.AddConstraint(
            model_name='tranche',
            constraint=models.CheckConstraint(condition=models.Q(('month__range', (1, 60)), ('share__range', (1, 10000))), name='tranche_month_and_share'),
        ),
    ]
