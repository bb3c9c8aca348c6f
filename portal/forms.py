"""How forms are drawn: every `{{ form }}` of the site, ours or a library's, wears the components of the look."""

from django.forms.renderers import TemplatesSetting


class LookRenderer(TemplatesSetting):
    """Named by the setting FORM_RENDERER; needs `django.forms` in INSTALLED_APPS for the widgets' own templates."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
