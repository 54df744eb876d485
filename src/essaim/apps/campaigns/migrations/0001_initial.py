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
            name='Campaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('name', models.CharField(max_length=120, verbose_name='nom')),
                ('message', models.TextField(verbose_name='message aux pôles')),
                ('opens_at', models.DateTimeField(verbose_name='ouverture')),
                ('closes_at', models.DateTimeField(verbose_name='clôture')),
                ('reminder_days', models.PositiveSmallIntegerField(default=7, verbose_name='jours entre deux relances')),
                ('contact_months', models.PositiveSmallIntegerField(default=6, verbose_name='mois de garde des coordonnées après la clôture')),
                ('phase', models.CharField(choices=[('draft', 'en préparation'), ('open', 'ouverte'), ('closed', 'close')], default='draft', editable=False, max_length=6)),
                ('opened_at', models.DateTimeField(editable=False, null=True)),
                ('closed_at', models.DateTimeField(editable=False, null=True)),
                ('published_at', models.DateTimeField(editable=False, null=True)),
                ('contacts_erased_at', models.DateTimeField(editable=False, null=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(editable=False)),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='campaigns', to='poles.network', verbose_name='réseau')),
            ],
            options={
                'ordering': ('-closes_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('contact_name', models.CharField(blank=True, max_length=200, verbose_name='personne à qui demander')),
                ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name='adresse électronique')),
                ('contact_phone', models.CharField(blank=True, max_length=30, verbose_name='téléphone')),
                ('standing', models.CharField(choices=[('waiting', 'à inviter'), ('invited', 'invité'), ('opened', 'questionnaire ouvert'), ('started', 'réponse commencée'), ('validated', 'validé'), ('refused', 'refus'), ('unreachable', 'injoignable')], default='waiting', max_length=12, verbose_name='état')),
                ('channel', models.CharField(blank=True, choices=[('online', 'en ligne'), ('file', 'fichier'), ('paper', 'papier'), ('telephone', 'téléphone')], max_length=10, verbose_name='voie')),
                ('given_by', models.CharField(blank=True, max_length=200, verbose_name='qui a donné ces réponses')),
                ('given_on', models.DateField(blank=True, null=True, verbose_name='réponses données le')),
                ('invited_at', models.DateTimeField(null=True)),
                ('opened_at', models.DateTimeField(null=True)),
                ('started_at', models.DateTimeField(null=True)),
                ('validated_at', models.DateTimeField(null=True)),
                ('last_reminder_at', models.DateTimeField(null=True)),
                ('reminders', models.PositiveSmallIntegerField(default=0)),
                ('reopening_asked_at', models.DateTimeField(null=True)),
                ('reopening_reason', models.CharField(blank=True, max_length=500)),
                ('version', models.PositiveIntegerField(default=1)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='campaigns.campaign')),
                ('pole', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='poles.pole')),
            ],
            options={
                'ordering': ('pole__name', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('issued_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('invitation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='campaigns.invitation')),
            ],
            options={
                'ordering': ('-issued_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('fact', 'identité'), ('section', 'texte de la fiche'), ('indicator', 'chiffre')], max_length=10)),
                ('key', models.CharField(max_length=60)),
                ('scope', models.CharField(blank=True, max_length=60, verbose_name='périmètre de mesure')),
                ('unit', models.CharField(blank=True, max_length=40, verbose_name='unité')),
                ('on', models.DateField(blank=True, null=True, verbose_name='date de référence')),
                ('precision', models.CharField(blank=True, max_length=5)),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='campaigns.campaign')),
            ],
            options={
                'ordering': ('place', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('choice', models.CharField(blank=True, choices=[('', 'pas de réponse'), ('still_true', 'toujours vrai'), ('corrected', 'nouvelle valeur'), ('not_known', 'je ne sais pas')], max_length=10)),
                ('value', models.TextField(blank=True)),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='remarque')),
                ('invitation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='campaigns.invitation')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='campaigns.question')),
            ],
            options={
                'ordering': ('question__place', 'id'),
            },
        ),
        migrations.CreateModel(
            name='StatedAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('choice', models.CharField(blank=True, choices=[('', 'pas de réponse'), ('still_true', 'toujours vrai'), ('corrected', 'nouvelle valeur'), ('not_known', 'je ne sais pas')], max_length=10)),
                ('value', models.TextField(blank=True)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('known', models.TextField(blank=True)),
                ('outcome', models.CharField(blank=True, choices=[('accepted', 'acceptée'), ('refused', 'refusée')], max_length=8)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.CharField(blank=True, max_length=64)),
                ('observation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='stated', to='poles.observation')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stated', to='campaigns.question')),
            ],
            options={
                'ordering': ('question__place', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Confirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('fact', 'identité'), ('section', 'texte de la fiche'), ('indicator', 'chiffre')], max_length=10)),
                ('key', models.CharField(max_length=60)),
                ('on', models.DateField()),
                ('source_title', models.CharField(max_length=300)),
                ('pole', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='confirmations', to='poles.pole')),
                ('answer', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='confirmation', to='campaigns.statedanswer')),
            ],
            options={
                'ordering': ('-on', '-id'),
            },
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('person', models.CharField(max_length=200, verbose_name='nom de la personne qui valide')),
                ('function', models.CharField(max_length=200, verbose_name='sa fonction dans le pôle')),
                ('channel', models.CharField(choices=[('online', 'en ligne'), ('file', 'fichier'), ('paper', 'papier'), ('telephone', 'téléphone')], max_length=10)),
                ('given_on', models.DateField()),
                ('validated_at', models.DateTimeField()),
                ('replaced', models.BooleanField(default=False)),
                ('invitation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='statements', to='campaigns.invitation')),
            ],
            options={
                'ordering': ('-validated_at', '-id'),
            },
        ),
        migrations.AddField(
            model_name='statedanswer',
            name='statement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='campaigns.statement'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('phase__in', ['draft', 'open', 'closed'])), name='campaign_phase_known'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='campaign_dates_in_order'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('opened_at', None), ('phase', 'draft')), models.Q(models.Q(('phase', 'draft'), _negated=True), models.Q(('opened_at', None), _negated=True)), _connector='OR'), name='campaign_opened_is_dated'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('phase', 'closed')), models.Q(models.Q(('phase', 'closed'), _negated=True), ('closed_at', None)), _connector='OR'), name='campaign_closed_is_dated'),
        ),
        migrations.AddIndex(
            model_name='invitation',
            index=models.Index(fields=['campaign', 'standing'], name='invitation_by_standing'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(fields=('campaign', 'pole'), name='invitation_once'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('standing__in', ['waiting', 'invited', 'opened', 'started', 'validated', 'refused', 'unreachable'])), name='invitation_standing_known'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('standing', 'validated'), ('validated_at__isnull', False)), models.Q(models.Q(('standing', 'validated'), _negated=True), ('validated_at', None)), _connector='OR'), name='invitation_validated_is_dated'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('channel', ''), ('channel__in', ['online', 'file', 'paper', 'telephone']), _connector='OR'), name='invitation_channel_known'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.UniqueConstraint(fields=('campaign', 'kind', 'key', 'scope', 'unit'), name='question_once'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['fact', 'section', 'indicator'])), name='question_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'indicator'), ('on__isnull', False)), models.Q(models.Q(('kind', 'indicator'), _negated=True), ('on', None)), _connector='OR'), name='question_figure_has_its_date'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.UniqueConstraint(fields=('invitation', 'question'), name='answer_once'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(condition=models.Q(('choice__in', ['', 'still_true', 'corrected', 'not_known'])), name='answer_choice_known'),
        ),
        migrations.AddIndex(
            model_name='confirmation',
            index=models.Index(fields=['pole', 'kind', 'key'], name='confirmation_of_fact'),
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=models.UniqueConstraint(condition=models.Q(('replaced', False)), fields=('invitation',), name='statement_one_in_force'),
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('person', ''), _negated=True), models.Q(('function', ''), _negated=True)), name='statement_says_who'),
        ),
        migrations.AddConstraint(
            model_name='statedanswer',
            constraint=models.UniqueConstraint(fields=('statement', 'question'), name='stated_answer_once'),
        ),
        migrations.AddConstraint(
            model_name='statedanswer',
            constraint=models.CheckConstraint(condition=models.Q(('choice__in', ['', 'still_true', 'corrected', 'not_known'])), name='stated_answer_choice_known'),
        ),
        migrations.AddConstraint(
            model_name='statedanswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', ''), ('outcome', '')), models.Q(('outcome__in', ['accepted', 'refused']), models.Q(('decided_at', None), _negated=True), models.Q(('decided_by', ''), _negated=True)), _connector='OR'), name='stated_answer_decided_by_whom'),
        ),
    ]
