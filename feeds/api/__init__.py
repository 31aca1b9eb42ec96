"""The site's own API: everything that pages show, for machines. Start reading at schemas.py."""
