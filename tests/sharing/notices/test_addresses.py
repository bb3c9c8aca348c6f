"""Whom we may call: no address may turn our server against its own network."""

import pytest

from sharing.channels import addresses
from sharing.channels.addresses import NotCallable

HOSTILE_LITERALS = [
    "https://127.0.0.1/",
    "https://127.1/",
    "https://127.0.0.1:8443/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.0.0.1/",
    "https://0177.0.0.1/",
    "https://0.0.0.0/",
    "https://0/",
    "https://localhost/",
    "https://localhost./",
    "https://LOCALHOST/",
    "https://10.0.0.1/",
    "https://172.16.0.1/",
    "https://172.31.255.254/",
    "https://192.168.1.1/",
    "https://100.64.0.1/",
    "https://100.100.100.200/",
    "https://169.254.169.254/latest/meta-data/",
    "https://168.63.129.16/",
    "https://192.0.0.192/",
    "https://192.0.2.1/",
    "https://198.18.0.1/",
    "https://198.51.100.7/",
    "https://203.0.113.9/",
    "https://192.88.99.1/",
    "https://224.0.0.1/",
    "https://240.0.0.1/",
    "https://255.255.255.255/",
    "https://[::1]/",
    "https://[::]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://[::127.0.0.1]/",
    "https://[fe80::1]/",
    "https://[fc00::1]/",
    "https://[fd12:3456:789a::1]/",
    "https://[fec0::1]/",
    "https://[ff02::1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[64:ff9b::a9fe:a9fe]/",
    "https://[64:ff9b:1::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[2001:0:7f00:1::]/",
    "https://[2001:db8::1]/",
    "https://[3fff::1]/",
    "https://[100::1]/",
    "https://[fd00:ec2::254]/",
]
BAD_FORMS = [
    "http://example.org/",
    "ftp://example.org/",
    "file:///etc/passwd",
    "gopher://example.org/",
    "unix:///var/run/redis.sock",
    "https://",
    "https:///path",
    "//example.org/",
    "example.org",
    "",
    "https://example.org:22/",
    "https://example.org:6379/",
    "https://example.org:80/",
    "https://example.org:99999/",
    "https://example.org:port/",
    "https://user@example.org/",
    "https://user:secret@example.org/",
    "https://example.org@127.0.0.1/",
    "https://127.0.0.1\\@example.org/",
    "https://example.org/ \r\nHost: inside",
    "https://example.org/\npath",
    "https://example.org/#fragment",
    "https://[::1/",
]
PUBLIC = ["93.184.215.14", "8.8.8.8", "2606:4700::1111", "2a00:1450:4007:80e::200e"]


@pytest.mark.parametrize("url", HOSTILE_LITERALS)
def test_an_address_that_is_not_public_is_never_called(url: str) -> None:
    with pytest.raises(NotCallable):
        addresses.check(url)


@pytest.mark.parametrize("url", BAD_FORMS)
def test_an_address_of_another_form_is_refused_before_its_name_is_resolved(url: str) -> None:
    def resolver(host: str, port: int) -> list[str]:
        raise AssertionError("resolved")

    with pytest.raises(NotCallable):
        addresses.check(url, resolver=resolver)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_called_and_it_is_the_one_that_was_checked(address: str) -> None:
    target = addresses.check("https://hopital.example/notices", resolver=lambda host, port: [address])

    assert target.addresses == (address,)
    assert (target.host, target.port) == ("hopital.example", 443)


def test_one_inner_address_among_those_of_a_name_closes_the_name() -> None:
    with pytest.raises(NotCallable):
        addresses.check("https://hopital.example/", resolver=lambda host, port: ["8.8.8.8", "10.0.0.1"])


def test_a_name_that_is_not_found_is_refused() -> None:
    with pytest.raises(NotCallable):
        addresses.check("https://hopital.example/", resolver=lambda host, port: [])


def test_an_address_with_a_zone_is_not_public() -> None:
    assert not addresses.is_public("fe80::1%eth0")
    assert not addresses.is_public("2606:4700::1111%eth0")


def test_this_machine_may_be_called_only_where_it_is_allowed_by_name() -> None:
    allowed = frozenset({"127.0.0.1"})

    assert addresses.check("http://127.0.0.1:9999/", private_hosts=allowed).port == 9999
    with pytest.raises(NotCallable):
        addresses.check("http://127.0.0.2:9999/", private_hosts=allowed)
    with pytest.raises(NotCallable):
        addresses.check("http://user@127.0.0.1:9999/", private_hosts=allowed)
