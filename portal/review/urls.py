"""The console's addresses."""

from django.urls import path

from portal.review.lists import GRANTS, NOTICES, OPPOSITIONS, QUESTIONS, REPORTS
from portal.review.views import home, listing, question, report

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
    path("avis/", listing.listing, {"listed": NOTICES}, name="review_notices"),
]
