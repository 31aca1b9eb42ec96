"""PostgreSQL for web processes: no request waits longer for it than its deadline.

A server that was stopped, or a network that swallows packets, closes no connection and answers nothing, and granian has no
timeout of its own: without a deadline each request would hold a thread for ever, until none is left for what needs no database.
"""
