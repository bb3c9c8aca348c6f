"""A YAML file walked node by node, so that every complaint names its place and line."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, TypeVar

import yaml

from sharing.scenarios.errors import StoryError

Word = TypeVar("Word")

#: Beyond them lie only slips of the finger, and moments that cannot be counted.
_YEARS = range(1800, 9000)
_LONGEST_WORD = 2000


class Place:
    """One node of the file and the way to it, such as `declarations[2].grant.to`."""

    def __init__(self, node: yaml.Node, path: str) -> None:
        self.node = node
        self.path = path

    @property
    def line(self) -> int:
        return int(self.node.start_mark.line) + 1

    @property
    def is_list(self) -> bool:
        return isinstance(self.node, yaml.SequenceNode)

    @property
    def is_mapping(self) -> bool:
        return isinstance(self.node, yaml.MappingNode)

    def wrong(self, reason: str) -> StoryError:
        return StoryError(self.path or "the file", self.line, reason)

    def value(self) -> Any:
        """The scalar as YAML reads it: text, number, yes/no, day or moment."""
        if not isinstance(self.node, yaml.ScalarNode):
            raise self.wrong("a single value was expected here")
        loader = yaml.SafeLoader("")
        try:
            return loader.construct_object(self.node)
        except ValueError as error:
            raise self.wrong(f"this value cannot be read ({error})") from error
        except yaml.YAMLError as error:
            raise self.wrong("a plain value was expected here, without a YAML tag or merge key") from error
        finally:
            loader.dispose()

    @property
    def written(self) -> str:
        """As it stands in the file, to be shown in a complaint."""
        return repr(self.node.value) if isinstance(self.node, yaml.ScalarNode) and self.node.value else "nothing"

    def text(self) -> str:
        value = self.value()
        if not isinstance(value, str):
            raise self.wrong(f"a word was expected, not {self.written} (quote it if it is one)")
        if len(value) > _LONGEST_WORD or any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in value):
            raise self.wrong(f"a word was expected that can be written, of at most {_LONGEST_WORD} letters")
        return value

    def yes_no(self) -> bool:
        value = self.value()
        if not isinstance(value, bool):
            raise self.wrong(f"true or false was expected, not {self.written}")
        return value

    def day(self) -> date:
        value = self.value()
        if isinstance(value, datetime) or not isinstance(value, date) or value.year not in _YEARS:
            raise self.wrong(f"a day such as 2026-03-01 was expected, not {self.written}")
        return value

    def moment(self) -> datetime:
        value = self.value()
        if not isinstance(value, datetime) or value.tzinfo is None or value.year not in _YEARS:
            raise self.wrong(f"a moment with its zone (2026-03-01T09:00:00+01:00) was expected, not {self.written}")
        return value

    def day_or_moment(self) -> date | datetime:
        value = self.value()
        return self.moment() if isinstance(value, datetime) else self.day()

    def one_of(self, words: type[Word] | tuple[str, ...]) -> Any:
        """A word of a list; the refusal shows the list."""
        value = self.text()
        known = [str(word) for word in words]  # type: ignore[union-attr]
        if value not in known:
            raise self.wrong(f"unknown word {value!r}; known here: {', '.join(known)}")
        return words(value) if isinstance(words, type) else value  # type: ignore[call-arg]

    def items(self) -> list["Place"]:
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.wrong("a list was expected here")
        return [Place(n, f"{self.path}[{i}]") for i, n in enumerate(self.node.value)]

    def entries(self) -> Iterator[tuple[str, "Place"]]:
        """Keys with their places; a key twice is an error."""
        if not isinstance(self.node, yaml.MappingNode):
            raise self.wrong("names with their values were expected here")
        seen: set[str] = set()
        for key_node, value_node in self.node.value:
            key = Place(key_node, self.path).text()
            if key in seen:
                raise Place(key_node, self.path).wrong(f"{key!r} stands twice")
            seen.add(key)
            yield key, Place(value_node, f"{self.path}.{key}" if self.path else key)

    def mapping(self, *, needed: tuple[str, ...] = (), allowed: tuple[str, ...] = ()) -> dict[str, "Place"]:
        """The entries, none missing, none unknown."""
        found = dict(self.entries())
        for key, place in found.items():
            if key not in needed + allowed:
                known = ", ".join(needed + allowed)
                raise place.wrong(f"unknown key {key!r}; known here: {known}")
        for key in needed:
            if key not in found:
                raise self.wrong(f"{key!r} is missing")
        return found


def read_file_text(text: str) -> Place:
    """The root of one YAML document."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or str(error)
        raise StoryError("the file", line, f"this is not YAML: {problem}") from error
    except RecursionError as error:
        raise StoryError("the file", 1, "this is nested too deeply to be a story") from error
    if node is None:
        raise StoryError("the file", 1, "the file is empty")
    return Place(node, "")
