"""Pieces of a file at rest: unreadable without the key, and nowhere but in their place."""

from typing import Any

import pytest

from sharing import sealing


def test_a_piece_opens_in_its_place_only() -> None:
    sealed = sealing.seal_piece(b"marie", place="export/1/0")

    assert sealing.unseal_piece(sealed, place="export/1/0") == b"marie"
    with pytest.raises(sealing.Unreadable):
        sealing.unseal_piece(sealed, place="export/1/1")


@pytest.mark.parametrize("at", [0, 5, 12, -1])
def test_a_piece_with_one_bit_changed_does_not_open(at: int) -> None:
    sealed = bytearray(sealing.seal_piece(b"marie", place="a"))
    sealed[at] ^= 1
    with pytest.raises(sealing.Unreadable):
        sealing.unseal_piece(bytes(sealed), place="a")


def test_the_same_piece_is_never_sealed_alike() -> None:
    assert sealing.seal_piece(b"marie", place="a") != sealing.seal_piece(b"marie", place="a")


def test_a_piece_sealed_by_a_key_that_retires_still_opens_and_by_one_that_is_gone_no_longer(settings: Any) -> None:
    settings.SEALING_KEYS = ["old"]
    sealed = sealing.seal_piece(b"marie", place="a")
    settings.SEALING_KEYS = ["new", "old"]
    assert sealing.unseal_piece(sealed, place="a") == b"marie"
    settings.SEALING_KEYS = ["new"]
    with pytest.raises(sealing.Unreadable):
        sealing.unseal_piece(sealed, place="a")


@pytest.mark.parametrize("nothing", [b"", b"short"])
def test_what_was_never_sealed_does_not_open(nothing: bytes) -> None:
    with pytest.raises(sealing.Unreadable):
        sealing.unseal_piece(nothing, place="a")
