import pytest

from tools import lock_lint


def test_the_locks_hold_only_names_versions_and_hashes_and_agree() -> None:
    assert lock_lint.problems() == []


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://registry.example/simple",
        "--extra-index-url https://registry.example/simple",
        "--find-links /opt/wheels",
        "django @ https://registry.example/django.whl",
        "django==5.2.19",
    ],
)
def test_a_line_with_an_address_or_without_a_hash_is_strange(line: str) -> None:
    assert lock_lint.strange(line) == [line]
