"""From the address of a replay to its player."""

import pytest

from events.replays import Player, player_of

PEERTUBE = "https://video.example/w/9c9de5e8-0a1e-484a-b099-e80766180a6d"


@pytest.mark.parametrize(
    ("address", "frame"),
    [
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
        ("https://youtu.be/dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
        ("https://m.youtube.com/live/dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
        ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?dnt=1"),
        ("https://vimeo.com/76979871/ab12cd34ef", "https://player.vimeo.com/video/76979871?h=ab12cd34ef&dnt=1"),
        ("https://player.vimeo.com/video/76979871?h=ab12cd", "https://player.vimeo.com/video/76979871?h=ab12cd&dnt=1"),
        ("https://www.dailymotion.com/video/x8abc12", "https://geo.dailymotion.com/player.html?video=x8abc12"),
        (PEERTUBE, "https://video.example/videos/embed/9c9de5e8-0a1e-484a-b099-e80766180a6d?p2p=0"),
    ],
)  # fmt: skip
def test_player_is_the_frame_that_follows_its_visitors_least(address, frame):
    assert player_of(address).address == frame


def test_file_plays_in_the_browsers_own_player():
    assert player_of("https://media.example/7.MP4?x=1") == Player(
        "https://media.example/7.MP4?x=1", "media.example", "video/mp4"
    )


@pytest.mark.parametrize(
    "address",
    [
        "", "https://", "not an address", "http://youtu.be/dQw4w9WgXcQ", "javascript:alert(1)", "https://video.example/7",
        "https://youtube.com/", 'https://youtu.be/"><script>', "https://vimeo.com/channels/staff", "https://[::1",
        "https://evil.example/youtube.com/watch?v=dQw4w9WgXcQ", "https://notyoutube.com/watch?v=dQw4w9WgXcQ",
    ],
)  # fmt: skip
def test_unknown_address_has_no_player(address):
    assert player_of(address) is None
