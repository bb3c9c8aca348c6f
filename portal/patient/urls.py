"""The patient's addresses, in French as patients read them."""

from django.urls import path

from portal.patient.views import choice, documents, done, grid, history, home, team

urlpatterns = [
    path("", home.home, name="home"),
    path("equipe/", team.team, name="team"),
    path("equipe/<uuid:professional>/", team.professional, name="professional"),
    path("documents/", documents.documents, name="documents"),
    path("documents/<uuid:document>/", documents.document, name="document"),
    path("qui-voit-quoi/", grid.grid, name="grid"),
    path("choix/", choice.preview, name="preview"),
    path("choix/confirmer/", choice.declare, name="declare"),
    path("choix/fait/<int:revision>/", done.done, name="done"),
    path("historique/", history.history, name="history"),
    path("historique/annuler/", done.undo, name="undo"),
]
