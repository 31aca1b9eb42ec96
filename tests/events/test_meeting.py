import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.meeting import (
    MeetingError,
    check_id,
    check_link,
    grouped_id,
    hosts_linked_in,
    id_in_link,
    normalise_id,
)

HOSTS = ["zoom.us", "zoom.example"]
LINK = "https://zoom.example/j/81174854920?pwd=invented-for-tests"


def code_of(function, *args, **kwargs) -> str:
    with pytest.raises(MeetingError) as raised:
        function(*args, **kwargs)
    return raised.value.code


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("", ""),
        ("  \t\n", ""),
        ("811 7485 4920", "81174854920"),
        ("811-7485-4920", "81174854920"),
        ("811\N{NO-BREAK SPACE}7485\N{NARROW NO-BREAK SPACE}4920", "81174854920"),
        ("811\N{NON-BREAKING HYPHEN}7485\N{EN DASH}4920", "81174854920"),
        ("811\N{MINUS SIGN}7485\N{THIN SPACE}4920", "81174854920"),
        ("\N{LEFT-TO-RIGHT MARK}811 7485 4920\N{POP DIRECTIONAL FORMATTING}", "81174854920"),
        (" 811748549 ", "811748549"),
        ("811748549201", "811748549201"),
    ],
)
def test_normalise_id_keeps_only_digits(typed, digits):
    assert normalise_id(typed) == digits


@pytest.mark.parametrize(
    "typed",
    [
        "81174854",
        "8117485492012",
        "811 7485 492O",
        "ID 811 7485 4920",
        "٨١١٧٤٨٥٤٩٢٠",
        "-",
        "811.7485.4920",
        "811_7485_4920",
    ],
)
def test_normalise_id_refuses_what_is_no_meeting_id(typed):
    assert code_of(normalise_id, typed) == "id_malformed"


@pytest.mark.parametrize(
    ("digits", "grouped"),
    [
        ("811748549", "811 748 549"),
        ("8117485492", "811 748 5492"),
        ("81174854920", "811 7485 4920"),
        ("811748549201", "8117 4854 9201"),
        ("", ""),
        ("123", "123"),
    ],
)
def test_grouped_id_is_read_out_in_groups(digits, grouped):
    assert grouped_id(digits) == grouped


@given(st.from_regex(r"[0-9]{9,12}", fullmatch=True))
def test_grouped_id_is_normalised_to_the_same_digits(digits):
    assert normalise_id(grouped_id(digits)) == digits


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        (LINK, LINK),
        (f"  {LINK}\n", LINK),
        ("https://zoom.us", "https://zoom.us"),
        ("HTTPS://US02Web.Zoom.US/j/81174854920", "https://us02web.zoom.us/j/81174854920"),
        ("https://zoom.example:443/j/81174854920", "https://zoom.example/j/81174854920"),
        ("https://zoom.example:/j/81174854920", "https://zoom.example/j/81174854920"),
        (
            "https://a.b.zoom.us/my/musée?x=%20é#success",
            "https://a.b.zoom.us/my/mus%C3%A9e?x=%20%C3%A9#success",
        ),
        ("https://zoom.us/my/a!b~c", "https://zoom.us/my/a!b~c"),
        ("https://zoom.us//evil.example/", "https://zoom.us//evil.example/"),
        ("https://zoom.us/@evil.example", "https://zoom.us/@evil.example"),
        ("https://zoom.us?next=https://evil.example/@", "https://zoom.us?next=https://evil.example/@"),
    ],
)
def test_check_link_returns_it_cleaned(typed, cleaned):
    assert check_link(typed, hosts=HOSTS) == cleaned
    assert check_link(cleaned, hosts=HOSTS) == cleaned


@pytest.mark.parametrize(
    "link",
    [
        "https://evilzoom.us/j/81174854920",
        "https://zoom.us.evil.example/j/81174854920",
        "https://us/",
        "https://zoom.us./j/81174854920",
        "https://evil.example/zoom.us",
        "https://evil.example?zoom.us",
        "https://evil.example#.zoom.us",
        "https://evil.example%2f.zoom.us/",
        "https://evil.example%00.zoom.us/",
        "https://evil.example;.zoom.us/",
        "https://[::1]/",
        "https://127.0.0.1/",
        "https://zооm.us/",  # Cyrillic o
        "https://ｚｏｏｍ.us/",  # full width
        "https://xn--zm-fmca.us/",
        "https://.zoom.us/",
        "https://a..zoom.us/",
    ],
)
def test_check_link_refuses_another_host(link):
    assert code_of(check_link, link, hosts=HOSTS) == "host_not_allowed"


def test_check_link_asks_for_the_host_as_it_was_written():
    assert check_link("https://kumu.example/", hosts=["kumu.example"]) == "https://kumu.example/"
    assert (
        code_of(check_link, "https://\N{KELVIN SIGN}umu.example/", hosts=["kumu.example"])
        == "host_not_allowed"
    )


@pytest.mark.parametrize("hosts", [[], [""], ["."], [" "]])
def test_check_link_without_hosts_allows_nothing(hosts):
    assert code_of(check_link, LINK, hosts=hosts) == "host_not_allowed"


@pytest.mark.parametrize("hosts", [["ZOOM.Example"], [".zoom.example"], ("x.example", "zoom.example")])
def test_check_link_reads_hosts_in_any_case_with_or_without_a_dot(hosts):
    assert check_link(LINK, hosts=hosts) == LINK


@pytest.mark.parametrize(
    "link",
    [
        "http://zoom.us/j/81174854920",
        "zoom.us/j/81174854920",
        "//zoom.us/",
        "javascript:alert(1)",
        "",
        "zoommtg://zoom.us/",
    ],
)
def test_check_link_refuses_another_scheme(link):
    assert code_of(check_link, link, hosts=HOSTS) == "not_https"


@pytest.mark.parametrize(
    "link",
    [
        "https://user@zoom.us/",
        "https://user:word@zoom.us/",
        "https://@zoom.us/",
        "https://zoom.us@evil.example/",
        "https://zoom.us;@evil.example/",
    ],
)
def test_check_link_refuses_credentials(link):
    assert code_of(check_link, link, hosts=HOSTS) == "credentials_in_link"


@pytest.mark.parametrize(
    "link",
    [
        "https:///zoom.us/",
        "https:/zoom.us/",
        "https:zoom.us",
        "https://",
        "https://:443/",
        "https://zoom.us:8443/",
        "https://zoom.us:80/",
        "https://zoom.us:0/",
        "https://zoom.us:x/",
        "https://zoom.us:99999/",
        "https://zoom.us:443:443/",
        "https://[zoom.us/",
        "https:\\\\zoom.us/",
        "https://zoom.us\\@evil.example/",
        "https://evil.example\\.zoom.us/",
        "https://zoom.us/j/811 7485 4920",
        "https://zoom.us/\tj",
        "https://zoom.us/\nj",
        "https://zoom.us/\x00",
        "https://zoom.us/\x7f",
        "https://zoom.us/\N{NO-BREAK SPACE}j",
        "https://zoom.us/\N{RIGHT-TO-LEFT OVERRIDE}",
        "https://zoom.us/\N{ZERO WIDTH SPACE}",
        "https://zoom.us/\ud800",
        "https://zoom.us\N{FULLWIDTH SOLIDUS}evil.example/",
    ],
)
def test_check_link_refuses_what_readers_understand_differently(link):
    assert code_of(check_link, link, hosts=HOSTS) == "malformed"


@given(st.text())
def test_check_link_never_raises_anything_but_a_meeting_error(text):
    for link in (text, f"https://{text}", f"https://zoom.us{text}", f"https://zoom.us/{text}"):
        try:
            cleaned = check_link(link, hosts=HOSTS)
        except MeetingError:
            continue
        assert cleaned.isascii()
        assert cleaned.startswith("https://")
        assert check_link(cleaned, hosts=HOSTS) == cleaned


@pytest.mark.parametrize(
    ("link", "digits"),
    [
        (LINK, "81174854920"),
        ("https://zoom.us/j/81174854920", "81174854920"),
        ("https://zoom.us/j/81174854920/", "81174854920"),
        ("https://zoom.us/j/81174854920#success", "81174854920"),
        ("https://zoom.us/w/811748549?tk=x", "811748549"),
        ("https://zoom.us/s/81174854920", "81174854920"),
        ("https://zoom.us/wc/join/81174854920", "81174854920"),
        ("https://zoom.us/wc/81174854920/join", "81174854920"),
        ("https://zoom.us/my/81174854920", None),
        ("https://zoom.us/my/museums", None),
        ("https://zoom.us/j/museums", None),
        ("https://zoom.us/j/81174854920x", None),
        ("https://zoom.us/wc/81174854920", None),
        ("https://zoom.us/a/j/81174854920", None),
        ("https://zoom.us/?next=/j/81174854920", None),
        ("https://zoom.us", None),
        ("https://[", None),
        ("", None),
    ],
)
def test_id_in_link_reads_the_path(link, digits):
    assert id_in_link(link) == digits


@pytest.mark.parametrize(
    ("typed", "link", "digits"),
    [
        ("811 7485 4920", LINK, "81174854920"),
        ("811 7485 4920", "https://zoom.us/my/museums", "81174854920"),
        ("811 7485 4920", "", "81174854920"),
        ("", LINK, ""),
        ("", "", ""),
    ],
)
def test_check_id_returns_the_digits_that_the_link_does_not_deny(typed, link, digits):
    assert check_id(meeting_id=typed, link=link) == digits


def test_check_id_refuses_the_id_of_another_meeting():
    with pytest.raises(MeetingError) as raised:
        check_id(meeting_id="811 7485 4921", link=LINK)

    assert raised.value.code == "id_mismatch"
    assert raised.value.details == {"meeting_id": "811 7485 4921", "link_id": "811 7485 4920"}


def test_check_id_refuses_a_malformed_id():
    assert code_of(check_id, meeting_id="12", link=LINK) == "id_malformed"


def test_meeting_error_names_the_host_and_what_is_allowed():
    with pytest.raises(MeetingError) as raised:
        check_link("https://meet.example/j/1", hosts=HOSTS)

    assert (
        str(raised.value) == "Links to meet.example are not allowed here. Use one of: zoom.us, zoom.example."
    )
    assert raised.value.details == {"host": "meet.example", "hosts": "zoom.us, zoom.example"}


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (check_link, {"link": "http://zoom.us/j/81174854920?pwd=canary"}),
        (check_link, {"link": "https://evil.example/j/81174854920?pwd=canary"}),
        (check_link, {"link": "https://zoom.us/j/81174854920?pwd=canary x"}),
        (check_link, {"link": "https://zoom.us:canary/j/81174854920"}),
        (check_link, {"link": "https://canary@zoom.us/j/81174854920"}),
        (check_id, {"meeting_id": "81174854920", "link": "https://zoom.us/j/81174854921?pwd=canary"}),
        (check_id, {"meeting_id": "811748549canary", "link": ""}),
    ],
)
def test_meeting_error_repeats_no_secret(function, arguments):
    extra = {"hosts": HOSTS} if function is check_link else {}
    with pytest.raises(MeetingError) as raised:
        function(**arguments, **extra)

    assert "canary" not in str(raised.value)
    assert "811748549" not in str(raised.value)
    assert raised.value.__cause__ is None


@pytest.mark.parametrize(
    ("html", "hosts"),
    [
        ("", []),
        ("<p>See zoom.us in the news</p>", []),
        ('<a href="https://zoom.us/j/81174854920">x</a>', ["zoom.us"]),
        ('<a href="HTTP://US02web.Zoom.US:443/j/1">x</a>', ["us02web.zoom.us"]),
        ('<a href="//zoom.us">x</a> and https://a.zoom.example.', ["zoom.us", "a.zoom.example"]),
        ('<a href="https://user:word@zoom.us/">x</a>', ["zoom.us"]),
        ('<a href="https://a@b@zoom.us/">x</a>', ["zoom.us"]),
        ('<a href="https:\\\\zoom.us/">x</a>', ["zoom.us"]),
        ('<a href="https:///zoom.us/">x</a>', ["zoom.us"]),
        ('<a href="https://zoom.us./j/1">x</a>', ["zoom.us"]),
        ("<p>https://zoom.us.</p>", ["zoom.us"]),
        ('<a href="https://evilzoom.us/">x</a>', []),
        ('<a href="https://zoom.us.evil.example/">x</a>', []),
        ('<a href="https://museum.example/?by=x@zoom.us">x</a>', []),
        ('<a href="https://museum.example/zoom.us">x</a>', []),
    ],
)
def test_hosts_linked_in_finds_meeting_hosts_only(html, hosts):
    assert hosts_linked_in(html, hosts=HOSTS) == hosts


def test_hosts_linked_in_finds_nothing_where_no_host_is_configured():
    assert hosts_linked_in("https://zoom.us. https://museum.example.", hosts=["", "."]) == []
