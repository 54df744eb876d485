import django.db.models.deletion
import essaim.kit.identifiers
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('documents', '0001_initial'),
        ('poles', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Founding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.TextField(blank=True, verbose_name='territoire')),
                ('model_key', models.CharField(blank=True, max_length=80, verbose_name='modèle')),
                ('model_digest', models.CharField(blank=True, max_length=64)),
                ('model_data', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('draft', 'en préparation'), ('asked', 'publication demandée'), ('sent_back', 'renvoyé avec des remarques'), ('published', "dans l'annuaire")], default='draft', max_length=10)),
                ('started_by', models.CharField(max_length=64)),
                ('started_at', models.DateTimeField()),
                ('asked_at', models.DateTimeField(blank=True, null=True)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.CharField(blank=True, max_length=64)),
                ('remarks', models.TextField(blank=True, verbose_name='remarques de qui modère')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('pole', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='founding', to='poles.pole')),
            ],
        ),
        migrations.CreateModel(
            name='Adaptation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('role', 'un rôle'), ('link', 'un lien'), ('means', 'un moyen partagé'), ('funding', 'qui paie'), ('team', "l'animation"), ('governance', 'la façon de décider'), ('territory', 'le territoire'), ('other', 'autre chose')], max_length=20, verbose_name='partie du modèle')),
                ('key', models.CharField(blank=True, max_length=80)),
                ('what', models.TextField(verbose_name='ce qui change')),
                ('why', models.TextField(verbose_name='pourquoi')),
                ('is_core', models.BooleanField(default=False)),
                ('noted_by', models.CharField(max_length=64)),
                ('noted_at', models.DateTimeField()),
                ('founding', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='adaptations', to='founding.founding')),
            ],
            options={
                'ordering': ('noted_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Mentoring',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('state', models.CharField(choices=[('asked', 'demandé'), ('accepted', 'accepté'), ('declined', 'décliné'), ('visited', 'visite faite'), ('agreed', 'convention signée'), ('closed', 'terminé')], default='asked', max_length=10)),
                ('message', models.TextField(verbose_name='votre demande')),
                ('answer', models.TextField(blank=True, verbose_name='réponse')),
                ('answered_by', models.CharField(blank=True, max_length=64)),
                ('accepted_here', models.BooleanField(default=False)),
                ('visit_on', models.DateField(blank=True, null=True, verbose_name='visite le')),
                ('learnt', models.TextField(blank=True, verbose_name='ce que nous avons appris')),
                ('learnt_is_public', models.BooleanField(default=False, verbose_name='publier ce que nous avons appris')),
                ('asked_by', models.CharField(max_length=64)),
                ('asked_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('agreement', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='documents.document')),
                ('founding', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentorings', to='founding.founding')),
                ('mentor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentorings_given', to='poles.pole')),
            ],
            options={
                'ordering': ('asked_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Prospect',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('name', models.CharField(max_length=200, verbose_name='nom')),
                ('search_text', models.CharField(blank=True, editable=False, max_length=200)),
                ('siret', models.CharField(blank=True, max_length=14, verbose_name='SIRET')),
                ('commune', models.CharField(blank=True, max_length=5, verbose_name='commune')),
                ('family', models.CharField(blank=True, max_length=40, verbose_name='famille')),
                ('role', models.CharField(blank=True, max_length=80, verbose_name='rôle dans le modèle')),
                ('source', models.CharField(choices=[('register', 'registre'), ('lookup', 'annuaire des entreprises'), ('directory', "organisation de l'annuaire"), ('typed', 'saisi à la main'), ('file', 'tableau importé')], max_length=10, verbose_name='trouvé par')),
                ('source_note', models.CharField(blank=True, max_length=300)),
                ('state', models.CharField(choices=[('to_contact', 'à contacter'), ('met', 'rencontré'), ('interested', 'intéressé'), ('committed', 'engagé'), ('declined', 'a décliné')], default='to_contact', max_length=10, verbose_name='où en est-on')),
                ('contact_name', models.CharField(blank=True, max_length=200, verbose_name='personne à joindre')),
                ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name='son adresse électronique')),
                ('contact_phone', models.CharField(blank=True, max_length=40, verbose_name='son téléphone')),
                ('erase_contact_on', models.DateField(blank=True, null=True, verbose_name="coordonnées gardées jusqu'au")),
                ('informed_on', models.DateField(blank=True, null=True, verbose_name='personne informée le')),
                ('in_charge', models.CharField(blank=True, max_length=64, verbose_name='suivi par')),
                ('next_step', models.CharField(blank=True, max_length=300, verbose_name='prochaine étape')),
                ('next_on', models.DateField(blank=True, null=True, verbose_name='pour le')),
                ('added_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('founding', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='prospects', to='founding.founding')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='prospects', to='poles.organisation')),
            ],
            options={
                'ordering': ('search_text', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('kind', models.CharField(choices=[('commitment', "lettre d'engagement"), ('membership', "bulletin d'adhésion")], max_length=10, verbose_name='document')),
                ('brings', models.TextField(blank=True, verbose_name="ce que l'organisation apporte")),
                ('college', models.CharField(blank=True, max_length=100, verbose_name='collège')),
                ('amount_cents', models.BigIntegerField(blank=True, null=True, verbose_name='montant')),
                ('signed_on', models.DateField(blank=True, null=True, verbose_name='signé le')),
                ('made_by', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_reason', models.CharField(blank=True, max_length=300, verbose_name='raison du retrait')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='documents.document')),
                ('prospect', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='founding.prospect')),
            ],
            options={
                'ordering': ('made_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='ProspectNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('text', models.TextField(verbose_name='note')),
                ('written_by', models.CharField(max_length=64)),
                ('written_at', models.DateTimeField()),
                ('erase_on', models.DateField(verbose_name="gardée jusqu'au")),
                ('prospect', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='founding.prospect')),
            ],
            options={
                'ordering': ('-written_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='ProspectSheet',
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
                ('founding', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='prospect_sheets', to='founding.founding')),
            ],
            options={
                'ordering': ('-created_at', '-id'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(blank=True, max_length=40)),
                ('text', models.CharField(blank=True, max_length=300, verbose_name='à faire')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='pour le')),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('done_by', models.CharField(blank=True, max_length=64)),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('founding', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='founding.founding')),
            ],
            options={
                'ordering': ('place', 'id'),
            },
        ),
        migrations.AddIndex(
            model_name='founding',
            index=models.Index(fields=['state', 'asked_at'], name='founding_to_moderate'),
        ),
        migrations.AddConstraint(
            model_name='founding',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'asked', 'sent_back', 'published'])), name='founding_state_known'),
        ),
        migrations.AddConstraint(
            model_name='founding',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'asked'), _negated=True), ('asked_at__isnull', False), _connector='OR'), name='founding_asked_is_dated'),
        ),
        migrations.AddConstraint(
            model_name='adaptation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('what', ''), _negated=True), models.Q(('why', ''), _negated=True)), name='adaptation_says_what_and_why'),
        ),
        migrations.AddConstraint(
            model_name='adaptation',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', ['role', 'link', 'means', 'funding', 'team', 'governance', 'territory', 'other'])), name='adaptation_part_known'),
        ),
        migrations.AddConstraint(
            model_name='mentoring',
            constraint=models.UniqueConstraint(fields=('founding', 'mentor'), name='mentoring_once'),
        ),
        migrations.AddConstraint(
            model_name='mentoring',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'accepted', 'declined', 'visited', 'agreed', 'closed'])), name='mentoring_state_known'),
        ),
        migrations.AddIndex(
            model_name='prospect',
            index=models.Index(fields=['erase_contact_on'], name='prospect_to_forget'),
        ),
        migrations.AddIndex(
            model_name='prospect',
            index=models.Index(fields=['founding', 'search_text'], name='prospect_alike'),
        ),
        migrations.AddConstraint(
            model_name='prospect',
            constraint=models.UniqueConstraint(condition=models.Q(('siret', ''), _negated=True), fields=('founding', 'siret'), name='prospect_once'),
        ),
        migrations.AddConstraint(
            model_name='prospect',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['to_contact', 'met', 'interested', 'committed', 'declined'])), name='prospect_state_known'),
        ),
        migrations.AddConstraint(
            model_name='prospect',
            constraint=models.CheckConstraint(condition=models.Q(('source__in', ['register', 'lookup', 'directory', 'typed', 'file'])), name='prospect_source_known'),
        ),
        migrations.AddConstraint(
            model_name='prospect',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('contact_email', ''), ('contact_name', ''), ('contact_phone', '')), ('erase_contact_on__isnull', False), _connector='OR'), name='prospect_contact_has_its_term'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['commitment', 'membership'])), name='letter_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_reason', '')), models.Q(('signed_on__isnull', False), ('withdrawn_at__isnull', False), models.Q(('withdrawn_reason', ''), _negated=True)), _connector='OR'), name='letter_withdrawn_with_its_reason'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(('amount_cents', None), ('amount_cents__gte', 0), _connector='OR'), name='letter_amount'),
        ),
        migrations.AddIndex(
            model_name='prospectnote',
            index=models.Index(fields=['erase_on'], name='prospect_note_to_forget'),
        ),
        migrations.AddIndex(
            model_name='prospectsheet',
            index=models.Index(fields=['expires_at'], name='prospectsheet_to_forget'),
        ),
        migrations.AddConstraint(
            model_name='prospectsheet',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'done', 'undone'])), name='prospectsheet_state_known'),
        ),
        migrations.AddConstraint(
            model_name='prospectsheet',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_at', None), ('state', 'pending')), models.Q(models.Q(('state', 'pending'), _negated=True), ('done_at__isnull', False)), _connector='OR'), name='prospectsheet_done_is_dated'),
        ),
        migrations.AddConstraint(
            model_name='prospectsheet',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'undone'), ('undone_at__isnull', False)), models.Q(models.Q(('state', 'undone'), _negated=True), ('undone_at', None)), _connector='OR'), name='prospectsheet_undone_is_dated'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('founding', 'key'), name='step_proposed_once'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('key', ''), _negated=True), models.Q(('text', ''), _negated=True), _connector='OR'), name='step_says_something'),
        ),
    ]
