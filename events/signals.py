"""What other apps may listen to. Both are sent inside the transaction that makes the change."""

from django.dispatch import Signal

# A page that the public sees, or saw until now, has changed. Provides: instance; saved, true where it
# was stored just now, and not only something around it changed.
content_changed = Signal()

# An origin's facts were copied to followers. Provides: instance (the origin), followers (primary keys).
facts_pushed = Signal()
