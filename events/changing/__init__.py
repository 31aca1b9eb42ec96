"""A session that was announced: reschedule, postpone, cancel, restore it, with a reason."""
