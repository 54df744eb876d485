import django.db.models.deletion
import essaim.kit.identifiers
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Scenario',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('name', models.CharField(max_length=120, verbose_name='nom du repérage')),
                ('pattern', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('level', models.CharField(max_length=31)),
                ('radius_km', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('part', models.CharField(blank=True, max_length=64)),
                ('minimums', models.JSONField(default=dict)),
                ('register_version', models.CharField(max_length=64)),
                ('territories_version', models.CharField(max_length=64)),
                ('engine_version', models.CharField(max_length=40)),
                ('sources', models.JSONField(default=list)),
                ('synthetic', models.BooleanField(default=False)),
                ('found', models.TextField()),
                ('saved_at', models.DateTimeField()),
                ('share_hash', models.CharField(blank=True, max_length=64, null=True, unique=True)),
                ('shared_at', models.DateTimeField(blank=True, null=True)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scenarios', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-saved_at', '-id'),
                'indexes': [models.Index(fields=['owner', '-saved_at'], name='scenario_of_whom')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('share_hash__isnull', True), ('shared_at__isnull', True)), models.Q(('share_hash__isnull', False), ('shared_at__isnull', False)), _connector='OR'), name='scenario_shared_is_dated'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='scenario_has_a_name')],
            },
        ),
    ]
