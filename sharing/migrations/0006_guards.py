from django.db import migrations

#: As for the ledger (consents, 0005): guards that no setting of a session puts to sleep.
GUARD = """
DO $$ DECLARE named text; BEGIN
  FOREACH named IN ARRAY ARRAY['sharing_journalrequest', 'sharing_journalline', 'sharing_reviewread'] LOOP
    EXECUTE format('CREATE TRIGGER a_kept BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION portal_kept()', named);
    EXECUTE format('CREATE TRIGGER a_never_emptied BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION portal_kept()', named);
  END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("sharing", "0005_outbox_mark"), ("consents", "0005_guards")]
    operations = [migrations.RunSQL(GUARD)]
