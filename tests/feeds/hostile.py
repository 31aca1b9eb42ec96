"""Text that has broken calendars and feeds: a Hypothesis strategy, and the fields of an event that hold text."""

from typing import Any

from hypothesis import strategies as st

FRAGMENTS = (
    "\r\nATTACH:https://evil.example/",
    "\nEND:VEVENT\nBEGIN:VEVENT\n",
    "\rX-EVIL:1",
    "\x85X-EVIL:1",
    "\u2028X-EVIL:1\u2029",
    "\x0bX-EVIL:1\x0c",
    "]]>",
    "<![CDATA[",
    "<script>alert(1)</script>",
    "</item></channel>",
    "</entry></feed>",
    "&amp;",
    "&#0;",
    "\x00",
    "\x1b",
    "\x7f",
    "\ud800",
    "\udfff",
    "\ufffe",
    "\uffff",
    "\U0001ffff",
    "\ufeff",
    "\u202e",
    "\u2066",
    "\t",
    ",",
    ";",
    ":",
    "\\",
    "\\n",
    "\\N",
    "\\,",
    '"',
    "'",
    "’",
    "^",
    "^n",
    "%2C",
    "=",
    "é" * 36,
    "a" * 73,
    "😀" * 18,
    "👩\u200d👩\u200d👧\u200d👦",
    "🇫🇷🇬🇷🇮🇱",
    "בְּרֵאשִׁית",
    "Ελλάδα",
    "a" + "\u0301" * 60,
    " ",
    "\u00a0",
)

texts = st.lists(
    st.one_of(st.sampled_from(FRAGMENTS), st.text(st.characters(codec=None), max_size=12)), max_size=8
).map("".join)


def event_texts() -> st.SearchStrategy[dict[str, Any]]:
    """Every text of an event at once."""
    one = (
        "code",
        "title",
        "summary",
        "dated_title",
        "description",
        "content_html",
        "excerpt",
        "organizer_name",
        "organizer_email",
        "platform",
    )
    many = ("categories", "authors", "languages")
    return st.fixed_dictionaries(
        dict.fromkeys(one, texts) | {name: st.lists(texts, max_size=3).map(tuple) for name in many}
    )


def channel_texts() -> st.SearchStrategy[dict[str, Any]]:
    """Every text of a channel at once."""
    names = ("title", "description", "publisher_name", "publisher_email", "rights", "color")
    return st.fixed_dictionaries(dict.fromkeys(names, texts))
