"""The form of a session: once it was announced, its moment and its being called off are changed by actions only."""

from django import forms
from django.utils.translation import gettext as _

from events.changing import meanwhile
from events.changing.actions import MOMENT
from events.forms import FactsPageForm
from events.states import TAKES_PLACE


class SeenField(forms.CharField):
    """What the form showed first: it is not typed, so it is no change."""

    widget = forms.HiddenInput

    def has_changed(self, initial, data):
        """As Django asks it of every field."""
        return False


class SessionPageForm(FactsPageForm):
    """Shows the moment of an announced session without letting it be changed: an action asks for the reason.

    So a form that was open for hours, and an old revision that is brought back, can neither move a session nor revive it.
    Nor does such a form put an old link back: `access_seen` names, without saying them, the facts of access that held when it
    was opened.
    """

    access_seen = SeenField(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.access = meanwhile.newest_access(self.instance)
        self.initial["access_seen"] = " ".join(meanwhile.names_of(self.access).values())
        self.announced = self._announced()
        if self.announced:
            self._hold(MOMENT)
            self._hold_status()

    def clean(self):
        cleaned = super().clean()
        if self._was_sent_before(cleaned):
            message = _("“%(title)s” is there already, on this date and at this time.")
            self.add_error(None, message % {"title": cleaned["title"]})
        if self.instance.pk and not self._follows_own_save():
            self._keep_newer_access(cleaned)
        return cleaned

    def _follows_own_save(self) -> bool:
        """Wagtail saves an open form by itself, and names the revision that it made: nobody else's while it is the latest."""
        return self.data.get("overwrite_revision_id") == str(self.instance.latest_revision_id)

    def _keep_newer_access(self, cleaned: dict) -> None:
        """Refuse what somebody else changed meanwhile. What was typed stays, and the next attempt is made knowing of it."""
        now = meanwhile.names_of(self.access)
        seen = dict(zip(now, cleaned.get("access_seen", "").split(), strict=False))
        mine = {
            name: cleaned[name] or "" for name in now if name in cleaned and not self.fields[name].disabled
        }
        changed = [name for name in mine if now[name] != seen.get(name) and mine[name] != self.access[name]]
        if not changed:
            return
        told = {name: now[name] if name in changed else seen.get(name, "-") for name in now}
        self.data = self.data.copy()
        self.data[self.add_prefix("access_seen")] = " ".join(told.values())
        typed = meanwhile.names_of(mine)
        for name in changed:
            self._tell_of_change(name, typed=typed[name] != seen.get(name))

    def _tell_of_change(self, name: str, *, typed: bool) -> None:
        """At the fact; where the editor has not touched it, it holds now what somebody else wrote."""
        if not typed:
            self.data[self.add_prefix(name)] = self.access[name]
        change = meanwhile.change_of(self.instance, name, self.access[name])
        self.add_error(name, meanwhile.sentence_of(change, typed=typed))

    def _was_sent_before(self, cleaned: dict) -> bool:
        """A form for a new session that is sent twice has its session the second time, and would get another code for it."""
        if self.instance.pk or not self.parent_page or not cleaned.get("title"):
            return False
        same = {name: cleaned.get(name) for name in ("title", "date", "start_time")}
        return self._meta.model.objects.child_of(self.parent_page).filter(**same).exists()

    def _announced(self) -> dict[str, object] | None:
        """The facts that are public, None while the session is a draft or follows another page."""
        if self.instance.pk is None or not self.instance.is_origin:
            return None
        stored = self.instance.group().filter(pk=self.instance.pk, live=True)
        return stored.values(*MOMENT, "status").first()

    def _hold_status(self) -> None:
        """Whether a session is confirmed yet may be said in the form; whether it takes place may not."""
        if self.announced["status"] not in TAKES_PLACE:
            self._hold(["status"])
        elif field := self.fields.get("status"):
            field.choices = [choice for choice in field.choices if choice[0] in TAKES_PLACE]
            if self.instance.status not in TAKES_PLACE:
                self._keep(["status"])

    def _hold(self, names) -> None:
        for name in names:
            if name in self.fields:
                self.fields[name].disabled = True
        self._keep(names)

    def _keep(self, names) -> None:
        """What is public, whatever the revision that is being edited says."""
        for name in names:
            self.initial[name] = self.announced[name]
            setattr(self.instance, name, self.announced[name])
