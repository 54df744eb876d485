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
            name='MemberImport',
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
                ('matching', models.JSONField(default=list)),
                ('pole', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='imports', to='poles.pole')),
            ],
            options={
                'ordering': ('-created_at', '-id'),
                'abstract': False,
                'indexes': [models.Index(fields=['expires_at'], name='memberimport_to_forget')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'done', 'undone'])), name='memberimport_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('done_at', None), ('state', 'pending')), models.Q(models.Q(('state', 'pending'), _negated=True), ('done_at__isnull', False)), _connector='OR'), name='memberimport_done_is_dated'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'undone'), ('undone_at__isnull', False)), models.Q(models.Q(('state', 'undone'), _negated=True), ('undone_at', None)), _connector='OR'), name='memberimport_undone_is_dated')],
            },
        ),
    ]
