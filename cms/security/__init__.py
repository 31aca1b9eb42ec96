"""What keeps the site's readers, accounts and editors safe: headers, logins, the second factor, sizes of what is asked."""
