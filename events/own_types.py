"""Types of page that another project made of ours by inheritance: they stand, and are heard, where ours are."""

from collections.abc import Iterable

from django.apps import apps
from django.db.models import Model


def with_own_types(models: Iterable[type[Model]]) -> list[type[Model]]:
    """These models, and every model that inherits from one of them; each once. Asks for all models to be loaded."""
    families = tuple(models)
    derived = [model for model in apps.get_models() if issubclass(model, families)]
    return list(dict.fromkeys([*families, *derived]))


def as_own_type(page):
    """A page as its own type, which may be another project's; a query only where it is."""
    return page if page.specific_class in (type(page), None) else page.specific
