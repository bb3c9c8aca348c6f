"""The patient's addresses, in French as patients read them."""

from django.urls import path

from portal.patient.views import choice, documents, done, grid, history, home, rights, see_as, team, why

urlpatterns = [
    path("", home.home, name="home"),
    path("equipe/", team.team, name="team"),
    path("equipe/<uuid:professional>/", team.professional, name="professional"),
    path("documents/", documents.documents, name="documents"),
    path("documents/<uuid:document>/", documents.document, name="document"),
    path("qui-voit-quoi/", grid.grid, name="grid"),
    path("voir-comme/<uuid:professional>/", see_as.see_as, name="see_as"),
    path("pourquoi/<uuid:professional>/", why.why_record, name="why_record"),
    path("pourquoi/<uuid:professional>/<uuid:document>/", why.why, name="why"),
    path("droits/", rights.rights, name="rights"),
    path("accessibilite/", rights.accessibility, name="accessibility"),
    path("choix/", choice.preview, name="preview"),
    path("choix/confirmer/", choice.declare, name="declare"),
    path("choix/fait/<int:revision>/", done.done, name="done"),
    path("historique/", history.history, name="history"),
    path("historique/annuler/", done.undo, name="undo"),
]
