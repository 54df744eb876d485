import django.db.models.deletion
import django.db.models.functions.text
import essaim.kit.identifiers
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='adresse électronique')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='nom')),
                ('is_active', models.BooleanField(default=True)),
                ('joined_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='user_email_in_lower_case')],
            },
        ),
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('administrator', 'administration'), ('coordinator', "coordination d'un pôle"), ('representative', "représentation d'une organisation membre"), ('network_officer', "animation d'un réseau"), ('state_officer', "services de l'État"), ('territorial_agent', "agent d'un territoire"), ('researcher', 'recherche')], max_length=20, verbose_name='rôle')),
                ('key', models.CharField(blank=True, max_length=64)),
                ('granted_by', models.CharField(max_length=64)),
                ('granted_at', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grants', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('role', 'key'),
                'indexes': [models.Index(fields=['role', 'key'], name='grant_by_key')],
                'constraints': [models.UniqueConstraint(fields=('user', 'role', 'key'), name='grant_once'), models.CheckConstraint(condition=models.Q(('role__in', ['administrator', 'coordinator', 'representative', 'network_officer', 'state_officer', 'territorial_agent', 'researcher'])), name='grant_role_known'), models.CheckConstraint(condition=models.Q(models.Q(('key', ''), ('role__in', ['administrator', 'state_officer', 'researcher'])), models.Q(models.Q(('key', ''), _negated=True), ('role__in', ['coordinator', 'representative', 'network_officer', 'territorial_agent'])), _connector='OR'), name='grant_key_as_the_role_asks')],
            },
        ),
    ]
