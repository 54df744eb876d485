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
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('kind', models.CharField(choices=[('correction', 'une correction'), ('new_pole', 'un pôle qui manque'), ('witness', 'un pôle témoin de 2012 à identifier')], max_length=12, verbose_name='sorte')),
                ('witness', models.CharField(blank=True, max_length=60)),
                ('part', models.CharField(blank=True, choices=[('identity', "le nom, l'étape, l'année, la forme"), ('place', 'le lieu ou le territoire'), ('texts', 'les textes de la fiche'), ('recognitions', 'les reconnaissances'), ('members', 'les membres'), ('figures', 'les chiffres'), ('privacy', 'une donnée personnelle qui ne devrait pas être là'), ('other', 'autre chose')], max_length=14, verbose_name='partie')),
                ('title', models.CharField(max_length=200, verbose_name='en quelques mots')),
                ('text', models.TextField(verbose_name='ce qui est proposé')),
                ('source', models.TextField(blank=True, verbose_name='comment le savez-vous ?')),
                ('facts', models.JSONField(blank=True, default=dict)),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='adresse pour répondre')),
                ('language', models.CharField(default='fr', max_length=2)),
                ('state', models.CharField(choices=[('waiting', 'à relire'), ('asked', 'question posée'), ('accepted', 'acceptée'), ('refused', 'non retenue'), ('withdrawn', "retirée par qui l'a envoyée")], default='waiting', max_length=10)),
                ('received_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_by', models.CharField(blank=True, max_length=64)),
                ('version', models.PositiveIntegerField(default=1)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='poles.organisation')),
                ('pole', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='poles.pole')),
            ],
            options={
                'ordering': ('-received_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='Exchange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('author', models.CharField(blank=True, max_length=64)),
                ('state', models.CharField(choices=[('waiting', 'à relire'), ('asked', 'question posée'), ('accepted', 'acceptée'), ('refused', 'non retenue'), ('withdrawn', "retirée par qui l'a envoyée")], max_length=10)),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exchanges', to='corrections.proposal')),
            ],
            options={
                'ordering': ('at', 'id'),
            },
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(fields=['state', '-received_at'], name='proposal_by_state'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['correction', 'new_pole', 'witness'])), name='proposal_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'asked', 'accepted', 'refused', 'withdrawn'])), name='proposal_state_known'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', ''), ('state__in', ('waiting', 'asked'))), models.Q(models.Q(('ended_at', None), _negated=True), models.Q(('ended_by', ''), _negated=True), models.Q(('state__in', ('waiting', 'asked')), _negated=True)), _connector='OR'), name='proposal_ended_by_whom'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'correction'), _negated=True), models.Q(('organisation', None), ('pole', None), _negated=True), _connector='OR'), name='proposal_corrects_something'),
        ),
        migrations.AddConstraint(
            model_name='exchange',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'asked', 'accepted', 'refused', 'withdrawn'])), name='exchange_state_known'),
        ),
    ]
