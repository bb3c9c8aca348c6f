from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations


class Migration(migrations.Migration):
    """Equality beside ranges in exclusion constraints. A trusted extension: the owner may create it."""

    dependencies = []
    operations = [BtreeGistExtension()]
