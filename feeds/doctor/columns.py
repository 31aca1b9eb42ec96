"""The columns of the report's tables: Wagtail's own, filled with our values."""

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from feeds.doctor.verdicts import FeedRow, Verdict
from feeds.outbox import Delivery


def left_to_right(text: str) -> SafeString:
    """An address or a name of the machine's, in its own direction whatever language stands around it."""
    return format_html('<bdi dir="ltr" class="w-break-all">{}</bdi>', text)


def in_english(text: str) -> SafeString:
    """A technical sentence, which is deliberately not translated."""
    return format_html('<span lang="en" dir="ltr">{}</span>', text)


def validity(verdict: Verdict | None) -> str:
    """A verdict in words."""
    if verdict is None:
        return gettext("not examined yet")
    errors = ngettext("%(count)d error", "%(count)d errors", verdict.errors) % {"count": verdict.errors}
    warnings = ngettext("%(count)d warning", "%(count)d warnings", verdict.warnings) % {
        "count": verdict.warnings
    }
    found = [text for text, count in ((errors, verdict.errors), (warnings, verdict.warnings)) if count]
    return ", ".join(found) or gettext("valid")


def size(verdict: Verdict | None) -> str:
    """The size in words, and that it is large where some clients will not take it."""
    if verdict is None:
        return ""
    words = filesizeformat(verdict.size)
    return gettext("%(size)s, too large for some") % {"size": words} if verdict.is_large else words


def stability(verdict: Verdict | None) -> str:
    """Whether equal content gives equal bytes, in words."""
    if verdict is None:
        return ""
    if not verdict.is_stable:
        return gettext("not stable")
    return gettext("stable") if verdict.is_stored else gettext("stable, not read yet")


def feed_facts(verdict: Verdict | None) -> list[tuple[str, object]]:
    """What a feed's page says of it, with labels: the columns of the list."""
    return [
        (gettext("Items"), verdict.count if verdict else ""),
        (gettext("Size"), size(verdict)),
        (gettext("Validity"), validity(verdict)),
        (gettext("Bytes"), stability(verdict)),
    ]


def feed_url(row: FeedRow) -> str:
    """The page about one feed."""
    return reverse("feed_doctor:feed", args=row.place)


class ValidityColumn(Column):
    """A verdict behind a sign that is seen at a glance."""

    cell_template_name = "feeds/doctor/validity_cell.html"


FEED_COLUMNS = [
    TitleColumn("path", label=_("Feed"), accessor=lambda row: left_to_right(row.path), get_url=feed_url),
    DateColumn("changed", label=_("Last change")),
    Column("items", label=_("Items"), accessor=lambda row: row.verdict.count if row.verdict else ""),
    Column("size", label=_("Size"), accessor=lambda row: size(row.verdict)),
    ValidityColumn("validity", label=_("Validity"), accessor=lambda row: validity(row.verdict)),
    Column("bytes", label=_("Bytes"), accessor=lambda row: stability(row.verdict)),
]


class TryAgainColumn(Column):
    """A button that posts: the delivery is tried again."""

    cell_template_name = "feeds/doctor/try_again_cell.html"

    def get_value(self, instance: Delivery) -> str:
        return reverse("feed_doctor:try_again", args=[instance.pk])


DELIVERY_COLUMNS = [
    TitleColumn("topic", label=_("Feed"), accessor=lambda row: left_to_right(row.topic)),
    Column("target", label=_("Sent to"), accessor=lambda row: left_to_right(row.target)),
    Column("error", label=_("Last error"), accessor=lambda row: in_english(row.error)),
    Column("attempts", label=_("Attempts")),
    DateColumn("changed_at", label=_("Last change")),
]
TRY_AGAIN = TryAgainColumn("again", label=_("Try again"))

LEFT_OUT_COLUMNS = [
    TitleColumn(
        "title",
        label=_("Page"),
        accessor=lambda row: row.page.title,
        get_url=lambda row: reverse("wagtailadmin_pages:edit", args=[row.page.pk]),
    ),
    Column("language", label=_("Missing in"), accessor=lambda row: left_to_right(row.language)),
    Column("reason", label=_("Reason"), accessor=lambda row: in_english(row.reason)),
]
