"""A variable that a template of ours names and nobody gave fails the test, instead of showing nothing."""

import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


class UndefinedVariable(str):
    """Handed to Django as `string_if_invalid`, which it formats with the name of the variable it did not find.

    Templates of libraries may leave variables out: for them it stays empty. A variable that is optional in a
    template of ours is asked for with `{% if %}` or `{% firstof %}`, which never come here.
    """

    __slots__ = ()

    def __contains__(self, text: object) -> bool:
        return text == "%s"

    def __mod__(self, name: object) -> str:
        context = sys._getframe(1).f_locals["context"]
        template = context.render_context.template or context.template
        origin = str(template.origin)
        if origin.startswith(str(ROOT)) and "site-packages" not in origin:
            raise AssertionError(f"{pathlib.Path(origin).relative_to(ROOT)}: {{{{ {name} }}}} is not defined")
        return ""
