"""The patient's addresses, in French as patients read them."""

from django.urls import path

from portal.patient.views import choice, documents, done, grid, history, home, my_data, receipts, team, verify

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
    path("mes-donnees/", my_data.my_data, name="my_data"),
    path("mes-donnees/recus/", receipts.receipts, name="receipts"),
    path("mes-donnees/recus/<int:revision>/", receipts.receipt, name="receipt"),
    path("mes-donnees/recus/<int:revision>.json", receipts.receipt_json, name="receipt_json"),
    path("mes-donnees/recus/<int:revision>.pdf", receipts.receipt_pdf, name="receipt_pdf"),
    path("mes-donnees/verifier/", verify.verify, name="verify_receipt"),
]
