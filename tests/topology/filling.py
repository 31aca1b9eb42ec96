"""What the town's site holds, made by a program of its own under production's settings: beside the homes in six languages a cycle
with a session in French and English and one that goes on now, news, and an editor. `python -m tests.topology.filling`, after `manage.py prepare`.
"""

import datetime
from zoneinfo import ZoneInfo

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402  (models are importable only now)
from django.contrib.auth.models import Group  # noqa: E402

from events.roles import EDITORS, PUBLISHERS  # noqa: E402
from tests import factories  # noqa: E402
from tests.topology.people import EDITOR, PASSWORD, PUBLISHER  # noqa: E402


def main() -> None:
    """Fill the database that is configured."""
    tree = factories.read_site()
    session = factories.make_session(factories.make_cycle(tree))
    factories.translate(session, "en", title="Building solidarities")
    factories.make_session(session.get_parent().specific, number=8, title="En ce moment", **_now())
    factories.make_news(tree)
    for name, group in ((EDITOR, EDITORS), (PUBLISHER, PUBLISHERS)):
        user = get_user_model().objects.create_user(name, f"{name}@parvis.example", PASSWORD)
        user.groups.add(Group.objects.get(name=group))


def _now() -> dict[str, object]:
    """In a place where it is noon, so that the session is today: it began ten minutes ago, and lasts until night."""
    utc = datetime.datetime.now(datetime.UTC)
    zone = f"Etc/GMT{utc.hour - 12:+d}"
    began = utc.astimezone(ZoneInfo(zone)) - datetime.timedelta(minutes=10)
    times = {"start_time": began.time().replace(second=0, microsecond=0), "end_time": datetime.time(23, 0)}
    return {"date": began.date(), "timezone": zone} | times


if __name__ == "__main__":
    main()
