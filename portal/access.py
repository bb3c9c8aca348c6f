"""Who may enter which route: one table, one middleware. A route that is not in the table lets nobody in.

What a reader may see once inside is decided by the engine; here stands only who may knock. Objects of
another patient are not found, like objects that do not exist: every view looks them up within the record
of the one who reads.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

Answer = Callable[[HttpRequest], HttpResponse]


class Entry(StrEnum):
    """Who may knock at a door."""

    PUBLIC = "public"
    PROBE = "probe"  # a supervisor, without an account: answers nothing about people
    TOKEN = "token"  # noqa: S105 - a calling system with its OAuth 2 token; the API itself checks it
    SIGNED_IN = "signed_in"
    PATIENT = "patient"  # on his own record, nobody else's
    REVIEWER = "reviewer"  # with a second factor in this very session (R88)


_PUBLIC = (
    "theme", "quick_exit", "set_language", "patterns", "demo_people", "demo_enter", "rights", "accessibility",
    "account_login", "account_logout", "account_signup", "account_inactive", "account_reauthenticate",
    "account_email_verification_sent", "account_confirm_email", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
    "account_confirm_login_code", "account_confirm_password_reset_code", "account_complete_password_reset",
    "account_password_reset_completed", "account_request_login_code", "account_signup_by_passkey",
    "authorization_server", "smart_configuration", "fhir_smart_configuration", "decision_point", "schema", "api_docs",
    "cds_services",
    "fhir_metadata", "receipt_keys", "verify_receipt",
    "trusted_answer",
    "mfa_authenticate", "mfa_login_webauthn", "mfa_signup_webauthn", "mfa_trust",
)  # fmt: skip
_SIGNED_IN = (
    "account_email", "account_change_password", "account_set_password", "account_verify_phone",
    "account_change_phone", "mfa_index", "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp",
    "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
    "mfa_list_webauthn", "mfa_add_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn",
    "mfa_reauthenticate_webauthn", "usersessions_list",
)  # fmt: skip
#: The API and the token endpoint authenticate the calling system themselves, and answer in problem+json.
_TOKEN = (
    "evaluation", "evaluations", "search_resource", "search_subject", "contacts", "after_death", "emergency_card_read", "oauth_token", "oauth_revoke",
    "cds_consult",
)  # fmt: skip
_INTAKE = (
    "intake_care_start", "intake_care_end", "intake_care_transfer", "intake_care_team",
    "intake_documents", "intake_documents_announced", "intake_deaths", "intake_deaths_withdrawn", "intake_survivors",
    "intake_consents", "intake_openings", "intake_acts", "intake_fhir",
    "intake_organisations", "intake_professionals",
    "intake_secrecy", "intake_secrecy_renewed", "intake_secrecy_overruled", "intake_secrecy_withheld",
    "intake_secrecy_restored", "intake_secrecy_standing",
)  # fmt: skip
#: `metadata` is public (R4, http.html); what no type answers asks for a token like the rest.
_FHIR = (
    "fhir_consents", "fhir_consents_search", "fhir_consent", "fhir_consent_history", "fhir_consent_version",
    "fhir_file_consent", "fhir_revoke_consent",
    "fhir_subscriptions", "fhir_subscriptions_search", "fhir_subscriptions_status",
    "fhir_subscription", "fhir_subscription_status", "fhir_subscription_events", "fhir_subscription_version",
    "fhir_audit_events", "fhir_audit_events_search", "fhir_record_disclosure",
    "fhir_audit_event", "fhir_audit_event_version",
    "fhir_provenances", "fhir_provenances_search", "fhir_provenance", "fhir_provenance_version",
    "fhir_root", "fhir_nothing",
)  # fmt: skip
_CHANGES = ("changes", "changes_acknowledged", "changes_replay")
_REVIEWER = (
    "review_home", "review_grants", "review_oppositions", "review_questions", "review_question", "review_notices",
    "review_conflicts", "review_medical", "review_medical_case", "review_reports", "review_report", "review_report_take", "review_report_answer",
    "review_systems", "review_system", "review_system_secret", "review_system_webhook", "review_system_revoke",
    "review_system_reopen", "review_system_receiver",
)  # fmt: skip
#: The record of a child, below `/mes-enfants/<child>/`; `portal.patient.acting` says whose (R59–R64, R70).
_CHILD = (
    "child", "child_team", "child_search", "child_professional", "child_documents", "child_document",
    "child_emergency", "child_physician", "child_preview", "child_declare", "child_done", "child_history", "child_undo",
    "child_receipts", "child_receipt", "child_receipt_json", "child_receipt_pdf",
)  # fmt: skip
#: The record of a protected adult, below `/personnes-protegees/<adult>/` (R72, R73).
_WARD = tuple(name.replace("child", "ward", 1) for name in _CHILD)
_PATIENT = (
    "children", "inherited", "wards", "wards_considered", "wards_allow", "wards_forbid",
    "home", "team", "professional", "documents", "document", "grid", "see_as", "why_record", "why",
    "add_professional", "emergency", "treating_physician",
    "preview", "declare", "done", "history", "undo", "report_access", "reports", "report", "who_knows",
    "notices", "notices_read", "settings", "settings_mail", "discretion",
    "trusted", "trusted_name", "trusted_invite", "trusted_signed", "trusted_withdraw", "trusted_paper",
    "to_call", "to_call_remove",
    "emergency_card", "emergency_card_end", "after_death_choices", "after_death_oppose", "after_death_withdraw",
    "waiting", "waiting_consent", "waiting_refuse",
    "relatives", "relatives_allow", "relatives_mandate", "relatives_wish", "relatives_withdraw",
    "export", "export_ask", "export_file", "export_delete", "my_data", "receipts", "receipt", "receipt_json", "receipt_pdf",
    "privacy", "privacy_keep", "privacy_lift", "privacy_doctor",
)  # fmt: skip

ROUTES: Mapping[str, Entry] = {
    **dict.fromkeys(("livez", "readyz"), Entry.PROBE),
    **dict.fromkeys(_PUBLIC, Entry.PUBLIC),
    **dict.fromkeys(_SIGNED_IN, Entry.SIGNED_IN),
    **dict.fromkeys(_TOKEN, Entry.TOKEN),
    **dict.fromkeys(_INTAKE, Entry.TOKEN),
    **dict.fromkeys(_FHIR, Entry.TOKEN),
    **dict.fromkeys(_CHANGES, Entry.TOKEN),
    **dict.fromkeys(_PATIENT, Entry.PATIENT),
    **dict.fromkeys(_CHILD, Entry.PATIENT),
    **dict.fromkeys(_WARD, Entry.PATIENT),
    **dict.fromkeys(_REVIEWER, Entry.REVIEWER),
}


class AccessMiddleware:
    """Asks the table before any view runs. Placed after authentication, before the view."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Answer, args: tuple[object, ...], kwargs: dict[str, object]
    ) -> HttpResponse | None:
        match = request.resolver_match
        entry = ROUTES.get(match.view_name) if match else None
        if entry is None:
            raise PermissionDenied("route without a rule")
        return KEEPERS[entry](request)


def _welcome(request: HttpRequest) -> None:
    """Whoever it is may knock."""


def _account(request: HttpRequest) -> HttpResponse | None:
    """A signed-in account; the same way to the sign-in page whether what is asked for exists or not."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    return _closed(request)


def _patient(request: HttpRequest) -> HttpResponse | None:
    """An account that is a person's: he stands before his own record."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if request.user.is_reviewer and request.path == reverse("home"):
        return HttpResponseRedirect(_console())
    if not request.user.person_id:
        return render(request, "patient/not_a_patient.html", status=403)
    return _closed(request)


def _closed(request: HttpRequest) -> HttpResponse | None:
    """Whoever holds a dead person's account is told so, and his session ends there; nothing else is shown (R52)."""
    person = request.user.person  # type: ignore[union-attr]
    if person is None or person.died_at is None or person.died_at > timezone.now():
        return None
    logout(request)
    return render(request, "patient/closed.html", status=403)


def _reviewer(request: HttpRequest) -> HttpResponse | None:
    """A reviewer who proved himself twice in this session; without that, the way to set it up."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not request.user.is_reviewer:
        raise PermissionDenied("not a reviewer")
    return None if second_factor(request) else _second_step(request)


def _second_step(request: HttpRequest) -> HttpResponse:
    """Where a second factor is given, or set up by who has none yet; then back to the page asked for."""
    for kind, route in (("totp", "mfa_reauthenticate"), ("webauthn", "mfa_reauthenticate_webauthn")):
        if is_mfa_enabled(request.user, types=[kind]):
            return redirect_to_login(request.get_full_path(), reverse(route))
    return HttpResponseRedirect(reverse("mfa_index"))


def second_factor(request: HttpRequest) -> bool:
    """A code or a passkey was given in this session, not only a password, and the account still has one."""
    given = any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))
    return given and is_mfa_enabled(request.user)


def _console() -> str:
    """Where a reviewer works; his account's security while there is no console."""
    try:
        return reverse("review_home")
    except NoReverseMatch:
        return reverse("mfa_index")


KEEPERS: Mapping[Entry, Callable[[HttpRequest], HttpResponse | None]] = {
    Entry.PUBLIC: _welcome,
    Entry.PROBE: _welcome,
    Entry.TOKEN: _welcome,
    Entry.SIGNED_IN: _account,
    Entry.PATIENT: _patient,
    Entry.REVIEWER: _reviewer,
}
