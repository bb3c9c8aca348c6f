import pytest

from tools import template_lint


@pytest.mark.parametrize(
    ("markup", "problem"),
    [
        ('<p style="color: red">x</p>', "style="),
        ("<style>p { color: red }</style>", "inline <style>"),
        ("<script>alert(1)</script>", "inline <script>"),
        ('<button onclick="go()">x</button>', "onclick="),
        ('<a href="javascript:go()">x</a>', "javascript:"),
        ('<img src="https://elsewhere.example/x.png" alt="">', "outside"),
        ('<link href="//elsewhere.example/x.css">', "outside"),
        ('<form action="http://elsewhere.example/"></form>', "outside"),
        ("<div><p>x</div>", "closed"),
        ("<div>", "closed"),
        ("</div>", "closes nothing"),
    ],
)
def test_markup_that_the_browser_would_refuse_or_send_elsewhere_is_reported(markup: str, problem: str) -> None:
    found = template_lint.read(markup)

    assert [line for line, _ in found] == [1]
    assert problem in found[0][1]


@pytest.mark.parametrize(
    "markup",
    [
        '{% load static %}<script src="{% static "quit.js" %}" defer></script>',
        '<script type="application/json" id="data">{}</script>',
        '<a href="https://www.service-public.fr/">Service public</a>',
        '<p {% if x %}class="y"{% endif %}>{{ name }}<br></p>',
        "{% comment %}<style>{% endcomment %}<p></p>",
        "{% if x %}<div>{% else %}<div>{% endif %}</div>",
    ],
)
def test_ordinary_markup_is_left_alone(markup: str) -> None:
    assert template_lint.read(markup) == []


def test_the_line_of_a_problem_counts_the_lines_inside_a_tag() -> None:
    assert template_lint.read("{% include 'x'\n with a=b %}\n<p style='x'></p>")[0][0] == 3
