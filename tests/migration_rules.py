"""What a migration takes from the release before it, which still answers while the new one begins (reliability.md F12)."""

import re
from collections.abc import Iterator

from django.db.migrations import operations
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Field

# A line of a migration's file that says since when nobody reads what goes: then that may go.
CONTRACT = re.compile(r"^# contract: since \d+\.\d+ .*nobody reads", re.MULTILINE)
GONE = (
    operations.RemoveField,
    operations.RenameField,
    operations.DeleteModel,
    operations.RenameModel,
    operations.AlterModelTable,
)
ADVICE = "give it a db_default, or null=True"


def contractions(steps: list[Operation], *, state: ProjectState, app: str) -> Iterator[str]:
    """Each step that the release before cannot live with, in words. `state`: of the models before the first step; it is moved on."""
    for step in steps:
        if isinstance(step, operations.SeparateDatabaseAndState):
            yield from contractions(step.database_operations, state=state.clone(), app=app)
        elif isinstance(step, GONE):
            yield f"{step.describe()}: the release before reads and writes it"
        elif isinstance(step, operations.AddField) and _must_be_written(step.field):
            yield f"{step.describe()}: the release before writes rows without it; {ADVICE}"
        elif isinstance(step, operations.AlterField):
            before = state.models[app, step.model_name_lower].fields[step.name]
            yield from (f"{step.describe()}: {reason}" for reason in _narrowed(before, step.field))
        step.state_forwards(app, state)


def is_announced(source: str) -> bool:
    """Whether a migration's file says since when nobody reads what it takes away."""
    return CONTRACT.search(source) is not None


def _must_be_written(field: Field) -> bool:
    """Whether the database refuses a row that does not name it. Django's own default is no longer there when the migration is over."""
    return not (field.many_to_many or field.null or field.has_db_default() or field.primary_key)


def _narrowed(before: Field, after: Field) -> Iterator[str]:
    if before.null and _must_be_written(after):
        yield f"the release before writes rows without it; {ADVICE}"
    if before.get_internal_type() != after.get_internal_type():
        yield "it is of another type"
    if before.max_length and after.max_length and after.max_length < before.max_length:
        yield "what the release before writes may be too long"
