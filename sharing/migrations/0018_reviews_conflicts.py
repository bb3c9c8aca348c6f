"""A reviewer reads where a protected adult and a representative chose differently: a word of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sharing", "0017_waiting_consents"),
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
                        ),
                    )
                ),
                name="review_read_page_known_word",
            ),
        ),
    ]
