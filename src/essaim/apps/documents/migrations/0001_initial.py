import essaim.kit.identifiers
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('owner_kind', models.CharField(max_length=30)),
                ('owner_key', models.CharField(max_length=64)),
                ('title', models.CharField(max_length=200, verbose_name='intitulé')),
                ('file_name', models.CharField(max_length=150, verbose_name='nom du fichier')),
                ('media', models.CharField(max_length=100)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('filed_by', models.CharField(max_length=64)),
                ('filed_at', models.DateTimeField()),
            ],
            options={
                'ordering': ('filed_at', 'id'),
                'indexes': [models.Index(fields=['owner_kind', 'owner_key'], name='document_of_what')],
                'constraints': [models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='document_is_not_empty')],
            },
        ),
    ]
