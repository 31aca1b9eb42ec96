"""The form of a session: once it was announced, its moment and its being called off are changed by actions only."""

from django.utils.translation import gettext as _

from events.changing.actions import MOMENT
from events.forms import FactsPageForm
from events.states import TAKES_PLACE


class SessionPageForm(FactsPageForm):
    """Shows the moment of an announced session without letting it be changed: an action asks for the reason.

    So a form that was open for hours, and an old revision that is brought back, can neither move a session nor revive it.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.announced = self._announced()
        if self.announced:
            self._hold(MOMENT)
            self._hold_status()

    def clean(self):
        cleaned = super().clean()
        if self._was_sent_before(cleaned):
            message = _("“%(title)s” is there already, on this date and at this time.")
            self.add_error(None, message % {"title": cleaned["title"]})
        return cleaned

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
