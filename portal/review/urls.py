"""The console's addresses."""

from django.urls import path

from portal.review.lists import CONFLICTS, GRANTS, MEDICAL, NOTICES, OPPOSITIONS, QUESTIONS, REPORTS
from portal.review.views import home, listing, medical, question, report, systems

urlpatterns = [
    path("", home.home, name="review_home"),
    path("accords/", listing.listing, {"listed": GRANTS}, name="review_grants"),
    path("oppositions/", listing.listing, {"listed": OPPOSITIONS}, name="review_oppositions"),
    path("questions/", listing.listing, {"listed": QUESTIONS}, name="review_questions"),
    path("questions/<uuid:request_id>/", question.question, name="review_question"),
    path("signalements/", listing.listing, {"listed": REPORTS}, name="review_reports"),
    path("signalements/<uuid:report_id>/", report.report, name="review_report"),
    path("signalements/<uuid:report_id>/examiner/", report.take, name="review_report_take"),
    path("signalements/<uuid:report_id>/repondre/", report.answer, name="review_report_answer"),
    path("conflits/", listing.listing, {"listed": CONFLICTS}, name="review_conflicts"),
    path("decisions-medicales/", listing.listing, {"listed": MEDICAL}, name="review_medical"),
    path("decisions-medicales/<uuid:decision_id>/", medical.case, name="review_medical_case"),
    path("logiciels/", systems.listing, name="review_systems"),
    path("logiciels/<uuid:system_id>/", systems.system, name="review_system"),
    path("logiciels/<uuid:system_id>/secret/", systems.rotate_secret, name="review_system_secret"),
    path("logiciels/<uuid:system_id>/avis/", systems.rotate_webhook, name="review_system_webhook"),
    path("logiciels/<uuid:system_id>/avis/reprendre/", systems.open_receiver, name="review_system_receiver"),
    path("logiciels/<uuid:system_id>/fermer/", systems.revoke, name="review_system_revoke"),
    path("logiciels/<uuid:system_id>/rouvrir/", systems.reopen, name="review_system_reopen"),
    path("avis/", listing.listing, {"listed": NOTICES}, name="review_notices"),
]
