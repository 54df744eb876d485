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
            name='RoleInvitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=essaim.kit.identifiers.opaque_id, editable=False, max_length=22, unique=True)),
                ('email', models.EmailField(max_length=254, verbose_name='adresse électronique')),
                ('role', models.CharField(choices=[('administrator', 'administration'), ('founder', "fondation d'un pôle"), ('coordinator', "coordination d'un pôle"), ('representative', "représentation d'une organisation membre"), ('network_officer', "animation d'un réseau"), ('state_officer', "services de l'État"), ('territorial_agent', "agent d'un territoire"), ('researcher', 'recherche')], max_length=20, verbose_name='rôle')),
                ('key', models.CharField(blank=True, max_length=64)),
                ('about', models.CharField(blank=True, max_length=300)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('invited_by', models.CharField(max_length=64)),
                ('invited_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('accepted_by', models.CharField(blank=True, max_length=64)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ('-invited_at', '-id'),
                'indexes': [models.Index(fields=['role', 'key'], name='role_invitation_by_key'), models.Index(fields=['email'], name='role_invitation_by_address')],
                'constraints': [models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='role_invitation_in_lower_case'), models.CheckConstraint(condition=models.Q(('role__in', ['administrator', 'founder', 'coordinator', 'representative', 'network_officer', 'state_officer', 'territorial_agent', 'researcher'])), name='role_invitation_role_known'), models.CheckConstraint(condition=models.Q(models.Q(('key', ''), ('role__in', ['administrator', 'state_officer', 'researcher'])), models.Q(models.Q(('key', ''), _negated=True), models.Q(('role__in', ['administrator', 'state_officer', 'researcher']), _negated=True)), _connector='OR'), name='role_invitation_key_as_asked'), models.UniqueConstraint(condition=models.Q(('accepted_at', None), ('withdrawn_at', None)), fields=('email', 'role', 'key'), name='role_invitation_once')],
            },
        ),
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('administrator', 'administration'), ('founder', "fondation d'un pôle"), ('coordinator', "coordination d'un pôle"), ('representative', "représentation d'une organisation membre"), ('network_officer', "animation d'un réseau"), ('state_officer', "services de l'État"), ('territorial_agent', "agent d'un territoire"), ('researcher', 'recherche')], max_length=20, verbose_name='rôle')),
                ('key', models.CharField(blank=True, max_length=64)),
                ('granted_by', models.CharField(max_length=64)),
                ('granted_at', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grants', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('role', 'key'),
                'indexes': [models.Index(fields=['role', 'key'], name='grant_by_key')],
                'constraints': [models.UniqueConstraint(fields=('user', 'role', 'key'), name='grant_once'), models.CheckConstraint(condition=models.Q(('role__in', ['administrator', 'founder', 'coordinator', 'representative', 'network_officer', 'state_officer', 'territorial_agent', 'researcher'])), name='grant_role_known'), models.CheckConstraint(condition=models.Q(models.Q(('key', ''), ('role__in', ['administrator', 'state_officer', 'researcher'])), models.Q(models.Q(('key', ''), _negated=True), models.Q(('role__in', ['administrator', 'state_officer', 'researcher']), _negated=True)), _connector='OR'), name='grant_key_as_the_role_asks')],
            },
        ),
        migrations.CreateModel(
            name='MailChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('frequency', models.CharField(choices=[('at_once', 'tout de suite'), ('daily', 'une fois par jour, en un seul message'), ('off', 'jamais')], max_length=10, verbose_name='fréquence')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mail_choices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('kind',),
                'constraints': [models.UniqueConstraint(fields=('user', 'kind'), name='mail_choice_once'), models.CheckConstraint(condition=models.Q(('frequency__in', ['at_once', 'daily', 'off'])), name='mail_choice_known')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('subject', models.CharField(max_length=300)),
                ('text', models.TextField(blank=True)),
                ('noted_at', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('noted_at', 'id'),
                'indexes': [models.Index(fields=['noted_at'], name='notice_waiting')],
            },
        ),
    ]
