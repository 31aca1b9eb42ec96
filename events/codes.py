"""Codes: short, immutable, language-neutral names, reserved for ever in a table that deletion does not clear."""

import re
import uuid

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import IntegrityError, models
from django.utils.translation import gettext_lazy as _

from anyascii import anyascii

CODE = re.compile(r"\A[a-z0-9-]{2,40}\Z")
validate_code = RegexValidator(
    CODE, _("A code has 2 to 40 lower-case letters a-z, digits and hyphens, such as “solidarites”.")
)


class Kind(models.TextChoices):
    """What can have a code."""

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


def code_errors(*, kind: Kind, code: str, key: uuid.UUID) -> dict[str, ValidationError]:
    """Why `key` cannot have `code`, by field: taken by something else, or not the code that it has. Empty when it can.

    The form of the code is not looked at: a model's field checks it.
    """
    holders = ReservedCode.objects.filter(kind=kind).filter(
        models.Q(code=code) | models.Q(translation_key=key)
    )
    held = {holder.code: holder.translation_key for holder in holders}
    if held.get(code, key) != key:
        return {"code": _taken(code)}
    if held and code not in held:
        return {"code": _immutable(next(iter(held)))}
    return {}


def _taken(code: str) -> ValidationError:
    return ValidationError(
        _("The code “%(code)s” is already used, or was used by a deleted page. Choose another."),
        code="code_taken",
        params={"code": code},
    )


def _immutable(code: str) -> ValidationError:
    return ValidationError(
        _("A code never changes: this one is “%(code)s” for ever, because addresses rest on it."),
        code="code_immutable",
        params={"code": code},
    )


def reserved_code(*, kind: Kind, key: uuid.UUID) -> str:
    """The code that `key` has for ever, "" for none yet."""
    return (
        ReservedCode.objects.filter(kind=kind, translation_key=key).values_list("code", flat=True).first()
        or ""
    )


def lock_code(*, kind: Kind, key: uuid.UUID) -> None:
    """Have everybody else who asks for this lock wait until the transaction ends: one lock for all languages of a thing.

    Rows of pages cannot serve: Wagtail locks the one of its own language before it stores a page below it.
    """
    ReservedCode.objects.filter(kind=kind, translation_key=key).select_for_update().first()


def reserve_code(*, kind: Kind, code: str, key: uuid.UUID) -> None:
    """Keep the code for `key` for ever. Raises ValidationError when it is malformed, or cannot be had (code_errors)."""
    validate_code(code)
    if errors := code_errors(kind=kind, code=code, key=key):
        raise ValidationError(errors)
    try:
        ReservedCode.objects.get_or_create(kind=kind, code=code, translation_key=key)
    except IntegrityError as error:  # taken since it was checked, by a transaction that ran at the same time
        raise ValidationError({"code": _taken(code)}) from error


def free_code(*, kind: Kind, wish: str) -> str:
    """The wished code in Latin letters, else the same with the first free number behind it: "saison", "saison-2"."""
    wish = re.sub(r"[^a-z0-9]+", "-", anyascii(wish).lower()).strip("-")[:36].strip("-")
    if len(wish) < 2:
        wish = f"{kind}-{wish}".strip("-")
    taken = set(ReservedCode.objects.filter(kind=kind, code__startswith=wish).values_list("code", flat=True))
    candidates = (wish if n == 1 else f"{wish}-{n}" for n in range(1, len(taken) + 2))
    return next(code for code in candidates if code not in taken)
