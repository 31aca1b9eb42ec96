"""Codes: short, immutable, language-neutral names, reserved for ever in a table that deletion does not clear."""

import re
import uuid

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

CODE = re.compile(r"\A[a-z0-9-]{2,40}\Z")
validate_code = RegexValidator(
    CODE, _("A code has 2 to 40 lower-case letters a-z, digits and hyphens, such as “solidarites”.")
)


class Kind(models.TextChoices):
    CYCLE = "cycle", _("cycle")
    SESSION = "session", _("session")
    ORGANISATION = "organisation", _("organisation")


class ReservedCode(models.Model):
    """One code, and the translation key of what it names or named."""

    kind = models.CharField(max_length=12, choices=Kind)
    code = models.CharField(max_length=40, validators=[validate_code])
    translation_key = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="reserved_code_unique"),
            models.UniqueConstraint(fields=["kind", "translation_key"], name="reserved_code_one_per_key"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"


def check_code(*, kind: Kind, code: str, key: uuid.UUID) -> None:
    """Raise ValidationError when `code` is malformed, taken by something else, or not the one that `key` has already."""
    validate_code(code)
    holders = ReservedCode.objects.filter(kind=kind).filter(models.Q(code=code) | models.Q(translation_key=key))
    for holder in holders:
        if holder.translation_key != key:
            raise ValidationError(
                _("The code “%(code)s” is already used, or was used by a deleted page. Choose another."),
                code="code_taken",
                params={"code": code},
            )
        if holder.code != code:
            raise ValidationError(
                _("A code never changes: this one is “%(code)s” for ever, because addresses rest on it."),
                code="code_immutable",
                params={"code": holder.code},
            )


def reserve_code(*, kind: Kind, code: str, key: uuid.UUID) -> None:
    """Check, and keep the code for `key` for ever. Raises ValidationError as check_code does."""
    check_code(kind=kind, code=code, key=key)
    ReservedCode.objects.get_or_create(kind=kind, code=code, translation_key=key)


def free_code(*, kind: Kind, wish: str) -> str:
    """The wished code, else the same with the first free number behind it: "saison", "saison-2"."""
    wish = re.sub(r"[^a-z0-9-]+", "-", wish.lower()).strip("-")[:36]
    if len(wish) < 2:
        wish = f"{kind}-{wish}".strip("-")
    taken = set(ReservedCode.objects.filter(kind=kind, code__startswith=wish).values_list("code", flat=True))
    candidates = (wish if n == 1 else f"{wish}-{n}" for n in range(1, len(taken) + 2))
    return next(code for code in candidates if code not in taken)
