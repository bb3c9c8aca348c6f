from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0003_account_settings"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="discreet",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="user",
            name="quiet_since",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
