# Varnish in front of Parvis: keeps what is public for as long as it says, forgets it when the site asks (CDN=http://varnish:6081), and
# goes on with what it has while the site is away. TLS is the proxy's in front of it.
vcl 4.1;

import std;

backend site {
    # The web containers, or the proxy in front of them.
    .host = "web";
    .port = "8000";
    .connect_timeout = 2s;
    .first_byte_timeout = 35s;
    .probe = {
        .url = "/healthz";
        .interval = 2s;
        .timeout = 1s;
        .window = 3;
        .threshold = 2;
        .initial = 2;
    }
}

# Who may purge: web, tick and the commands. Fill in their network (INNER_NETWORK of docker/.env). A proxy in it has to say for whom it asks
# (X-Forwarded-For), as docker/nginx does, or everybody behind it may purge.
acl purgers {
    "127.0.0.1";
    "::1";
    "172.31.250.0"/24;
}

sub vcl_recv {
    # Varnish has added who is connected to X-Forwarded-For: where more is said, somebody passed the request on, and it is the public's.
    if (req.method == "PURGE") {
        if (client.ip !~ purgers || req.http.X-Forwarded-For ~ "," || req.http.Forwarded || req.http.Via) {
            return (synth(405));
        }
        return (purge);
    }
    if (req.method != "GET" && req.method != "HEAD") {
        return (pass);
    }
    # Who is logged in is given pages of their own.
    if (req.http.Authorization || req.http.Cookie ~ "(^|; )(__Host-login|sessionid)=") {
        return (pass);
    }
    unset req.http.Cookie;
    # Two codings at most of everything; the site knows both.
    if (req.http.Accept-Encoding ~ "br") {
        set req.http.Accept-Encoding = "br";
    } elsif (req.http.Accept-Encoding ~ "gzip") {
        set req.http.Accept-Encoding = "gzip";
    } else {
        unset req.http.Accept-Encoding;
    }
    # Old answers only while the site is away: a reader who polls each hour would be given that of the last hour.
    if (std.healthy(req.backend_hint)) {
        set req.grace = 0s;
    }
    return (hash);
}

sub vcl_backend_response {
    if (beresp.http.Set-Cookie || beresp.http.Cache-Control !~ "public") {
        set beresp.uncacheable = true;
        return (deliver);
    }
    # Feeds and embeds say that they may be used for a week where there is nothing newer; the way into a meeting never is.
    if (beresp.http.Cache-Control ~ "stale-if-error") {
        set beresp.grace = 7d;
    } else {
        set beresp.grace = 0s;
    }
    return (deliver);
}

sub vcl_deliver {
    set resp.http.X-Cache = "miss";
    if (obj.hits > 0) {
        set resp.http.X-Cache = "hit";
    }
}
