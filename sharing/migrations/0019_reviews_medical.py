"""A reviewer reads what physicians decided about minors: a word for the list, another for one case."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sharing", "0018_reviews_conflicts"),
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
                            "conflicts",
                            "questions",
                            "question",
                            "notices",
                            "reports",
                            "report",
                            "who_may_see",
                            "medical",
                            "medical_case",
                        ),
                    )
                ),
                name="review_read_page_known_word",
            ),
        ),
    ]
