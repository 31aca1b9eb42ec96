"""What the choices of the kit are called, for a reader of the active language."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

GROUPS = {
    "site": _("My site is made with"),
    "language": _("In which language"),
    "scope": _("Which programme"),
    "layout": _("As what"),
    "theme": _("On which background"),
    "accent": _("In which colour"),
    "untranslated": _("What is not translated"),
}
VALUES = {
    "site": {
        "wordpress": "WordPress",
        "drupal": "Drupal",
        "wagtail": "Wagtail",
        "html": _("HTML, or another system"),
        "csp": _("A strict security policy (CSP)"),
        "calendar": _("Only a calendar"),
        "news": _("Only news"),
        "api": _("I program"),
    },
    "layout": {"list": _("A list"), "next": _("The next session"), "table": _("A table")},
    "theme": {
        "auto": _("As the device has it"),
        "light": pgettext_lazy("background", "Light"),
        "dark": pgettext_lazy("background", "Dark"),
    },
    "accent": {
        "red": pgettext_lazy("colour", "Red"),
        "blue": pgettext_lazy("colour", "Blue"),
        "green": pgettext_lazy("colour", "Green"),
        "violet": pgettext_lazy("colour", "Violet"),
        "ochre": pgettext_lazy("colour", "Ochre"),
        "ink": pgettext_lazy("colour", "Black"),
    },
    "untranslated": {"show": _("Shown, with a mark"), "hide": _("Left out")},
}


def group_title(name: str) -> str:
    """What is chosen by a parameter."""
    return str(GROUPS[name])


def value_title(name: str, value: str) -> str:
    """What one of its values is called."""
    return str(VALUES[name][value])
