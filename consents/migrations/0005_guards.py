from django.db import migrations

#: A second guard, without the library's: its triggers let by whoever says `SET pgtrigger.ignore`, which any role may.
#: `a_kept` refuses; `b_sooner` lets an end come nearer and the columns it is given change; `c_forward` moves a head on.
FUNCTIONS = """
CREATE FUNCTION portal_kept() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'what stands in % is kept as it was written', TG_TABLE_NAME;
END $$;

CREATE FUNCTION portal_ends_sooner() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE free text[] := coalesce(TG_ARGV, '{}') || 'ends_at'::text;
BEGIN
  IF to_jsonb(NEW) - free IS DISTINCT FROM to_jsonb(OLD) - free
     OR (OLD.ends_at IS NOT NULL AND NEW.ends_at IS NULL) OR NEW.ends_at > OLD.ends_at THEN
    RAISE EXCEPTION 'what was declared is never edited: only its end may come nearer';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION portal_moves_on() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.patient_id <> OLD.patient_id OR NEW.revision <> OLD.revision + 1
     OR NEW.preference_revision - OLD.preference_revision NOT IN (0, 1) THEN
    RAISE EXCEPTION 'a ledger only grows, one entry at a time';
  END IF;
  RETURN NEW;
END $$;
"""
GUARD = """
DO $$ DECLARE named text; BEGIN
  FOREACH named IN ARRAY ARRAY['consents_ledgerentry', 'consents_setting_only'] LOOP
    EXECUTE format('CREATE TRIGGER a_kept BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION portal_kept()', named);
  END LOOP;
  FOREACH named IN ARRAY ARRAY['consents_ledgerhead', 'consents_sharingpreference', 'consents_setting',
      'consents_secrecy', 'consents_nottoknow', 'consents_mandate', 'consents_postmortemopposition',
      'consents_trustedperson', 'consents_withholding'] LOOP
    EXECUTE format('CREATE TRIGGER a_kept BEFORE DELETE ON %I FOR EACH ROW EXECUTE FUNCTION portal_kept()', named);
  END LOOP;
  FOREACH named IN ARRAY ARRAY['consents_sharingpreference', 'consents_setting', 'consents_secrecy',
      'consents_nottoknow', 'consents_mandate', 'consents_postmortemopposition', 'consents_withholding'] LOOP
    EXECUTE format('CREATE TRIGGER b_sooner BEFORE UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION portal_ends_sooner()', named);
  END LOOP;
  CREATE TRIGGER b_sooner BEFORE UPDATE ON consents_trustedperson
    FOR EACH ROW EXECUTE FUNCTION portal_ends_sooner('accepted_at');
  CREATE TRIGGER c_forward BEFORE UPDATE ON consents_ledgerhead FOR EACH ROW EXECUTE FUNCTION portal_moves_on();
  FOREACH named IN ARRAY ARRAY['consents_ledgerentry', 'consents_ledgerhead', 'consents_sharingpreference',
      'consents_setting', 'consents_setting_only', 'consents_secrecy', 'consents_nottoknow', 'consents_mandate',
      'consents_postmortemopposition', 'consents_trustedperson', 'consents_withholding'] LOOP
    EXECUTE format('CREATE TRIGGER a_never_emptied BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION portal_kept()', named);
  END LOOP;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'portal_app') THEN
    REVOKE UPDATE, DELETE ON consents_setting_only FROM portal_app;
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("consents", "0004_minors_see_documents")]
    operations = [migrations.RunSQL([FUNCTIONS, GUARD])]
