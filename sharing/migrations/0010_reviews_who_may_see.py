"""A reviewer's software may be told who may see a document: what it reads has a word of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sharing", "0009_journal_writers"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="reviewread",
            name="review_read_page_known_word",
        ),
        migrations.AddConstraint(
            model_name="reviewread",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "page__in",
                        (
                            "home",
                            "grants",
                            "oppositions",
                            "questions",
                            "question",
                            "notices",
                            "reports",
                            "report",
                            "who_may_see",
                        ),
                    )
                ),
                name="review_read_page_known_word",
            ),
        ),
    ]
