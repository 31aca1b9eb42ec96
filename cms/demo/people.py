"""The demonstration's users, one for each role."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from cms.demo.accounts import ACCOUNTS, PASSWORD
from cms.demo.record import Record
from events.roles import EDITORS, PUBLISHERS, contributors, make_roles, translators

# The administrator is in no group.
GROUPS = {
    "publisher": PUBLISHERS,
    "editor": EDITORS,
    "translator": translators("en"),
    "contributor": contributors("icom-greece"),
}


def load_users(record: Record) -> None:
    """Every user whose name is free; afterwards the log names the editor."""
    for name in ACCOUNTS:
        if not get_user_model().objects.filter(username=name).exists():
            record.once(f"user:{name}", _user, name)
    record.author = get_user_model().objects.filter(username="editor").first()


def load_roles(record: Record) -> None:
    """Groups with their permissions, once: afterwards they are the administrator's to change."""
    record.once("roles", _roles)


def _user(name: str):
    given, family = ACCOUNTS[name]
    users = get_user_model().objects
    create = users.create_user if name in GROUPS else users.create_superuser
    user = create(name, f"{name}@parvis.example", PASSWORD, first_name=given, last_name=family)
    if name in GROUPS:
        user.groups.add(Group.objects.get_or_create(name=GROUPS[name])[0])
    return user


def _roles() -> Group:
    make_roles()
    return Group.objects.get(name=EDITORS)
