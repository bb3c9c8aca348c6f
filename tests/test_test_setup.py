"""The tests' own machinery does what the other tests rely on."""

import psycopg
import pytest
from django.core.cache import cache
from django.db import connection
from django.template import Context, Engine, engines
from django.template.base import Origin


def test_a_variable_that_a_template_of_ours_names_and_nobody_gave_fails() -> None:
    from tests.templates import ROOT

    engine: Engine = engines["django"].engine
    template = engine.from_string("<p>{{ nobody.gave_this }}</p>")
    template.origin = Origin(str(ROOT / "templates" / "page.html"))

    with pytest.raises(AssertionError, match=r"templates/page\.html: \{\{ nobody\.gave_this \}\} is not defined"):
        template.render(Context({}))


def test_a_library_s_template_may_leave_a_variable_out() -> None:
    template = engines["django"].engine.from_string("<p>{{ nobody.gave_this }}</p>")
    template.origin = Origin("/somewhere/site-packages/library/templates/page.html")

    assert template.render(Context({})) == "<p></p>"


def test_the_cache_starts_empty() -> None:
    assert cache.get("left-by-another-test") is None
    cache.set("left-by-another-test", 1)


def test_the_cache_starts_empty_here_too() -> None:
    test_the_cache_starts_empty()


@pytest.mark.django_db(transaction=True)
def test_a_second_connection_speaks_as_the_site_s_own_role(as_application: psycopg.Connection) -> None:
    assert as_application.execute("SELECT current_user").fetchone() == ("portal_app",)
    assert as_application.execute("SELECT current_database()").fetchone() == (connection.settings_dict["NAME"],)


@pytest.mark.django_db(transaction=True)
def test_the_triggers_are_awake_again_after_the_tables_were_emptied() -> None:
    from django.core.management import call_command

    call_command("flush", interactive=False, verbosity=0)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE tgenabled = 'D'), count(*) FROM pg_trigger WHERE NOT tgisinternal"
        )
        asleep, triggers = cursor.fetchone()
    assert asleep == 0
    assert triggers > 0
