import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

#: What was filed is added, never changed or removed; guards that no setting of a session puts to sleep.
GUARD = """
DO $$ DECLARE named text; BEGIN
  FOREACH named IN ARRAY ARRAY['sharing_filedconsent', 'sharing_filedconsentversion'] LOOP
    EXECUTE format('CREATE TRIGGER a_kept BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION portal_kept()', named);
    EXECUTE format('CREATE TRIGGER a_never_emptied BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION portal_kept()', named);
  END LOOP;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'portal_app') THEN
    REVOKE UPDATE, DELETE, TRUNCATE ON sharing_filedconsent, sharing_filedconsentversion FROM portal_app;
  END IF;
END $$;
"""


def _trigger(model: str, name: str, **how: str) -> pgtrigger.migrations.AddTrigger:
    return pgtrigger.migrations.AddTrigger(
        model_name=model,
        trigger=pgtrigger.compiler.Trigger(
            name=name, sql=pgtrigger.compiler.UpsertTriggerSql(table=f"sharing_{model}", when="BEFORE", **how)
        ),
    )


_KEPT = "RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;"
_NEVER_EMPTIED = "RAISE EXCEPTION 'the table % is never emptied', TG_TABLE_NAME;"


class Migration(migrations.Migration):
    dependencies = [
        ("sharing", "0012_intake"),
    ]

    operations = [
        migrations.CreateModel(
            name="FiledConsent",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("patient", models.UUIDField()),
                ("patient_named", models.CharField(blank=True, max_length=500)),
                ("filed_at", models.DateTimeField()),
                (
                    "system",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.callingsystem"
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["system", "patient"], name="filed_by_system_patient")]},
        ),
        migrations.CreateModel(
            name="FiledConsentVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("status", models.CharField(max_length=20)),
                ("collected_by", models.UUIDField()),
                ("resource", models.JSONField()),
                ("words", models.JSONField()),
                ("at", models.DateTimeField()),
                (
                    "consent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="sharing.filedconsent"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="filedconsentversion",
            constraint=models.UniqueConstraint(fields=("consent", "number"), name="filed_consent_version_once"),
        ),
        _trigger(
            "filedconsent",
            "filed_consent_append_only",
            func=_KEPT,
            hash="a68dcf2ec7a43b73f8743fea1776d8f4965717c2",
            operation="UPDATE OR DELETE",
            pgid="pgtrigger_filed_consent_append_only_e688c",
        ),
        _trigger(
            "filedconsent",
            "filed_consent_never_emptied",
            func=_NEVER_EMPTIED,
            hash="3d2e00f8b077931396944fdf45285fe7e21c4ff6",
            level="STATEMENT",
            operation="TRUNCATE",
            pgid="pgtrigger_filed_consent_never_emptied_d316d",
        ),
        _trigger(
            "filedconsentversion",
            "filed_consent_version_append_only",
            func=_KEPT,
            hash="8cc7624518880e1bb5cd15c89209218516751364",
            operation="UPDATE OR DELETE",
            pgid="pgtrigger_filed_consent_version_append_only_38bc3",
        ),
        _trigger(
            "filedconsentversion",
            "filed_consent_version_never_emptied",
            func=_NEVER_EMPTIED,
            hash="1145108cc0e4a27d464ccea58c2bd6b363ede03f",
            level="STATEMENT",
            operation="TRUNCATE",
            pgid="pgtrigger_filed_consent_version_never_emptied_6e539",
        ),
        migrations.RunSQL(GUARD, migrations.RunSQL.noop),
    ]
