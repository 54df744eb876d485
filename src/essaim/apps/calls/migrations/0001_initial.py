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
            name='Call',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('organiser', models.CharField(blank=True, max_length=200, verbose_name='organisé par')),
                ('title', models.CharField(max_length=200, verbose_name='titre')),
                ('summary', models.TextField(blank=True, verbose_name='en bref')),
                ('text', models.TextField(blank=True, verbose_name="avis d'appel")),
                ('place', models.TextField(blank=True, verbose_name='territoire')),
                ('zone', models.CharField(choices=[('Europe/Paris', 'heure de Paris'), ('America/Guadeloupe', 'heure de la Guadeloupe'), ('America/Martinique', 'heure de la Martinique'), ('America/Cayenne', 'heure de la Guyane'), ('Indian/Reunion', 'heure de La Réunion'), ('Indian/Mayotte', 'heure de Mayotte'), ('America/Miquelon', 'heure de Saint-Pierre-et-Miquelon'), ('Pacific/Noumea', 'heure de Nouvelle-Calédonie'), ('Pacific/Tahiti', 'heure de Tahiti')], default='Europe/Paris', max_length=40, verbose_name='fuseau horaire')),
                ('contact', models.CharField(blank=True, max_length=300, verbose_name='contact')),
                ('rules', models.CharField(blank=True, max_length=60, verbose_name="règles d'éligibilité")),
                ('form_address', models.URLField(blank=True, max_length=500, verbose_name='adresse de la démarche en ligne')),
                ('state', models.CharField(choices=[('draft', 'en préparation'), ('published', 'publié'), ('withdrawn', 'retiré')], default='draft', max_length=10)),
                ('withdrawn_reason', models.TextField(blank=True)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('results_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('changed_at', models.DateTimeField()),
                ('network', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='poles.network', verbose_name='réseau')),
            ],
            options={
                'ordering': ('-changed_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='Dossier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('state', models.CharField(choices=[('open', "en cours d'écriture"), ('submitted', 'déposé'), ('reopened', 'rouvert pour correction'), ('withdrawn', 'retiré')], default='open', max_length=10)),
                ('budget_cents', models.BigIntegerField(blank=True, null=True, verbose_name='budget total')),
                ('started_by', models.CharField(max_length=64)),
                ('started_at', models.DateTimeField()),
                ('submitted_at', models.DateTimeField(blank=True, null=True)),
                ('reopened_until', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_reason', models.TextField(blank=True)),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('changed_at', models.DateTimeField()),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dossiers', to='calls.call')),
                ('pole', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dossiers', to='poles.pole')),
            ],
            options={
                'ordering': ('-changed_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='OwnRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=500)),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='own_rules', to='calls.call')),
            ],
            options={
                'ordering': ('place', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Partner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('name', models.CharField(max_length=200, verbose_name='organisation')),
                ('siret', models.CharField(blank=True, max_length=14, verbose_name='SIRET')),
                ('family', models.CharField(blank=True, max_length=40, verbose_name='famille')),
                ('legal_category', models.CharField(blank=True, max_length=4, verbose_name='catégorie juridique')),
                ('role', models.CharField(blank=True, max_length=300, verbose_name='rôle dans le projet')),
                ('commitment', models.TextField(blank=True, verbose_name='engagement')),
                ('amount_cents', models.BigIntegerField(blank=True, null=True, verbose_name='part du budget')),
                ('is_applicant', models.BooleanField(default=False, verbose_name='structure candidate')),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='partners', to='calls.dossier')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='dossier_partners', to='poles.organisation')),
            ],
            options={
                'ordering': ('-is_applicant', 'place', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Phase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('interest', "manifestation d'intérêt"), ('dossiers', 'dépôt des dossiers'), ('review', 'instruction'), ('decision', 'décision'), ('results', 'publication des résultats')], max_length=10, verbose_name='phase')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='nom de la phase')),
                ('opens_at', models.DateTimeField(verbose_name='ouvre le')),
                ('closes_at', models.DateTimeField(blank=True, null=True, verbose_name='ferme le')),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='phases', to='calls.call')),
            ],
            options={
                'ordering': ('opens_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Permission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('actor', models.CharField(choices=[('founders', 'celles et ceux qui portent un pôle'), ('officers', "l'équipe de l'appel"), ('public', 'tout le monde')], max_length=12)),
                ('right', models.CharField(choices=[('write', 'écrire et déposer un dossier'), ('read', 'lire les dossiers déposés'), ('ask', 'demander des pièces'), ('decide', 'décider'), ('see_results', 'lire les résultats')], max_length=12)),
                ('phase', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='permissions', to='calls.phase')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='PieceRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('text', models.TextField(verbose_name='ce qui est demandé')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='pour le')),
                ('asked_by', models.CharField(max_length=64)),
                ('asked_at', models.DateTimeField()),
                ('answer', models.TextField(blank=True, verbose_name='réponse')),
                ('answered_by', models.CharField(blank=True, max_length=64)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('accepted_by', models.CharField(blank=True, max_length=64)),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='piece_requests', to='calls.dossier')),
            ],
            options={
                'ordering': ('asked_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('section', models.CharField(blank=True, max_length=200, verbose_name='partie')),
                ('label', models.CharField(max_length=500, verbose_name='question')),
                ('help', models.TextField(blank=True, verbose_name='aide')),
                ('kind', models.CharField(choices=[('short', 'une ligne'), ('long', 'un texte'), ('number', 'un nombre'), ('euros', 'un montant en euros'), ('date', 'une date'), ('yes_no', 'oui ou non'), ('choice', 'un choix'), ('choices', 'plusieurs choix')], default='long', max_length=10, verbose_name='réponse')),
                ('choices', models.TextField(blank=True, verbose_name='choix, un par ligne')),
                ('is_required', models.BooleanField(default=True, verbose_name='obligatoire')),
                ('longest', models.PositiveIntegerField(blank=True, null=True, verbose_name='signes au plus')),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='calls.call')),
            ],
            options={
                'ordering': ('place', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('changed_by', models.CharField(max_length=64)),
                ('changed_at', models.DateTimeField()),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='calls.dossier')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='calls.question')),
            ],
        ),
        migrations.CreateModel(
            name='ReopenRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('reason', models.TextField(verbose_name='ce qui est à corriger')),
                ('asked_by', models.CharField(max_length=64)),
                ('asked_at', models.DateTimeField()),
                ('is_accepted', models.BooleanField(blank=True, null=True)),
                ('answer', models.TextField(blank=True, verbose_name='réponse')),
                ('answered_by', models.CharField(blank=True, max_length=64)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reopen_requests', to='calls.dossier')),
            ],
            options={
                'ordering': ('asked_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('number', models.PositiveSmallIntegerField()),
                ('receipt', models.CharField(max_length=40, unique=True)),
                ('data', models.JSONField()),
                ('sha256', models.CharField(max_length=64)),
                ('submitted_by', models.CharField(max_length=64)),
                ('submitted_at', models.DateTimeField()),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='calls.dossier')),
            ],
            options={
                'ordering': ('-number',),
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('laureate', 'lauréat'), ('waiting', "sur liste d'attente"), ('refused', 'non retenu'), ('inadmissible', 'non recevable')], max_length=12, verbose_name='décision')),
                ('reason', models.TextField(verbose_name='motif')),
                ('text_relied_on', models.CharField(blank=True, max_length=300, verbose_name="texte sur lequel elle s'appuie")),
                ('decided_by', models.CharField(max_length=64)),
                ('decided_at', models.DateTimeField()),
                ('is_current', models.BooleanField(default=True)),
                ('recognised_at', models.DateTimeField(blank=True, null=True)),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='calls.dossier')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='calls.submission')),
            ],
            options={
                'ordering': ('-decided_at', '-id'),
            },
        ),
        migrations.AddIndex(
            model_name='call',
            index=models.Index(fields=['state', '-published_at'], name='call_published'),
        ),
        migrations.AddConstraint(
            model_name='call',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'published', 'withdrawn'])), name='call_state_known'),
        ),
        migrations.AddConstraint(
            model_name='call',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), ('published_at__isnull', False), _connector='OR'), name='call_published_is_dated'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(fields=['call', 'state'], name='dossier_of_call'),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.UniqueConstraint(fields=('call', 'pole'), name='dossier_once'),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'submitted', 'reopened', 'withdrawn'])), name='dossier_state_known'),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'submitted'), _negated=True), ('submitted_at__isnull', False), _connector='OR'), name='dossier_submitted_is_dated'),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'reopened'), _negated=True), ('reopened_until__isnull', False), _connector='OR'), name='dossier_reopened_has_its_term'),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.CheckConstraint(condition=models.Q(('budget_cents', None), ('budget_cents__gte', 0), _connector='OR'), name='dossier_budget_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='partner',
            constraint=models.UniqueConstraint(condition=models.Q(('is_applicant', True)), fields=('dossier',), name='dossier_has_one_applicant'),
        ),
        migrations.AddConstraint(
            model_name='partner',
            constraint=models.CheckConstraint(condition=models.Q(('amount_cents', None), ('amount_cents__gte', 0), _connector='OR'), name='partner_share_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='phase',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['interest', 'dossiers', 'review', 'decision', 'results'])), name='phase_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='phase',
            constraint=models.CheckConstraint(condition=models.Q(('closes_at', None), ('closes_at__gt', models.F('opens_at')), _connector='OR'), name='phase_closes_after_it_opens'),
        ),
        migrations.AddConstraint(
            model_name='permission',
            constraint=models.UniqueConstraint(fields=('phase', 'actor', 'right'), name='permission_once'),
        ),
        migrations.AddConstraint(
            model_name='permission',
            constraint=models.CheckConstraint(condition=models.Q(('actor__in', ['founders', 'officers', 'public']), ('right__in', ['write', 'read', 'ask', 'decide', 'see_results'])), name='permission_known'),
        ),
        migrations.AddConstraint(
            model_name='piecerequest',
            constraint=models.CheckConstraint(condition=models.Q(('accepted_at', None), ('answered_at__isnull', False), _connector='OR'), name='piece_accepted_was_answered'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['short', 'long', 'number', 'euros', 'date', 'yes_no', 'choice', 'choices'])), name='question_kind_of_answer'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('choice', 'choices')), _negated=True), models.Q(('choices', ''), _negated=True), _connector='OR'), name='question_offers_choices'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.UniqueConstraint(fields=('dossier', 'question'), name='dossier_answers_once'),
        ),
        migrations.AddConstraint(
            model_name='reopenrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('is_accepted', None)), fields=('dossier',), name='dossier_has_one_reopen_request'),
        ),
        migrations.AddConstraint(
            model_name='reopenrequest',
            constraint=models.CheckConstraint(condition=models.Q(('is_accepted', None), ('answered_at__isnull', False), _connector='OR'), name='reopen_request_answered_is_dated'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.UniqueConstraint(fields=('dossier', 'number'), name='submission_numbered'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['laureate', 'waiting', 'refused', 'inadmissible'])), name='decision_outcome_known'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='decision_has_its_reason'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('dossier',), name='dossier_has_one_decision'),
        ),
    ]
