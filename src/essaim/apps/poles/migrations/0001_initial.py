import django.db.models.deletion
import essaim.kit.identifiers
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Network',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_title', models.CharField(blank=True, max_length=300, verbose_name='source')),
                ('source_urls', models.TextField(blank=True, verbose_name='adresses de la source, une par ligne')),
                ('sourcing', models.CharField(choices=[('cited', 'source citée pour ce fait'), ('one_of_pole', "l'une des sources de la fiche, sans savoir laquelle"), ('none_known', 'source inconnue')], default='cited', max_length=12)),
                ('key', models.SlugField(max_length=60, unique=True)),
                ('name', models.CharField(max_length=200, verbose_name='nom')),
                ('name_2012', models.CharField(blank=True, max_length=200, verbose_name='nom en 2012')),
                ('website', models.URLField(blank=True, max_length=300, verbose_name='site')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                'ordering': ('name',),
            },
        ),
        migrations.CreateModel(
            name='LookUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(editable=False, max_length=64, unique=True)),
                ('place', models.TextField(blank=True, verbose_name='territoire')),
                ('family', models.CharField(blank=True, max_length=40, verbose_name='famille')),
                ('words', models.CharField(blank=True, max_length=100, verbose_name='mots')),
                ('activities', models.CharField(blank=True, max_length=500, verbose_name='activités')),
                ('asked_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('address', models.CharField(blank=True, max_length=200)),
                ('total', models.PositiveIntegerField(default=0)),
                ('complete', models.BooleanField(default=False)),
                ('cut', models.CharField(blank=True, max_length=300)),
                ('natural_persons', models.PositiveIntegerField(default=0)),
                ('not_public', models.PositiveIntegerField(default=0)),
                ('failed_at', models.DateTimeField(blank=True, null=True)),
                ('failure', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ('-asked_at', '-id'),
                'indexes': [models.Index(fields=['asked_at'], name='look_up_by_age')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('failed_at__isnull', True), ('failure', '')), models.Q(('failed_at__isnull', False), models.Q(('failure', ''), _negated=True)), _connector='OR'), name='look_up_failure_is_said'), models.CheckConstraint(condition=models.Q(('answered_at__isnull', False), ('failed_at__isnull', False), _connector='OR'), name='look_up_has_an_outcome')],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('name', models.CharField(max_length=200, verbose_name='nom')),
                ('search_text', models.CharField(blank=True, editable=False, max_length=200)),
                ('siren', models.CharField(blank=True, max_length=9, null=True, verbose_name='SIREN')),
                ('siret', models.CharField(blank=True, max_length=14, null=True, unique=True, verbose_name='SIRET')),
                ('rna', models.CharField(blank=True, max_length=10, null=True, unique=True, verbose_name='RNA')),
                ('family', models.CharField(blank=True, max_length=60, verbose_name='famille, dite par les gens')),
                ('main_family', models.CharField(blank=True, editable=False, max_length=60, verbose_name='famille')),
                ('marks', models.CharField(blank=True, editable=False, max_length=200, verbose_name='mentions au registre')),
                ('responsible', models.CharField(blank=True, choices=[('', 'non renseigné'), ('flag', 'société à mission, selon le registre'), ('declared', 'déclarée, avec un élément de preuve')], max_length=10, verbose_name='socialement responsable')),
                ('responsible_evidence', models.CharField(blank=True, max_length=300, verbose_name='élément de preuve')),
                ('legal_category', models.CharField(blank=True, max_length=4, verbose_name='catégorie juridique (INSEE)')),
                ('legal_form', models.CharField(blank=True, max_length=200, verbose_name='forme juridique')),
                ('activity', models.CharField(blank=True, max_length=6, verbose_name='activité (NAF)')),
                ('description', models.TextField(blank=True, verbose_name="ce qu'elle fait")),
                ('commune', models.CharField(blank=True, max_length=5, verbose_name='commune')),
                ('department', models.CharField(blank=True, editable=False, max_length=3, verbose_name='département')),
                ('region', models.CharField(blank=True, editable=False, max_length=2, verbose_name='région')),
                ('site', models.CharField(blank=True, max_length=300, verbose_name='adresse publique')),
                ('website', models.URLField(blank=True, max_length=300, verbose_name='site')),
                ('public_email', models.EmailField(blank=True, max_length=254, verbose_name='adresse électronique publique')),
                ('public_phone', models.CharField(blank=True, max_length=30, verbose_name='téléphone public')),
                ('source_title', models.CharField(blank=True, max_length=300, verbose_name='source')),
                ('source_url', models.URLField(blank=True, max_length=300, verbose_name='adresse de la source')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('changed_at', models.DateTimeField()),
                ('merged_into', models.ForeignKey(blank=True, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='absorbed', to='poles.organisation')),
            ],
            options={
                'ordering': ('name',),
            },
        ),
        migrations.CreateModel(
            name='Pole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_title', models.CharField(blank=True, max_length=300, verbose_name='source')),
                ('source_urls', models.TextField(blank=True, verbose_name='adresses de la source, une par ligne')),
                ('sourcing', models.CharField(choices=[('cited', 'source citée pour ce fait'), ('one_of_pole', "l'une des sources de la fiche, sans savoir laquelle"), ('none_known', 'source inconnue')], default='cited', max_length=12)),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('name', models.CharField(max_length=200, verbose_name='nom')),
                ('other_names', models.CharField(blank=True, max_length=300, verbose_name='autres noms')),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('is_draft', models.BooleanField(default=False, editable=False)),
                ('search_text', models.TextField(blank=True, editable=False)),
                ('summary', models.TextField(blank=True, verbose_name='en bref')),
                ('place', models.CharField(blank=True, max_length=300, verbose_name='lieu, tel que la source le nomme')),
                ('commune', models.CharField(blank=True, max_length=5, verbose_name='commune')),
                ('commune_to_confirm', models.BooleanField(default=False, verbose_name='commune à confirmer')),
                ('department', models.CharField(blank=True, max_length=3, verbose_name='département')),
                ('region', models.CharField(blank=True, max_length=2, verbose_name='région')),
                ('stage', models.CharField(blank=True, choices=[('', 'non renseigné'), ('idea', 'idée'), ('emerging', 'en émergence'), ('running', 'en activité'), ('ended', 'terminé')], default='', max_length=10, verbose_name='étape')),
                ('stage_on', models.DateField(blank=True, null=True, verbose_name='étape constatée le')),
                ('stage_precision', models.CharField(blank=True, choices=[('year', 'année'), ('month', 'mois'), ('day', 'jour')], max_length=5)),
                ('stage_urls', models.TextField(blank=True, verbose_name="sources de l'étape, une par ligne")),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='date de fin')),
                ('ended_precision', models.CharField(blank=True, choices=[('year', 'année'), ('month', 'mois'), ('day', 'jour')], max_length=5)),
                ('ended_reason', models.TextField(blank=True, verbose_name='raison de la fin')),
                ('legal_form', models.CharField(blank=True, max_length=60, verbose_name='forme juridique')),
                ('legal_form_note', models.TextField(blank=True, verbose_name='précision sur la forme juridique')),
                ('founded_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='année de création')),
                ('founded_note', models.TextField(blank=True, verbose_name="précision sur l'année")),
                ('website', models.URLField(blank=True, max_length=300, verbose_name='site')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('changed_at', models.DateTimeField()),
                ('carrier', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='carried', to='poles.organisation', verbose_name='porteur')),
                ('networks', models.ManyToManyField(blank=True, related_name='poles', to='poles.network')),
            ],
            options={
                'ordering': ('name',),
            },
        ),
        migrations.CreateModel(
            name='Observation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_title', models.CharField(blank=True, max_length=300, verbose_name='source')),
                ('source_urls', models.TextField(blank=True, verbose_name='adresses de la source, une par ligne')),
                ('sourcing', models.CharField(choices=[('cited', 'source citée pour ce fait'), ('one_of_pole', "l'une des sources de la fiche, sans savoir laquelle"), ('none_known', 'source inconnue')], default='cited', max_length=12)),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('indicator', models.CharField(max_length=60, verbose_name='indicateur')),
                ('value', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='valeur')),
                ('value_max', models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name='valeur haute')),
                ('bound', models.CharField(blank=True, choices=[('', 'valeur donnée'), ('about', 'environ'), ('at_least', 'au moins'), ('at_most', 'au plus'), ('less_than', 'moins de'), ('more_than', 'plus de')], default='', max_length=10, verbose_name='à lire comme')),
                ('unit', models.CharField(blank=True, max_length=40, verbose_name='unité')),
                ('scope', models.CharField(blank=True, max_length=300, verbose_name='périmètre de mesure')),
                ('on', models.DateField(blank=True, null=True, verbose_name='date')),
                ('precision', models.CharField(blank=True, choices=[('year', 'année'), ('month', 'mois'), ('day', 'jour')], max_length=5)),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('author', models.CharField(max_length=64)),
                ('recorded_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('withdrawn_reason', models.CharField(blank=True, max_length=300, verbose_name='raison du retrait')),
                ('superseded_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='supersedes', to='poles.observation')),
                ('pole', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='observations', to='poles.pole')),
            ],
            options={
                'ordering': ('indicator', 'on', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('persons', models.PositiveIntegerField(default=0, verbose_name='nombre de personnes')),
                ('circle', models.CharField(choices=[('carrier', 'structure porteuse'), ('founder', 'fondateur'), ('member', 'membre'), ('partner', 'partenaire')], default='member', max_length=10, verbose_name='cercle')),
                ('college', models.CharField(blank=True, max_length=100, verbose_name='collège')),
                ('since', models.DateField(blank=True, null=True, verbose_name='depuis')),
                ('until', models.DateField(blank=True, null=True, verbose_name="jusqu'à")),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='poles.organisation')),
                ('pole', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='poles.pole')),
            ],
        ),
        migrations.CreateModel(
            name='FormerSlug',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('pole', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_slugs', to='poles.pole')),
            ],
        ),
        migrations.CreateModel(
            name='PoleCommune',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=5)),
                ('pole', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='communes', to='poles.pole')),
            ],
            options={
                'ordering': ('code',),
            },
        ),
        migrations.CreateModel(
            name='PoleDomain',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=60)),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('pole', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='domains', to='poles.pole')),
            ],
            options={
                'ordering': ('place', 'key'),
            },
        ),
        migrations.CreateModel(
            name='PoleFrame',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_title', models.CharField(blank=True, max_length=300, verbose_name='source')),
                ('source_urls', models.TextField(blank=True, verbose_name='adresses de la source, une par ligne')),
                ('sourcing', models.CharField(choices=[('cited', 'source citée pour ce fait'), ('one_of_pole', "l'une des sources de la fiche, sans savoir laquelle"), ('none_known', 'source inconnue')], default='cited', max_length=12)),
                ('kind', models.CharField(choices=[('petr', "pôle d'équilibre territorial et rural (PETR)"), ('leader', "groupe d'action locale LEADER"), ('pnr', 'parc naturel régional'), ('crte', 'contrat pour la réussite de la transition écologique (CRTE)'), ('other', 'autre cadre')], max_length=10, verbose_name='cadre')),
                ('name', models.CharField(max_length=200, verbose_name='nom')),
                ('pole', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='frames', to='poles.pole')),
            ],
            options={
                'ordering': ('kind', 'name'),
            },
        ),
        migrations.CreateModel(
            name='PoleSection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_title', models.CharField(blank=True, max_length=300, verbose_name='source')),
                ('source_urls', models.TextField(blank=True, verbose_name='adresses de la source, une par ligne')),
                ('sourcing', models.CharField(choices=[('cited', 'source citée pour ce fait'), ('one_of_pole', "l'une des sources de la fiche, sans savoir laquelle"), ('none_known', 'source inconnue')], default='cited', max_length=12)),
                ('heading', models.CharField(choices=[('genesis', 'Genèse'), ('objectives', 'Objectifs'), ('activities', 'Activités et coopérations'), ('governance', 'Gouvernance'), ('economy', 'Modèle économique'), ('territory', 'Territoire')], max_length=20)),
                ('text', models.TextField()),
                ('pole', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='poles.pole')),
            ],
        ),
        migrations.CreateModel(
            name='Recognition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_title', models.CharField(blank=True, max_length=300, verbose_name='source')),
                ('source_urls', models.TextField(blank=True, verbose_name='adresses de la source, une par ligne')),
                ('sourcing', models.CharField(choices=[('cited', 'source citée pour ce fait'), ('one_of_pole', "l'une des sources de la fiche, sans savoir laquelle"), ('none_known', 'source inconnue')], default='cited', max_length=12)),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('scheme', models.CharField(max_length=60, verbose_name='dispositif')),
                ('on', models.DateField(blank=True, null=True, verbose_name='date')),
                ('precision', models.CharField(blank=True, choices=[('year', 'année'), ('month', 'mois'), ('day', 'jour')], max_length=5)),
                ('confirmed', models.BooleanField(default=True, verbose_name='confirmée')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('pole', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recognitions', to='poles.pole')),
            ],
            options={
                'ordering': ('on', 'scheme'),
            },
        ),
        migrations.CreateModel(
            name='SheetItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_title', models.CharField(blank=True, max_length=300, verbose_name='source')),
                ('source_urls', models.TextField(blank=True, verbose_name='adresses de la source, une par ligne')),
                ('sourcing', models.CharField(choices=[('cited', 'source citée pour ce fait'), ('one_of_pole', "l'une des sources de la fiche, sans savoir laquelle"), ('none_known', 'source inconnue')], default='cited', max_length=12)),
                ('heading', models.CharField(choices=[('genesis', 'Genèse'), ('objectives', 'Objectifs'), ('activities', 'Activités et coopérations'), ('governance', 'Gouvernance'), ('economy', 'Modèle économique'), ('territory', 'Territoire')], max_length=20)),
                ('kind', models.CharField(blank=True, max_length=60)),
                ('label', models.CharField(max_length=300)),
                ('amount_cents', models.BigIntegerField(blank=True, null=True)),
                ('pole', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='poles.pole')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='StrategyAxis',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='axe')),
                ('text', models.TextField(blank=True, verbose_name='en quelques phrases')),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('pole', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='axes', to='poles.pole')),
            ],
            options={
                'ordering': ('place', 'id'),
            },
        ),
        migrations.CreateModel(
            name='TerritoryNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('code', models.CharField(max_length=16)),
                ('text', models.TextField(max_length=10000, verbose_name='note')),
                ('author', models.CharField(max_length=64)),
                ('written_at', models.DateTimeField()),
                ('edited_by', models.CharField(blank=True, max_length=64)),
                ('edited_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ('-written_at', '-id'),
                'indexes': [models.Index(fields=['code', '-written_at'], name='territory_note_by_code')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('code', ''), _negated=True), models.Q(('text', ''), _negated=True)), name='territory_note_says_something'), models.CheckConstraint(condition=models.Q(models.Q(('edited_at', None), ('edited_by', '')), models.Q(models.Q(('edited_at', None), _negated=True), models.Q(('edited_by', ''), _negated=True)), _connector='OR'), name='territory_note_edited_by_whom')],
            },
        ),
        migrations.CreateModel(
            name='LookUpLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('siret', models.CharField(max_length=14, verbose_name='SIRET')),
                ('facts', models.JSONField()),
                ('look_up', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='poles.lookup')),
            ],
            options={
                'ordering': ('pk',),
                'indexes': [models.Index(fields=['siret'], name='look_up_line_by_siret')],
                'constraints': [models.UniqueConstraint(fields=('look_up', 'siret'), name='look_up_line_once')],
            },
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(fields=['siren'], name='organisation_by_siren'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(fields=['search_text'], name='organisation_alike'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='organisation_merged'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(condition=models.Q(('merged_into', None)), fields=['search_text', 'id'], name='organisation_by_name'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(condition=models.Q(('merged_into', None)), fields=['main_family', 'search_text', 'id'], name='organisation_by_family'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(condition=models.Q(('merged_into', None)), fields=['region', 'search_text', 'id'], name='organisation_by_region'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(condition=models.Q(('merged_into', None)), fields=['region', 'department', 'search_text', 'id'], name='organisation_by_place'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(condition=models.Q(('merged_into', None)), fields=['-changed_at', 'id'], name='organisation_by_change'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.UniqueConstraint(condition=models.Q(('siret', None)), fields=('siren',), name='organisation_one_siren'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('siret', None), ('siren', None), ('siret__startswith', models.F('siren')), _connector='OR'), name='organisation_siret'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('responsible', 'declared'), _negated=True), models.Q(('responsible_evidence', ''), _negated=True), _connector='OR'), name='organisation_declared_with_evidence'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('responsible__in', ['', 'flag', 'declared'])), name='organisation_responsible_known'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('merged_into', models.F('id')), _negated=True), _connector='OR'), name='organisation_not_merged_into_itself'),
        ),
        migrations.AddIndex(
            model_name='pole',
            index=models.Index(fields=['region', 'name'], name='pole_by_region'),
        ),
        migrations.AddIndex(
            model_name='pole',
            index=models.Index(fields=['stage', 'name'], name='pole_by_stage'),
        ),
        migrations.AddConstraint(
            model_name='pole',
            constraint=models.CheckConstraint(condition=models.Q(('stage', 'ended'), models.Q(('ended_on', None), ('ended_reason', '')), _connector='OR'), name='pole_end_only_when_ended'),
        ),
        migrations.AddConstraint(
            model_name='pole',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_on', None), ('ended_precision', '')), models.Q(models.Q(('ended_on', None), _negated=True), models.Q(('ended_precision', ''), _negated=True)), _connector='OR'), name='pole_end_has_its_precision'),
        ),
        migrations.AddConstraint(
            model_name='pole',
            constraint=models.CheckConstraint(condition=models.Q(('founded_year', None), ('founded_year__range', (1800, 2100)), _connector='OR'), name='pole_founded_year'),
        ),
        migrations.AddConstraint(
            model_name='pole',
            constraint=models.CheckConstraint(condition=models.Q(('commune', ''), models.Q(models.Q(('department', ''), _negated=True), models.Q(('region', ''), _negated=True)), _connector='OR'), name='pole_commune_has_its_region'),
        ),
        migrations.AddConstraint(
            model_name='pole',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage_on', None), ('stage_precision', '')), models.Q(models.Q(('stage_on', None), _negated=True), models.Q(('stage_precision', ''), _negated=True)), _connector='OR'), name='pole_stage_has_its_precision'),
        ),
        migrations.AddConstraint(
            model_name='pole',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['', 'idea', 'emerging', 'running', 'ended'])), name='pole_stage_known'),
        ),
        migrations.AddConstraint(
            model_name='observation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('source_title', ''), _negated=True), models.Q(('source_urls', ''), _negated=True), ('sourcing', 'none_known'), _connector='OR'), name='observation_has_a_source'),
        ),
        migrations.AddConstraint(
            model_name='observation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('on', None), ('precision', '')), models.Q(models.Q(('on', None), _negated=True), models.Q(('precision', ''), _negated=True)), _connector='OR'), name='observation_date_precision'),
        ),
        migrations.AddConstraint(
            model_name='observation',
            constraint=models.CheckConstraint(condition=models.Q(('bound__in', ['', 'about', 'at_least', 'at_most', 'less_than', 'more_than'])), name='observation_bound_known'),
        ),
        migrations.AddConstraint(
            model_name='observation',
            constraint=models.CheckConstraint(condition=models.Q(('value_max', None), ('value_max__gte', models.F('value')), _connector='OR'), name='observation_range_in_order'),
        ),
        migrations.AddConstraint(
            model_name='observation',
            constraint=models.CheckConstraint(condition=models.Q(('author', ''), _negated=True), name='observation_has_an_author'),
        ),
        migrations.AddConstraint(
            model_name='observation',
            constraint=models.CheckConstraint(condition=models.Q(('superseded_by', None), models.Q(('superseded_by', models.F('id')), _negated=True), _connector='OR'), name='observation_not_its_own_successor'),
        ),
        migrations.AddConstraint(
            model_name='observation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_reason', '')), models.Q(models.Q(('withdrawn_at', None), _negated=True), models.Q(('withdrawn_reason', ''), _negated=True), ('superseded_by', None)), _connector='OR'), name='observation_withdrawn_with_a_reason'),
        ),
        migrations.AddIndex(
            model_name='membership',
            index=models.Index(fields=['pole', 'until'], name='membership_of_pole'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('organisation', None), ('persons__gt', 0)), models.Q(models.Q(('organisation', None), _negated=True), ('persons', 0)), _connector='OR'), name='membership_organisation_or_persons'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('since', None), ('until', None), ('until__gte', models.F('since')), _connector='OR'), name='membership_dates_in_order'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('circle__in', ['carrier', 'founder', 'member', 'partner'])), name='membership_circle_known'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('pole', 'organisation', 'circle'), name='membership_current_once'),
        ),
        migrations.AddConstraint(
            model_name='polecommune',
            constraint=models.UniqueConstraint(fields=('pole', 'code'), name='pole_commune_once'),
        ),
        migrations.AddIndex(
            model_name='poledomain',
            index=models.Index(fields=['key'], name='pole_domain_by_key'),
        ),
        migrations.AddConstraint(
            model_name='poledomain',
            constraint=models.UniqueConstraint(fields=('pole', 'key'), name='pole_domain_once'),
        ),
        migrations.AddConstraint(
            model_name='poleframe',
            constraint=models.UniqueConstraint(fields=('pole', 'kind', 'name'), name='pole_frame_once'),
        ),
        migrations.AddConstraint(
            model_name='poleframe',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['petr', 'leader', 'pnr', 'crte', 'other'])), name='pole_frame_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='polesection',
            constraint=models.UniqueConstraint(fields=('pole', 'heading'), name='pole_section_once'),
        ),
        migrations.AddConstraint(
            model_name='polesection',
            constraint=models.CheckConstraint(condition=models.Q(('heading__in', ['genesis', 'objectives', 'activities', 'governance', 'economy', 'territory'])), name='pole_section_heading_known'),
        ),
        migrations.AddIndex(
            model_name='recognition',
            index=models.Index(fields=['scheme'], name='recognition_by_scheme'),
        ),
        migrations.AddConstraint(
            model_name='recognition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('source_title', ''), _negated=True), models.Q(('source_urls', ''), _negated=True), ('sourcing', 'none_known'), _connector='OR'), name='recognition_has_a_source'),
        ),
        migrations.AddConstraint(
            model_name='recognition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('on', None), ('precision', '')), models.Q(models.Q(('on', None), _negated=True), models.Q(('precision', ''), _negated=True)), _connector='OR'), name='recognition_date_precision'),
        ),
        migrations.AddConstraint(
            model_name='sheetitem',
            constraint=models.CheckConstraint(condition=models.Q(('heading__in', ['genesis', 'objectives', 'activities', 'governance', 'economy', 'territory'])), name='sheet_item_heading_known'),
        ),
        migrations.AddConstraint(
            model_name='sheetitem',
            constraint=models.CheckConstraint(condition=models.Q(('amount_cents', None), ('amount_cents__gte', 0), _connector='OR'), name='sheet_item_amount'),
        ),
    ]
