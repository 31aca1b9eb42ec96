"""Django's Redis cache, except that a server that is away, full or slow is a miss, and never an error (reliability.md F2)."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache

from redis.exceptions import RedisError

# How long one question waits for its answer (seconds).
PATIENCE = 0.25
AWAY = (RedisError, OSError)
logger = logging.getLogger(__name__)


def _or(missed: Callable[..., Any]) -> Callable:
    """Have a method give what it gives where nothing is stored, when Redis says nothing. `missed`: from its own arguments."""

    def decorate(method: Callable) -> Callable:
        @wraps(method)
        def ask(self, *args, **kwargs):
            try:
                return method(self, *args, **kwargs)
            except AWAY as error:
                _tell(error)
                return missed(*args, **kwargs)

        return ask

    return decorate


def _tell(error: Exception) -> None:
    logger.warning("The cache does not answer: %s", type(error).__name__)


class ForgivingRedisCache(RedisCache):
    """Whatever asks it goes on without it."""

    def __init__(self, server, params):
        patience = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE}
        super().__init__(server, params | {"OPTIONS": patience | params.get("OPTIONS", {})})
        self._own = LocMemCache("forgiving", {})

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        """As Redis's; without it as this process alone remembers: whoever takes a code, or a turn, once does not take it twice."""
        try:
            return super().add(key, value, timeout, version)
        except AWAY as error:
            _tell(error)
            return self._own.add(key, value, timeout, version)

    get = _or(lambda key, default=None, version=None: default)(RedisCache.get)
    get_many = _or(lambda keys, version=None: {})(RedisCache.get_many)
    has_key = _or(lambda key, version=None: False)(RedisCache.has_key)
    set = _or(lambda key, value, timeout=DEFAULT_TIMEOUT, version=None: None)(RedisCache.set)
    set_many = _or(lambda data, timeout=DEFAULT_TIMEOUT, version=None: list(data))(RedisCache.set_many)
    touch = _or(lambda key, timeout=DEFAULT_TIMEOUT, version=None: False)(RedisCache.touch)
    delete = _or(lambda key, version=None: False)(RedisCache.delete)
    delete_many = _or(lambda keys, version=None: None)(RedisCache.delete_many)
    clear = _or(lambda: None)(RedisCache.clear)
