"""The job of tick that has sized copies ready, so that the first reader of a page does not wait for its pictures.

A page makes what it lacks by itself: this only comes before it.
"""

import datetime
import time
from collections.abc import Iterator

from events.models import NewsPage, SessionPage, SessionPhoto
from events.pictures import CARD, PHOTO, POSTER, SMALL_PHOTO, SMALL_POSTER, copies, read_pictures

RECENT = datetime.timedelta(hours=1)
# Other jobs wait meanwhile; what is left has its turn in a minute.
LONGEST = 10


def make_pictures(now: datetime.datetime) -> None:
    """Make the pictures of what was published in the hour before `now`, for ten seconds or one image more."""
    began = time.monotonic()
    for image, sizes in dict(_published(now - RECENT)).items():
        read_pictures((image, size) for size in sizes)
        if time.monotonic() - began > LONGEST:
            return


def _published(since: datetime.datetime) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Images of sessions and news, each with its sizes."""
    sessions = SessionPage.objects.live().filter(last_published_at__gt=since)
    news = NewsPage.objects.live().filter(last_published_at__gt=since)
    for image in sessions.filter(poster__isnull=False).values_list("poster_id", flat=True):
        yield image, (*copies(SMALL_POSTER, POSTER), CARD)
    for image in SessionPhoto.objects.filter(page__in=sessions).values_list("image_id", flat=True):
        yield image, copies(SMALL_PHOTO, PHOTO)
    for image in news.filter(image__isnull=False).values_list("image_id", flat=True):
        yield image, (*copies(SMALL_PHOTO, PHOTO), CARD)
