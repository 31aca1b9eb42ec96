"""The second factor: who must have one, how it is given, set up, changed and taken away (design.md 6)."""

import re

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from bs4 import BeautifulSoup

from cms.security.second_factor.rule import Step, next_step
from events.roles import make_roles
from tests import factories

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"
HOME = "/admin/"
ASK, SET_UP, ACCOUNT = "/admin/security/ask/", "/admin/security/set-up/", "/admin/security/"


@pytest.fixture(autouse=True)
def _required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def make_user(group: str = ""):
    if not group:
        return factories.make_admin()
    make_roles()
    user = get_user_model().objects.create_user("member", "member@parvis.example", "secret")
    user.groups.add(Group.objects.get(name=group))
    return user


def log_in(user) -> Client:
    """By name and password, as a person does."""
    client = Client()
    answer = client.post(
        reverse("wagtailadmin_login"), {"username": user.username, "password": "secret", "next": HOME}
    )
    assert answer["Location"] == HOME
    return client


def code_of(secret: str = SECRET, *, step: int = 0) -> str:
    """What an app shows now; `step` half minutes before or after."""
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2] + step))


def connected(user):
    TOTP.activate(user, SECRET)
    return user


def way(answer) -> str:
    """Where it leads, without what follows."""
    return answer.get("Location", "").partition("?")[0]


@pytest.mark.parametrize(
    ("is_due", "is_proved", "is_required", "step"),
    [
        (False, False, False, Step.NONE),
        (False, False, True, Step.SET_UP),
        (True, False, False, Step.ASK),
        (True, False, True, Step.ASK),
        (False, True, True, Step.NONE),
        (True, True, True, Step.NONE),
    ],
)
def test_next_step_follows_from_what_is_due_and_proved(is_due, is_proved, is_required, step):
    assert next_step(is_due=is_due, is_proved=is_proved, is_required=is_required) is step


class TestWhoMustHaveOne:
    @pytest.mark.parametrize("group", ["", "Publishers"])
    @pytest.mark.parametrize("path", [HOME, "/admin/pages/", "/admin/account/", ACCOUNT])
    def test_administrator_and_publisher_set_one_up_before_anything_else(self, site, group, path):
        answer = log_in(make_user(group)).get(path)

        assert answer["Location"] == f"{SET_UP}?next={path.replace('/', '%2F')}"

    @pytest.mark.parametrize("group", ["Editors", "Translators EN"])
    def test_others_may_do_without(self, site, group):
        assert log_in(make_user(group)).get("/admin/account/").status_code == 200

    def test_nobody_must_where_the_site_does_not_ask(self, site, settings):
        settings.SECOND_FACTOR_REQUIRED = False

        assert log_in(make_user()).get("/admin/account/").status_code == 200

    def test_form_that_is_sent_before_reaches_nothing(self, site):
        client = log_in(make_user())

        answer = client.post("/admin/users/add/", {"username": "intruder"})

        assert answer["Location"] == f"{SET_UP}?next=%2Fadmin%2F"
        assert not get_user_model().objects.filter(username="intruder").exists()

    def test_way_out_stays_open(self, site):
        assert way(log_in(make_user()).post("/admin/logout/")) == "/admin/login/"


class TestAtALogin:
    def test_code_is_asked_for_and_leads_on(self, site):
        client = log_in(connected(make_user("Publishers")))
        asked = client.get("/admin/pages/?q=7")

        answer = client.post(asked["Location"], {"code": code_of(), "next": "/admin/pages/?q=7"})

        assert (way(asked), answer["Location"]) == (ASK, "/admin/pages/?q=7")
        assert client.get("/admin/account/").status_code == 200

    @pytest.mark.parametrize("code", ["", "000000", "12345", "abcdef", "١٢٣٤٥٦", "0" * 5000])
    def test_wrong_code_opens_nothing_and_is_said(self, site, code):
        client = log_in(connected(make_user("Publishers")))

        answer = client.post(ASK, {"code": code})

        assert answer.status_code == 200
        assert (
            BeautifulSoup(answer.content, "lxml").select_one(".w-field__errors, .error-message") is not None
        )
        assert way(client.get(HOME)) == ASK

    def test_code_is_taken_once(self, site):
        user = connected(make_user("Publishers"))
        code = code_of()
        assert log_in(user).post(ASK, {"code": code}).status_code == 302

        assert log_in(user).post(ASK, {"code": code}).status_code == 200

    def test_old_code_is_refused(self, site):
        client = log_in(connected(make_user("Publishers")))

        assert client.post(ASK, {"code": code_of(step=-5)}).status_code == 200

    def test_guessing_ends_after_a_few_codes_even_with_the_right_one(self, site):
        client = log_in(connected(make_user("Publishers")))
        with time_machine.travel(1_700_000_000, tick=False):
            for number in range(10):
                client.post(ASK, {"code": f"{number:06}"})

            assert client.post(ASK, {"code": code_of()}).status_code == 200
        assert way(client.get(HOME)) == ASK

    def test_whoever_has_one_is_asked_though_nobody_must(self, site, settings):
        settings.SECOND_FACTOR_REQUIRED = False

        assert way(log_in(connected(make_user("Editors"))).get(HOME)) == ASK

    def test_login_gets_a_new_key_with_the_proof(self, site):
        client = log_in(connected(make_user("Publishers")))
        before = client.cookies["sessionid"].value

        client.post(ASK, {"code": code_of()})

        assert client.cookies["sessionid"].value != before

    @pytest.mark.parametrize(
        "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil.example"]
    )
    def test_code_never_leads_to_another_site(self, site, elsewhere):
        client = log_in(connected(make_user("Publishers")))

        assert client.post(ASK, {"code": code_of(), "next": elsewhere})["Location"] == HOME

    def test_recovery_code_opens_once(self, site):
        user = make_user("Publishers")
        codes = set_up(log_in(user))

        first, second = (log_in(user).post(ASK, {"code": codes[0]}) for _try in range(2))

        assert (first.status_code, second.status_code) == (302, 200)


def set_up(client: Client) -> list[str]:
    """Connect an app as a person does; the recovery codes."""
    page = client.get(SET_UP).content.decode()
    secret = re.search(r'<code dir="ltr">([A-Z2-7]+)</code>', page)[1]
    answer = client.post(SET_UP, {"code": code_of(secret)})
    assert answer["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    return [each.text for each in BeautifulSoup(answer.content, "lxml").select("#codes code")]


class TestTheAccount:
    def test_setting_up_opens_the_admin_and_gives_ten_recovery_codes(self, site):
        client = log_in(make_user("Publishers"))

        codes = set_up(client)

        assert len(set(codes)) == 10
        assert client.get("/admin/account/").status_code == 200

    def test_app_that_shows_another_code_is_not_connected(self, site):
        client = log_in(make_user("Publishers"))
        client.get(SET_UP)

        answer = client.post(SET_UP, {"code": "000000"})

        assert (answer.status_code, Authenticator.objects.count()) == (200, 0)

    def test_change_needs_a_code(self, site):
        user = make_user("Editors")
        client = log_in(user)
        set_up(client)

        client.post(ACCOUNT, {"code": "000000", "change": "off"})

        assert Authenticator.objects.filter(user=user).count() == 2

    def test_editor_switches_it_off(self, site):
        user = make_user("Editors")
        client = log_in(user)
        codes = set_up(client)

        client.post(ACCOUNT, {"code": codes[0], "change": "off"})

        assert Authenticator.objects.filter(user=user).count() == 0
        assert log_in(user).get("/admin/account/").status_code == 200

    def test_publisher_cannot_switch_it_off(self, site):
        user = make_user("Publishers")
        client = log_in(user)
        codes = set_up(client)

        client.post(ACCOUNT, {"code": codes[0], "change": "off"})

        assert Authenticator.objects.filter(user=user).count() == 2
        assert 'value="off"' not in client.get(ACCOUNT).content.decode()

    def test_new_recovery_codes_make_the_old_ones_void(self, site):
        user = make_user("Publishers")
        client = log_in(user)
        old = set_up(client)

        client.post(ACCOUNT, {"code": old[0], "change": "codes"})

        assert log_in(user).post(ASK, {"code": old[1]}).status_code == 200

    def test_another_telephone_is_set_up_from_the_beginning(self, site):
        client = log_in(make_user("Publishers"))
        codes = set_up(client)

        assert client.post(ACCOUNT, {"code": codes[0], "change": "app"})["Location"] == SET_UP
        assert len(set_up(client)) == 10

    def test_second_login_does_not_set_up_another_one(self, site):
        user = make_user("Publishers")
        open_before = log_in(user)
        set_up(log_in(user))

        assert way(open_before.get(SET_UP)) == ACCOUNT
        assert way(open_before.get(ACCOUNT)) == ASK

    def test_account_page_leads_there(self, site):
        page = log_in(make_user("Editors")).get("/admin/account/").content.decode()

        assert f'href="{ACCOUNT}"' in page

    def test_log_out_everywhere_else_ends_the_other_logins_only(self, site):
        user = make_user("Editors")
        here, there = log_in(user), log_in(user)

        here.post("/admin/security/log-out-elsewhere/")

        assert here.get("/admin/account/").status_code == 200
        assert way(there.get("/admin/account/")) == "/admin/login/"

    def test_new_password_ends_the_other_logins(self, site):
        user = make_user("Editors")
        there = log_in(user)
        user.set_password("correct horse battery staple")
        user.save()

        assert way(there.get("/admin/account/")) == "/admin/login/"


class TestTheCommand:
    def test_lost_telephone_is_forgotten_with_its_logins(self, site, capsys):
        user = make_user("Publishers")
        client = log_in(user)
        set_up(client)

        call_command("reset_second_factor", "member")

        assert capsys.readouterr().out == "“member” has no second factor any more; logins that ended: 1.\n"
        assert way(log_in(user).get(HOME)) == SET_UP

    def test_login_that_waits_for_a_code_goes_on_without(self, site):
        user = connected(make_user("Editors"))
        client = log_in(user)
        Authenticator.objects.all().delete()

        assert client.get(ASK)["Location"] == HOME
        assert client.get("/admin/account/").status_code == 200

    @pytest.mark.parametrize(
        ("name", "said"),
        [("nobody", "There is no account “nobody”."), ("member", "“member” has no second factor.")],
    )
    def test_what_it_cannot_do_is_said(self, site, name, said):
        make_user("Editors")

        with pytest.raises(CommandError, match=said):
            call_command("reset_second_factor", name)
