import pytest

from services.api.access import FORWARDED_HEADERS, is_local


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "LOCALHOST:80", "[::1]:8000", "127.9.9.9"])
def test_a_program_on_this_machine_that_asks_it_by_a_loopback_name_is_local(host: str) -> None:
    for client in ("127.0.0.1", "::1", "::ffff:127.0.0.1"):
        assert is_local(client, {"host": host})


@pytest.mark.parametrize("client", ["10.0.0.1", "192.0.2.1", "2001:db8::1", "", None, "testclient"])
def test_another_machine_is_not_local(client: str | None) -> None:
    assert not is_local(client, {"host": "localhost"})


@pytest.mark.parametrize("header", FORWARDED_HEADERS)
def test_what_a_proxy_passes_on_is_not_local(header: str) -> None:
    assert not is_local("127.0.0.1", {"host": "localhost", header: ""})


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "", "10.0.0.1", "[::1", "127.0.0.1.evil.example"]
)
def test_a_web_page_whose_name_was_bent_to_loopback_is_not_local(host: str) -> None:
    assert not is_local("127.0.0.1", {"host": host})
