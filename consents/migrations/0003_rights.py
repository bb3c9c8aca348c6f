from django.db import migrations

#: The role that serves the site may add to the ledger, never change or remove (decision.md §8).
#: Of a word it may only bring the end nearer; of a patient's head it may move the revision.
TAKE = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'portal_app') THEN
    REVOKE TRUNCATE ON ALL TABLES IN SCHEMA public FROM portal_app;
    REVOKE UPDATE, DELETE ON consents_ledgerentry FROM portal_app;
    REVOKE DELETE ON consents_ledgerhead, consents_sharingpreference, consents_setting, consents_secrecy,
      consents_nottoknow, consents_mandate, consents_postmortemopposition, consents_trustedperson,
      consents_withholding FROM portal_app;
    REVOKE UPDATE ON consents_sharingpreference, consents_setting, consents_secrecy, consents_nottoknow,
      consents_mandate, consents_postmortemopposition, consents_trustedperson, consents_withholding FROM portal_app;
    GRANT UPDATE (ends_at) ON consents_sharingpreference, consents_setting, consents_secrecy, consents_nottoknow,
      consents_mandate, consents_postmortemopposition, consents_withholding TO portal_app;
    GRANT UPDATE (ends_at, accepted_at) ON consents_trustedperson TO portal_app;
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("consents", "0002_tables")]
    operations = [migrations.RunSQL(TAKE, migrations.RunSQL.noop)]
