"""Template tags of the look: icons, verdicts, initials, form controls, captured markup for component slots."""

from collections.abc import Mapping

from django import template
from django.forms import BoundField
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

register = template.Library()

VERDICTS: Mapping[str, tuple[str, str, object]] = {
    "sees": ("sees", "eye", _("Voit")),
    "part": ("part", "eye-half", _("En partie")),
    "not": ("not", "eye-shut", _("Ne voit pas")),
    "out": ("out", "off-duty", _("Hors métier")),
    "never": ("out", "shield", _("Jamais")),
}
"""Kind of verdict: colour, icon, word. The three always go together (never colour alone)."""

BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
MACHINES = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"),
    ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux"),
)  # fmt: skip
TITLES = frozenset({"dr", "pr", "m.", "mme", "me"})
CONTROL_CLASSES = {"select": "select", "textarea": "textarea", "checkbox": "", "radioselect": ""}


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """Draw a symbol of icons.svg; always beside words, so hidden from screen readers."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="{}#i-{}"/></svg>',
        f" {extra}" if extra else "",
        static("icons.svg"),
        name,
    )


@register.inclusion_tag("components/verdict.html")
def verdict(kind: str, word: object = "", bare: bool = False) -> dict[str, object]:
    """Show who sees: `kind` is sees, part, not, out or never; `word` replaces the usual word."""
    tint, symbol, usual = VERDICTS[kind]
    return {"tint": tint, "symbol": symbol, "word": word or usual, "bare": bare}


@register.filter
def tint(kind: str) -> str:
    """Colour of a verdict's kind: `never` wears the colour of `out`."""
    return VERDICTS[kind][0]


@register.filter
def initials(name: str) -> str:
    """Dr Camille Aubertin → CA."""
    words = [word for word in str(name).split() if word.lower() not in TITLES]
    ends = words[:1] + words[1:][-1:]
    return "".join(word[0].upper() for word in ends)


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """Draw a form's control in our dress, without the placeholders that libraries repeat the label in."""
    attrs: dict[str, object] = {"placeholder": False}
    css = CONTROL_CLASSES.get(field.widget_type, "input")
    if field.field.widget.attrs.get("autocomplete") == "one-time-code":
        css = "input input--code"
    if css == "textarea":
        attrs["rows"] = 4
    if css:
        attrs["class"] = " ".join(filter(None, (css, field.field.widget.attrs.get("class"))))
    return field.as_widget(attrs=attrs)  # type: ignore[arg-type]


@register.simple_tag
def words(field: BoundField, label: object, help_text: object = "") -> str:
    """Give a library's field our own label and help; the summary of mistakes then says the same."""
    field.label = label  # type: ignore[assignment]
    field.help_text = help_text or field.help_text  # type: ignore[assignment]
    return ""


@register.simple_tag
def listed(*values: object) -> list[object]:
    """Make a list on the spot: {% listed "Choisir" "Vérifier" as steps %}."""
    return list(values)


@register.simple_tag
def fact(term: object, value: object) -> tuple[object, object]:
    """Make one line of `components/facts.html`."""
    return (term, value)


class CaptureNode(template.Node):
    """Keep rendered markup under a name, to hand it to a component."""

    def __init__(self, nodelist: NodeList, name: str) -> None:
        self.nodelist = nodelist
        self.name = name

    def render(self, context: Context) -> SafeString:
        context[self.name] = mark_safe(self.nodelist.render(context).strip())  # noqa: S308 (already escaped)
        return mark_safe("")


@register.tag
def capture(parser: Parser, token: Token) -> CaptureNode:
    """{% capture actions %}…{% endcapture %} then {% include "components/person.html" with actions=actions %}."""
    try:
        _tag, name = token.split_contents()
    except ValueError as error:
        raise template.TemplateSyntaxError("capture takes one name") from error
    nodelist = parser.parse(("endcapture",))
    parser.delete_first_token()
    return CaptureNode(nodelist, name)


@register.filter
def paired(headers: list[object], cells: list[object]) -> list[tuple[object, object]]:
    """Each cell with its column's header, for small screens where the header row is out of sight."""
    return list(zip(headers, cells, strict=True))


@register.filter
def linebreaks_if_plain(text: object) -> SafeString:
    """Wrap plain text in paragraphs; leave captured markup as it is."""
    return text if isinstance(text, SafeString) else mark_safe(linebreaks(str(text), autoescape=True))  # noqa: S308 (escaped)


@register.filter
def device(user_agent: str) -> str:
    """Browser and machine in two words, enough for somebody to know his own telephone."""
    found = (next((name for mark, name in table if mark in user_agent), "") for table in (BROWSERS, MACHINES))
    return ", ".join(filter(None, found)) or gettext("Appareil inconnu")
