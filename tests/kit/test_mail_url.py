import pytest

from essaim.engine.errors import BadOption
from essaim.kit.mail_url import mail_from_url


def test_no_address_prints_in_the_terminal() -> None:
    assert mail_from_url("") == {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://mail.example.org", 25, False, False),
        ("starttls://moi:se%40cret@mail.example.org", 587, True, False),
        ("smtps://moi:se%40cret@mail.example.org:4465", 4465, False, True),
    ],
)
def test_address_of_a_server(url: str, port: int, tls: bool, ssl: bool) -> None:
    found = mail_from_url(url)

    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.example.org", port)
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (tls, ssl)
    assert found["EMAIL_HOST_PASSWORD"] == ("se@cret" if "@mail" in url and "moi" in url else "")


@pytest.mark.parametrize("url", ["http://mail.example.org", "smtps://:secret@", "mail.example.org", "smtp://a:b:c"])
def test_wrong_address_is_said_without_its_secret(url: str) -> None:
    with pytest.raises(BadOption) as refusal:
        mail_from_url(url)

    assert url not in str(refusal.value)
