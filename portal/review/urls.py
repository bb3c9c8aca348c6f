"""The console's addresses."""

from django.urls import path

from portal.review.lists import GRANTS, NOTICES, OPPOSITIONS, QUESTIONS
from portal.review.views import home, listing, question

urlpatterns = [
    path("", home.home, name="review_home"),
    path("accords/", listing.listing, {"listed": GRANTS}, name="review_grants"),
    path("oppositions/", listing.listing, {"listed": OPPOSITIONS}, name="review_oppositions"),
    path("questions/", listing.listing, {"listed": QUESTIONS}, name="review_questions"),
    path("questions/<uuid:request_id>/", question.question, name="review_question"),
    path("avis/", listing.listing, {"listed": NOTICES}, name="review_notices"),
]
