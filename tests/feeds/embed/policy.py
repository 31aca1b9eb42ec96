"""The content policy of everything under /embed/: as strict as a page's, but that any site may frame it."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "media-src 'self' https:; frame-src 'self' https:; form-action 'self'; base-uri 'none'; frame-ancestors *"
)
