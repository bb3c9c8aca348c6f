from django.db import migrations

#: A name as it is looked for: small letters, no accents, a space for a hyphen or an apostrophe. The selector of the
#: directory folds what is typed in the same way.
FOLDED = """
CREATE FUNCTION portal_folded(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  SET search_path = pg_catalog, pg_temp AS $$
  SELECT translate(replace(replace(lower($1), 'œ', 'oe'), 'æ', 'ae'),
    'àáâãäåçèéêëìíîïñòóôõöøùúûüýÿ-''’', 'aaaaaaceeeeiiiinoooooouuuuyy   ')
$$;
CREATE INDEX professional_by_family ON consents_professional (portal_folded(family_name) text_pattern_ops);
CREATE INDEX professional_by_given ON consents_professional (portal_folded(given_name) text_pattern_ops);
"""
BACK = """
DROP INDEX professional_by_given;
DROP INDEX professional_by_family;
DROP FUNCTION portal_folded(text);
"""


class Migration(migrations.Migration):
    dependencies = [("consents", "0005_guards")]
    operations = [migrations.RunSQL(FOLDED, BACK)]
