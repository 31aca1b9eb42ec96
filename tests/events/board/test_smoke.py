import pytest
from django.urls import reverse
from tests import factories
from tests.events.planning.planned import administrator
pytestmark = pytest.mark.django_db

def test_home(client, session):
    c = administrator(client)
    import time
    from django.db import connection, reset_queries
    from django.test.utils import CaptureQueriesContext
    c.get(reverse("wagtailadmin_home"))
    with CaptureQueriesContext(connection) as q:
        a = c.get(reverse("wagtailadmin_home"))
    print(len(q))
    for x in q: print(x["sql"][:230])
    open("/tmp/board-home.html","wb").write(a.content)
    with CaptureQueriesContext(connection) as q:
        a = c.get(reverse("board:report"))
    print(len(q)); open("/tmp/board-report.html","wb").write(a.content)
    for x in q: print(x["sql"][:150])
    a = c.get(reverse("board:link", args=[session.pk])); open("/tmp/board-link.html","wb").write(a.content)
    print(a.status_code)
    assert 0
