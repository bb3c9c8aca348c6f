from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sharing", "0008_told_to_patients")]

    operations = [
        migrations.RemoveField("journalmark", "transaction"),
        migrations.AddField("journalmark", "writers", models.JSONField(default=list)),
    ]
