"""The list of feeds as a feed reader imports it, read back with a parser that forgives nothing."""

import datetime as dt
from dataclasses import replace

from hypothesis import given

from feeds.documents import FeedGroup, FeedList, ListedFeed
from feeds.renderers import opml
from tests.feeds import hostile, samples
from tests.feeds.renderers.reading import parse_strictly


def listed(**changes) -> ListedFeed:
    fields = {
        "url": f"{samples.SITE}/feeds/fr/all/sessions.rss",
        "home_url": f"{samples.SITE}/fr/",
        "title": "Débats & idées",
        "lang": "fr",
        "version": "RSS2",
    }
    return ListedFeed(**(fields | changes))


def feed_list(**groups: tuple[ListedFeed, ...]) -> FeedList:
    return FeedList(
        title="Parvis",
        updated=dt.datetime(2021, 5, 3, 9, 30, 12, tzinfo=dt.UTC),
        owner_name="ICOM France",
        groups=tuple(FeedGroup(name=name, feeds=feeds) for name, feeds in groups.items()),
    )


def test_list_has_a_head_and_a_group_for_each_kind():
    calendar = listed(url=f"{samples.SITE}/feeds/fr/all/sessions.ics", version=None)

    root = parse_strictly(opml.render(feed_list(Calendriers=(calendar,), Flux=(listed(),))))

    assert (root.tag, dict(root.attrib)) == ("opml", {"version": "2.0"})
    assert {child.tag: child.text for child in root.find("head")} == {
        "title": "Parvis",
        "dateModified": "Mon, 03 May 2021 09:30:12 GMT",
        "ownerName": "ICOM France",
    }
    groups = root.findall("body/outline")
    assert [dict(group.attrib) for group in groups] == [
        {"text": "Calendriers", "title": "Calendriers"},
        {"text": "Flux", "title": "Flux"},
    ]
    shared = {"text": "Débats & idées", "title": "Débats & idées", "language": "fr"}
    assert [dict(each.attrib) for group in groups for each in group] == [
        {"type": "link", "url": f"{samples.SITE}/feeds/fr/all/sessions.ics", **shared},
        {
            "type": "rss",
            "version": "RSS2",
            "xmlUrl": f"{samples.SITE}/feeds/fr/all/sessions.rss",
            "htmlUrl": f"{samples.SITE}/fr/",
            **shared,
        },
    ]


def test_list_begins_with_its_declaration():
    assert opml.render(feed_list()).startswith(b'<?xml version="1.0" encoding="utf-8"?>\n<opml ')


def test_group_without_feeds_and_list_without_groups_are_valid():
    empty = parse_strictly(opml.render(feed_list(Flux=())))

    assert [dict(each.attrib) for each in empty.findall("body/outline")] == [
        {"text": "Flux", "title": "Flux"}
    ]
    assert parse_strictly(opml.render(feed_list())).findall("body/*") == []


@given(title=hostile.texts, owner=hostile.texts, group=hostile.texts)
def test_hostile_list_is_valid_and_holds_no_other_element(title, owner, group):
    feeds = replace(feed_list(**{group: (listed(title=title),)}), title=title, owner_name=owner)

    root = parse_strictly(opml.render(feeds))

    assert [each.tag for each in root.iter()] == [
        "opml", "head", "title", "dateModified", "ownerName", "body", "outline", "outline",
    ]  # fmt: skip
    (outline,) = root.findall("body/outline/outline")
    assert outline.get("title") == feeds.groups[0].feeds[0].title
