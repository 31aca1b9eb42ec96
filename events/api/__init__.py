"""Wagtail's API v3 (/api/v3-preview/) over our pages. See README.md."""
