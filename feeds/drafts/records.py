"""Drafts that a front end may ask for, for a while."""

import uuid

from django.db import models


class Draft(models.Model):
    """A page as the API would say it, while somebody edits it. `body`: JSON. `created`: UTC."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created = models.DateTimeField(db_index=True)
    body = models.TextField()

    def __str__(self) -> str:
        return f"Draft {self.key}"
