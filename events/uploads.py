"""A picture that cannot be read is refused by its field: Wagtail's own form lets the error of the reading library through."""

from django.core.exceptions import ValidationError

from wagtail.images.fields import WagtailImageField

_stock_to_python = WagtailImageField.to_python


def install() -> None:
    """Put the careful version in place of the stock one; called once, when all apps are ready."""
    WagtailImageField.to_python = to_python


def to_python(field: WagtailImageField, data):
    """As Wagtail's. Pillow says OSError of a file that is cut off, SyntaxError or ValueError of one that is broken inside."""
    try:
        return _stock_to_python(field, data)
    except (OSError, SyntaxError, ValueError) as error:
        raise ValidationError(field.error_messages["invalid_image"], code="invalid_image") from error
