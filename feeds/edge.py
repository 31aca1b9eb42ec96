"""The last hand on a feed's response: what its representation says, and nothing that other middleware added."""


class SealFeeds:
    """Outermost middleware. A response that carries `sealed_headers` leaves with exactly these, and without cookies.

    Sessions, CSRF, locale and clickjacking middleware must not make two readers of one address get two answers: a Vary, a
    Set-Cookie or a Content-Language of theirs would spoil shared caches.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Answer as the view did, sealed where it says so."""
        response = self.get_response(request)
        sealed = getattr(response, "sealed_headers", None)
        if sealed is not None:
            for name in list(response.headers):
                del response.headers[name]
            for name, value in sealed.items():
                response.headers[name] = value
            response.cookies.clear()
        return response
