"""The variable CDN: which caches in front of the site are told what has changed, as Wagtail's frontend cache has it."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

BACKENDS = "wagtail.contrib.frontend_cache.backends"
EXPECTED = (
    "CDN must be addresses such as http://varnish:6081, cloudflare://ZONE (with CDN_TOKEN) or cloudfront://DISTRIBUTION,"
    " comma-separated."
)


def frontend_caches(addresses: list[str], *, token: str) -> dict[str, dict[str, object]]:
    """Wagtail's setting WAGTAILFRONTENDCACHE, by address. Raises ImproperlyConfigured for what is no address of a cache."""
    return {address: _backend(address, token=token) for address in addresses}


def _backend(address: str, *, token: str) -> dict[str, object]:
    parts = urlsplit(address)
    if not parts.netloc or parts.path.strip("/") or parts.query or "@" in parts.netloc or len(address) > 500:
        raise ImproperlyConfigured(EXPECTED)
    if parts.scheme in ("http", "https"):
        return {"BACKEND": "cms.cdn.backends.PurgeBackend", "LOCATION": address}
    if parts.scheme == "cloudfront":
        return {"BACKEND": f"{BACKENDS}.CloudfrontBackend", "DISTRIBUTION_ID": parts.netloc}
    if parts.scheme == "cloudflare" and token:
        return {"BACKEND": f"{BACKENDS}.CloudflareBackend", "ZONEID": parts.netloc, "BEARER_TOKEN": token}
    raise ImproperlyConfigured(EXPECTED)
