"""An answer to a consent that waits: the token of its page, the revision that it showed."""

from django import forms


class RefusalForm(forms.Form):
    jeton = forms.CharField(max_length=40)


class AnswerForm(RefusalForm):
    revision = forms.IntegerField(min_value=0)
