"""Loads the demonstration: everything that an earlier run did not make, in the order in which things need one another."""

import datetime

from cms.demo.directory import load_directory
from cms.demo.news import load_news
from cms.demo.people import load_roles, load_users
from cms.demo.record import Record
from cms.demo.sessions import load_sessions
from cms.demo.texts import load_texts
from cms.demo.tree import load_tree
from feeds.marks import held_back


def load(*, today: datetime.date) -> Record:
    """Make what was never made, and return the record of it; `record.day` is the day around which the season lies."""
    record = Record(day=today)
    with held_back():
        load_users(record)
        load_directory(record)
        load_tree(record)
        load_roles(record)
        load_sessions(record)
        load_news(record)
        load_texts(record)
    return record
