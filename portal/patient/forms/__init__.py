"""The shape of what a patient sends; whether it may be declared is the services' word."""

from portal.patient.forms.choices import ChoiceForm, PreferenceForm, UndoForm, asked
from portal.patient.forms.directory import DirectoryForm
from portal.patient.forms.documents import DocumentFilters

__all__ = ["ChoiceForm", "DirectoryForm", "DocumentFilters", "PreferenceForm", "UndoForm", "asked"]
