import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

#: An answer is added, never changed or removed; guards that no setting of a session puts to sleep.
GUARD = """
DO $$ BEGIN
  CREATE TRIGGER a_kept BEFORE UPDATE OR DELETE ON sharing_collectedconsentanswer
    FOR EACH ROW EXECUTE FUNCTION portal_kept();
  CREATE TRIGGER a_never_emptied BEFORE TRUNCATE ON sharing_collectedconsentanswer
    FOR EACH STATEMENT EXECUTE FUNCTION portal_kept();
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'portal_app') THEN
    REVOKE UPDATE, DELETE, TRUNCATE ON sharing_collectedconsentanswer FROM portal_app;
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("sharing", "0016_changes"),
    ]

    operations = [
        migrations.CreateModel(
            name="CollectedConsentAnswer",
            fields=[
                (
                    "consent",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="answer",
                        serialize=False,
                        to="sharing.collectedconsent",
                    ),
                ),
                ("confirmed", models.BooleanField()),
                ("revision", models.PositiveIntegerField(null=True)),
                ("answered_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="collectedconsent",
            name="waits",
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name="collectedconsent",
            index=models.Index(condition=models.Q(("waits", True)), fields=["patient"], name="collected_waiting"),
        ),
        migrations.AddConstraint(
            model_name="collectedconsentanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confirmed", True), ("revision__isnull", False)),
                    models.Q(("confirmed", False), ("revision", None)),
                    _connector="OR",
                ),
                name="collected_answer_says_what_was_declared",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="collectedconsentanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="collected_answer_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="63151a6745c520e18fac46dc71482a688246852c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_collected_answer_append_only_7c2da",
                    table="sharing_collectedconsentanswer",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="collectedconsentanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="collected_answer_never_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % is never emptied', TG_TABLE_NAME;",
                    hash="1e2e58f4a7fea1369eebf4cbf5fb3f4015f60e51",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_collected_answer_never_emptied_5dc9c",
                    table="sharing_collectedconsentanswer",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(GUARD, migrations.RunSQL.noop),
    ]
