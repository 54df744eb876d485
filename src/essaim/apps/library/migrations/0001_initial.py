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
            name='WrittenModel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='nom court')),
                ('made_at', models.DateTimeField()),
                ('network', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='models', to='poles.network', verbose_name='réseau')),
            ],
            options={
                'ordering': ('key',),
            },
        ),
        migrations.CreateModel(
            name='ModelVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('number', models.PositiveIntegerField()),
                ('data', models.JSONField()),
                ('digest', models.CharField(blank=True, editable=False, max_length=64)),
                ('reason', models.TextField(blank=True, verbose_name='ce qui a été adapté, et pourquoi')),
                ('parent_key', models.CharField(blank=True, max_length=60)),
                ('parent_version', models.CharField(blank=True, max_length=40)),
                ('state', models.CharField(choices=[('draft', 'brouillon'), ('published', 'publiée'), ('withdrawn', 'retirée')], default='draft', max_length=10)),
                ('edits', models.PositiveIntegerField(default=1, editable=False)),
                ('author', models.CharField(max_length=64)),
                ('started_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_reason', models.CharField(blank=True, max_length=500, verbose_name='raison du retrait')),
                ('model', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='library.writtenmodel')),
            ],
            options={
                'ordering': ('-number',),
                'constraints': [models.UniqueConstraint(fields=('model', 'number'), name='model_version_number_once'), models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('model',), name='model_version_one_draft'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'published', 'withdrawn'])), name='model_version_state_known'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='model_version_number_from_one'), models.CheckConstraint(condition=models.Q(('author', ''), _negated=True), name='model_version_has_an_author'), models.CheckConstraint(condition=models.Q(models.Q(('published_at', None), ('state', 'draft')), models.Q(models.Q(('state', 'draft'), _negated=True), models.Q(('digest', ''), _negated=True)), _connector='OR'), name='model_version_published_has_its_digest'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_reason', ''), models.Q(('state', 'withdrawn'), _negated=True)), models.Q(('state', 'withdrawn'), models.Q(('withdrawn_at', None), _negated=True), models.Q(('withdrawn_reason', ''), _negated=True)), _connector='OR'), name='model_version_withdrawn_with_a_reason')],
            },
        ),
    ]
