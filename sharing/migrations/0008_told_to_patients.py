from django.db import migrations, models
from django.db.models import F, Q


def as_created(apps, schema_editor):
    """What was told until now happened, at the latest, when it was planned."""
    apps.get_model("sharing", "Notice").objects.update(happened_at=F("created_at"))


class Migration(migrations.Migration):
    dependencies = [("sharing", "0007_reports")]

    operations = [
        migrations.AddField("notice", "about", models.UUIDField(null=True)),
        migrations.AddField("notice", "access", models.UUIDField(null=True)),
        migrations.AddField("notice", "read_at", models.DateTimeField(null=True)),
        migrations.AddField("notice", "happened_at", models.DateTimeField(null=True)),
        migrations.RunPython(as_created, migrations.RunPython.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AlterField("notice", "happened_at", models.DateTimeField()),
        migrations.RemoveConstraint("notice", "notice_once_a_recipient"),
        migrations.AddConstraint(
            "notice",
            models.UniqueConstraint(
                fields=["entry", "kind", "system", "organisation", "professional", "person", "about"],
                nulls_distinct=False,
                condition=~Q(kind="news"),
                name="notice_once_a_recipient",
            ),
        ),
        migrations.RemoveIndex("notice", "notice_by_person"),
        migrations.AddIndex(
            "notice",
            models.Index(
                fields=["person", "-happened_at"],
                condition=Q(person__isnull=False),
                name="notice_by_person_and_moment",
            ),
        ),
        migrations.AddIndex(
            "notice",
            models.Index(
                fields=["person"],
                condition=Q(channel="site", read_at__isnull=True),
                name="notice_unread_by_person",
            ),
        ),
        migrations.AddIndex(
            "notice",
            models.Index(
                fields=["about"],
                condition=Q(kind="announcement_waiting"),
                name="notice_of_a_waiting_deposit",
            ),
        ),
        migrations.CreateModel(
            name="JournalMark",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ("line", models.BigIntegerField(default=0)),
                ("reached", models.BigIntegerField(default=0)),
                ("transaction", models.BigIntegerField(default=0)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=Q(("id", 1)), name="journal_mark_is_one_row")],
            },
        ),
        migrations.CreateModel(
            name="Unplanned",
            fields=[
                (
                    "request",
                    models.OneToOneField(
                        on_delete=models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="sharing.journalrequest",
                    ),
                ),
                ("failed_at", models.DateTimeField()),
            ],
        ),
    ]
