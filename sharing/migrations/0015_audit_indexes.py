"""What a calling system asked and opened, found by system and by decision (AuditEvent)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sharing", "0014_subscriptions")]

    operations = [
        migrations.AddIndex(
            model_name="journalrequest",
            index=models.Index(fields=["system", "-recorded_at"], name="journal_by_system"),
        ),
        migrations.AddIndex(
            model_name="journalline",
            index=models.Index(fields=["decision_id"], name="journal_line_by_decision"),
        ),
        migrations.AddIndex(
            model_name="documentopening",
            index=models.Index(fields=["system", "-recorded_at"], name="opening_by_system"),
        ),
    ]
