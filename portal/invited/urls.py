from django.urls import path

from portal.invited import views

urlpatterns = [path("reponse/<str:token>/", views.answer, name="trusted_answer")]
