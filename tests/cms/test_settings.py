"""The settings: what production refuses, what the environment may say, and that SQLite is set up for two editors at once."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from django.db.utils import ConnectionHandler

import pytest

from cms.settings import base, environment
from cms.settings.safety import unsafe_values

ROOT = Path(__file__).parent.parent.parent
KEY = "k3y-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2
GOOD = {
    "debug": False,
    "secret_key": KEY,
    "allowed_hosts": ["museum.example"],
    "site_url": "https://museum.example",
    "uid_domain": "museum.example",
    "trusted_proxies": ["10.0.0.2", "10.1.0.0/16", "fd00::/64"],
    "mail_backend": "django.core.mail.backends.smtp.EmailBackend",
    "sender": "sessions@museum.example",
}
ENVIRONMENT = {
    "SECRET_KEY": KEY, "ALLOWED_HOSTS": "museum.example", "SITE_URL": "https://museum.example", "UID_DOMAIN": "museum.example",
}  # fmt: skip


def run(program: str, tmp_path: Path, *, settings: str = "cms.settings.production", **variables: str):
    """A fresh interpreter with this environment and nothing else of ours."""
    kept = {name: text for name, text in os.environ.items() if name not in environment.VARIABLES}
    variables = kept | {"DJANGO_SETTINGS_MODULE": settings, "VAR_DIR": str(tmp_path)} | variables
    command = [sys.executable, "-W", "error", "-c", program]
    return subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)  # noqa: S603


def settings_of(tmp_path: Path, *names: str, settings: str = "cms.settings.base", **variables: str) -> list:
    """The values that these settings have in that environment."""
    program = f"import json, {settings} as s; print(json.dumps([getattr(s, name) for name in {names!r}], default=str))"
    done = run(program, tmp_path, settings=settings, **variables)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


class TestProduction:
    @pytest.mark.parametrize(
        ("values", "named"),
        [
            ({"debug": True}, "DEBUG is on"),
            ({"secret_key": ""}, "SECRET_KEY is missing"),
            ({"secret_key": "short"}, "SECRET_KEY is a default or too short"),
            ({"secret_key": "a" * 80}, "SECRET_KEY is a default or too short"),
            ({"secret_key": f"django-insecure-{KEY}"}, "SECRET_KEY is a default or too short"),
            ({"trusted_proxies": ["*"]}, "TRUSTED_PROXIES must be addresses"),
            ({"trusted_proxies": ["10.0.0.2", "0.0.0.0/0"]}, "TRUSTED_PROXIES must be addresses"),
            ({"trusted_proxies": ["proxy"]}, "TRUSTED_PROXIES must be addresses"),
            ({"allowed_hosts": []}, "ALLOWED_HOSTS is empty"),
            ({"allowed_hosts": ["museum.example", "*"]}, "ALLOWED_HOSTS has a wildcard"),
            ({"allowed_hosts": ["other.example"]}, "ALLOWED_HOSTS lacks the host of SITE_URL"),
            ({"site_url": ""}, "SITE_URL is missing"),
            ({"site_url": "http://museum.example"}, "SITE_URL must be https"),
            ({"site_url": "https://museum.example/en"}, "SITE_URL must be https"),
            ({"site_url": "https://museum.example?x"}, "SITE_URL must be https"),
            ({"uid_domain": ""}, "UID_DOMAIN is missing"),
            ({"uid_domain": "https://museum.example"}, "UID_DOMAIN must be a domain"),
            ({"uid_domain": "museum"}, "UID_DOMAIN must be a domain"),
            ({"sender": ""}, "DEFAULT_FROM_EMAIL must be the address"),
            ({"sender": "webmaster@localhost"}, "DEFAULT_FROM_EMAIL must be the address"),
            ({"sender": "museum.example"}, "DEFAULT_FROM_EMAIL must be the address"),
            ({"sender": "a@museum.example\nBcc: b@museum.example"}, "DEFAULT_FROM_EMAIL must be the address"),
        ],
    )
    def test_one_unsafe_value_is_named_alone(self, values, named):
        told = unsafe_values(**(GOOD | values))

        assert [sentence[: len(named)] for sentence in told] == [named]

    @pytest.mark.parametrize(
        "values",
        [
            {},
            {"site_url": "https://museum.example/"},
            {"sender": "Musée des débats <sessions@museum.example>"},
            {
                "sender": "webmaster@localhost",
                "mail_backend": "django.core.mail.backends.console.EmailBackend",
            },
            {"site_url": "https://debates.museum.example:8443", "allowed_hosts": [".museum.example"]},
        ],
    )
    def test_good_values_are_let_pass(self, values):
        assert unsafe_values(**(GOOD | values)) == []

    def test_interpreter_without_any_value_names_all_that_is_missing(self, tmp_path):
        done = run("import django; django.setup()", tmp_path)

        assert done.returncode != 0
        assert re.findall(r"^- ([A-Z_]+) is missing|^- ([A-Z_]+) is empty", done.stderr, re.MULTILINE) == [
            ("SECRET_KEY", ""), ("", "ALLOWED_HOSTS"), ("SITE_URL", ""), ("UID_DOMAIN", ""),
        ]  # fmt: skip

    def test_interpreter_with_debug_does_not_start(self, tmp_path):
        done = run("import django; django.setup()", tmp_path, **ENVIRONMENT, DEBUG="true")

        assert done.returncode != 0
        assert done.stderr.count("\n- ") == 1
        assert "- DEBUG is on" in done.stderr

    def test_interpreter_that_mails_through_a_server_names_who_mails(self, tmp_path):
        variables = ENVIRONMENT | {"EMAIL_URL": "smtp+tls://user:pass@mail.example:587"}

        done = run("import django; django.setup()", tmp_path, **variables)

        assert done.returncode != 0
        assert re.findall(r"^- (\S+)", done.stderr, re.MULTILINE) == ["DEFAULT_FROM_EMAIL"]
        sender = "Museum <sessions@museum.example>"
        (found,) = settings_of(
            tmp_path,
            "DEFAULT_FROM_EMAIL",
            settings="cms.settings.production",
            DEFAULT_FROM_EMAIL=sender,
            **variables,
        )
        assert found == sender

    def test_interpreter_with_good_values_starts(self, tmp_path):
        names = (
            "DEBUG",
            "DEMO",
            "SERVE_MEDIA",
            "SESSION_COOKIE_SECURE",
            "CSRF_COOKIE_SECURE",
            "CSRF_TRUSTED_ORIGINS",
        )

        values = settings_of(tmp_path, *names, settings="cms.settings.production", **ENVIRONMENT)

        assert values == [False, False, False, True, True, ["https://museum.example"]]


class TestEnvironment:
    def test_every_variable_is_documented_in_the_readme_and_no_other(self):
        readme = (ROOT / "README.md").read_text()
        section = readme[readme.index("\n## Settings\n") :]
        table = section[: section.index("\n## ", 1)]

        assert sorted(re.findall(r"^\| `([A-Z0-9_]+)` \|", table, re.MULTILINE)) == sorted(
            environment.VARIABLES
        )

    def test_file_holds_a_value_and_the_line_end_does_not_count(self, monkeypatch, tmp_path):
        monkeypatch.delenv("SECRET_KEY", raising=False)
        monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "key"))
        (tmp_path / "key").write_text(f"{KEY}\n")

        assert environment.value("SECRET_KEY") == KEY

    @pytest.mark.parametrize("name", sorted(environment.VARIABLES))
    def test_every_variable_can_be_read_from_a_file(self, monkeypatch, tmp_path, name):
        kind = environment.VARIABLES[name][0]
        monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv(f"{name}_FILE", str(tmp_path / "file"))
        (tmp_path / "file").write_text("on\r\n")

        assert environment.value(name) == {bool: True, list: ["on"], str: "on"}[kind]

    @pytest.mark.parametrize(
        ("held", "told"),
        [(None, "cannot be read"), (b"", "is empty"), (b" \n", "is empty"), (b"one\ntwo\n", "more than one line"),
         (b"\xff\xfe", "cannot be read")],
    )  # fmt: skip
    def test_file_that_holds_no_value_is_refused_by_the_names_of_both(
        self, monkeypatch, tmp_path, held, told
    ):
        monkeypatch.delenv("DATABASE_URL", raising=False)
        monkeypatch.setenv("DATABASE_URL_FILE", str(tmp_path / "url"))
        if held is not None:
            (tmp_path / "url").write_bytes(held)

        with pytest.raises(ImproperlyConfigured, match=f"DATABASE_URL_FILE names .*url, which .*{told}"):
            environment.value("DATABASE_URL")

    def test_value_that_is_given_twice_is_refused(self, monkeypatch, tmp_path):
        monkeypatch.setenv("SITE_URL", "https://museum.example")
        monkeypatch.setenv("SITE_URL_FILE", str(tmp_path / "url"))

        with pytest.raises(ImproperlyConfigured, match="SITE_URL and SITE_URL_FILE are both set"):
            environment.value("SITE_URL")

    def test_production_starts_with_its_key_in_a_file(self, tmp_path):
        (tmp_path / "key").write_text(f"{KEY}\n")
        variables = {**ENVIRONMENT, "SECRET_KEY": "", "SECRET_KEY_FILE": str(tmp_path / "key")}

        assert settings_of(tmp_path, "SECRET_KEY", settings="cms.settings.production", **variables) == [KEY]

    def test_static_files_lie_with_the_rest_or_where_the_image_has_them(self, tmp_path):
        assert settings_of(tmp_path, "STATIC_ROOT") == [str(tmp_path / "static")]
        assert settings_of(tmp_path, "STATIC_ROOT", STATIC_ROOT="/srv/static") == ["/srv/static"]

    def test_only_the_table_is_read(self):
        with pytest.raises(KeyError):
            environment.value("HOME")

    @pytest.mark.parametrize(
        ("typed", "read"),
        [("fr,en", ["fr", "en"]), (" fr , en,", ["fr", "en"]), ("", ["fr", "en", "es", "el", "he", "fi"])],
    )
    def test_lists_are_parted_by_commas_with_or_without_blanks(self, monkeypatch, typed, read):
        monkeypatch.setenv("LANGUAGES", typed)

        assert environment.names("LANGUAGES") == read

    @pytest.mark.parametrize("name", sorted(environment.VARIABLES))
    def test_variable_that_is_set_to_nothing_has_its_default(self, monkeypatch, name):
        monkeypatch.setenv(name, "")

        assert environment.value(name) == environment.VARIABLES[name][1]

    @pytest.mark.parametrize(("given", "folder"), [("", "/srv/standby"), ("none", ""), ("/kept", "/kept")])
    def test_answers_made_ahead_have_a_folder_unless_there_is_to_be_none(self, monkeypatch, given, folder):
        monkeypatch.setenv("STANDBY_DIR", given)

        assert environment.standby_folder(default=Path("/srv/standby")) == folder

    @pytest.mark.parametrize(("given", "megabytes"), [("", 64), ("0", 0), (" 8 ", 8)])
    def test_memory_for_feeds_is_a_number_of_megabytes_and_0_is_none(self, monkeypatch, given, megabytes):
        monkeypatch.setenv("FEED_MEMORY", given)

        assert environment.feed_memory() == megabytes

    @pytest.mark.parametrize("given", ["none", "-1", "1.5", "64 MB", "٦٤"])
    def test_memory_for_feeds_that_is_no_number_is_refused_by_the_name_of_the_variable(
        self, monkeypatch, given
    ):
        monkeypatch.setenv("FEED_MEMORY", given)

        with pytest.raises(ImproperlyConfigured, match="FEED_MEMORY"):
            environment.feed_memory()

    @pytest.mark.parametrize(
        ("given", "read"),
        [
            ("", {"search": "30/min", "api": "300/min", "mail": "5/min"}),
            (" api=9/sec , mail=1/day", {"api": "9/sec", "mail": "1/day"}),
            ("none", {}),
        ],
    )
    def test_rates_are_named_by_what_is_counted(self, monkeypatch, given, read):
        monkeypatch.setenv("RATE_LIMITS", given)

        assert environment.rate_limits() == read

    @pytest.mark.parametrize(
        "given", ["30/min", "search=0/min", "search=30", "pages=3/min", "search=3/min;api=3/min", "off"]
    )
    def test_what_is_no_rate_is_refused_by_the_name_of_the_variable(self, monkeypatch, given):
        monkeypatch.setenv("RATE_LIMITS", given)

        with pytest.raises(ImproperlyConfigured, match="RATE_LIMITS"):
            environment.rate_limits()

    def test_postgresql_is_parsed(self):
        config = environment.database("postgres://parvis:p%40ss@db.example:5433/parvis?sslmode=require")

        assert config == {
            "ENGINE": "cms.postgresql", "NAME": "parvis", "USER": "parvis", "PASSWORD": "p@ss",
            "HOST": "db.example", "PORT": 5433, "OPTIONS": {"sslmode": "require"},
        }  # fmt: skip

    @pytest.mark.parametrize("url", ["nonsense", "mysql://user@host/name", "https://museum.example"])
    def test_other_databases_are_refused_by_the_name_of_the_variable(self, url):
        with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
            environment.database(url)

    def test_postgresql_gets_none_of_sqlite_s_options(self, tmp_path):
        (databases,) = settings_of(tmp_path, "DATABASES", DATABASE_URL="postgres://parvis@db.example/parvis")

        assert (databases["default"]["ENGINE"], databases["default"].get("OPTIONS")) == (
            "cms.postgresql",
            None,
        )

    def test_caches_and_mails_follow_their_addresses(self, tmp_path):
        caches, backend, host, tls, seconds = settings_of(
            tmp_path, "CACHES", "EMAIL_BACKEND", "EMAIL_HOST", "EMAIL_USE_TLS", "EMAIL_TIMEOUT",
            CACHE_URL="redis://cache.example:6379/1", EMAIL_URL="smtp+tls://user:pass@mail.example:587",
        )  # fmt: skip

        assert caches["default"] == {
            "BACKEND": "cms.forgiving_cache.ForgivingRedisCache", "LOCATION": "redis://cache.example:6379/1",
        }  # fmt: skip
        assert (backend, host, tls) == ("django.core.mail.backends.smtp.EmailBackend", "mail.example", True)
        assert seconds == 10

    def test_first_language_is_the_source_and_each_has_its_own_name(self, tmp_path):
        languages, source = settings_of(tmp_path, "LANGUAGES", "LANGUAGE_CODE", LANGUAGES="he, fr, pt")

        assert (languages, source) == ([["he", "עברית"], ["fr", "Français"], ["pt", "pt"]], "he")


class TestDemo:
    def test_demo_makes_a_key_once_for_its_owner_only(self, tmp_path):
        (first,) = settings_of(tmp_path, "SECRET_KEY", settings="cms.settings.demo")
        (second,) = settings_of(tmp_path, "SECRET_KEY", settings="cms.settings.demo")

        assert first == second
        assert len(first) >= 50
        assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600

    def test_demo_leads_into_no_real_meeting_whatever_the_environment_says(self, tmp_path):
        parvis, debug = settings_of(
            tmp_path,
            "PARVIS",
            "DEBUG",
            settings="cms.settings.demo",
            MEETING_HOSTS="zoom.us",
            DEBUG="true",
            PORT="8123",
        )

        assert (parvis["MEETING_HOSTS"], parvis["SITE_URL"], debug) == (
            ["zoom.example"],
            "http://127.0.0.1:8123",
            False,
        )


class TestSqlite:
    @pytest.fixture
    def connections(self, tmp_path, django_db_blocker):
        """Two connections to one file, with the project's options, that do not wait."""
        options = base.DATABASES["default"]["OPTIONS"] | {"timeout": 0}
        config = {
            "ENGINE": "cms.sqlite",
            "NAME": tmp_path / "file.sqlite3",
            "OPTIONS": options,
        }
        handler = ConnectionHandler({"default": config, "other": config})
        with django_db_blocker.unblock():
            yield handler["default"], handler["other"]
            handler.close_all()

    def test_pragmas_are_those_of_a_server(self, connections):
        with connections[0].cursor() as cursor:
            found = [
                cursor.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("journal_mode", "synchronous", "foreign_keys")
            ]

        assert found == ["wal", 1, 1]

    def test_transaction_takes_the_write_lock_when_it_begins(self, connections):
        first, second = connections
        first.ensure_connection()
        second.ensure_connection()
        first.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)

        with pytest.raises(OperationalError, match="locked"):
            second.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)

    def test_readers_go_on_while_somebody_writes(self, connections):
        writer, reader = connections
        with writer.cursor() as cursor:
            cursor.execute("CREATE TABLE seats (number)")
            cursor.execute("BEGIN IMMEDIATE")
            cursor.execute("INSERT INTO seats VALUES (1)")

        with reader.cursor() as cursor:
            assert cursor.execute("SELECT count(*) FROM seats").fetchone() == (0,)


def test_a_waiting_editor_waits_long_enough_for_another_to_finish():
    assert base.DATABASES["default"]["OPTIONS"]["timeout"] >= 10
    assert base.DATABASES["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
