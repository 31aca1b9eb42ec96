import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

PAGES = ["cyclepage", "homepage", "newsindexpage", "newspage", "sessionpage", "textpage"]


def page_ptr():
    return models.OneToOneField(
        on_delete=django.db.models.deletion.CASCADE,
        parent_link=True,
        primary_key=True,
        related_name="%(app_label)s_%(class)s",
        serialize=False,
        to=settings.WAGTAIL_PAGE_MODEL,
    )


class Migration(migrations.Migration):
    """The name of a page's way back from Wagtail's own is Python's matter: no table changes."""

    dependencies = [
        ("parvis_events", "0005_after_the_session"),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(model_name=name, name="page_ptr", field=page_ptr()) for name in PAGES
            ]
        )
    ]
