"""Every session in the order of the calendar, in the admin: found, published and exported."""
