from django.db import migrations

#: The role that serves the site may add to the journal, never change or remove (decision.md §8).
TAKE = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'portal_app') THEN
    REVOKE TRUNCATE ON ALL TABLES IN SCHEMA public FROM portal_app;
    REVOKE UPDATE, DELETE ON sharing_journalrequest, sharing_journalline FROM portal_app;
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("sharing", "0001_initial")]
    operations = [migrations.RunSQL(TAKE, migrations.RunSQL.noop)]
