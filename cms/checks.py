"""What `manage.py check` says to an operator about the contact for security."""

import datetime
import re

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register  # noqa: A004  (Django's own name)

from events.now import now

# RFC 9116 2.5.5 advises less than a year.
LONGEST = datetime.timedelta(days=366)
NEAR = datetime.timedelta(days=30)
# A URI of mail, the web, or a telephone (2.5.3).
CONTACT = re.compile(r"(?:mailto:[^\s@]+@[^\s@]+|https://\S+|tel:\+?[0-9-]+)")


def connect() -> None:
    """Register the checks; called once, when all apps are ready."""
    register(check_security_contact)


def check_security_contact(app_configs=None, **kwargs) -> list[CheckMessage]:
    """The values of /.well-known/security.txt, today."""
    return problems_of(
        contact=settings.SECURITY_CONTACT, expires=settings.SECURITY_EXPIRES, today=now().date()
    )


def problems_of(*, contact: str, expires: str, today: datetime.date) -> list[CheckMessage]:
    """What is wrong with a contact and the day (ISO 8601) until which it may be relied on. Without either there is no file."""
    if not (contact or expires):
        return []
    if not CONTACT.fullmatch(contact):
        hint = "Write mailto:security@museum.example, or an address that begins with https://."
        return [Error("SECURITY_CONTACT is no address.", hint=hint, id="parvis_cms.E001")]
    try:
        left = datetime.date.fromisoformat(expires) - today
    except ValueError:
        hint = "Write a day such as 2027-06-30, less than a year ahead."
        return [Error("SECURITY_EXPIRES is no day.", hint=hint, id="parvis_cms.E002")]
    if left > LONGEST:
        hint = "Choose a day less than a year ahead (RFC 9116 2.5.5)."
        return [Warning("SECURITY_EXPIRES is too far away.", hint=hint, id="parvis_cms.W001")]
    if left < NEAR:
        hint = "See whether SECURITY_CONTACT still reaches somebody, then set a later day."
        return [Warning(f"SECURITY_EXPIRES is {expires}.", hint=hint, id="parvis_cms.W002")]
    return []
