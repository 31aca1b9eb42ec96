"""The sixteen elements of the announcement that the project began with: none is missing, in whatever is sent out."""

import pytest
from lxml import html

from events.announcing.announcement import Announcement
from events.announcing.mail import mail_html
from events.announcing.poster import poster_html
from events.models import SessionQuestion
from tests import factories
from tests.events.announced import SECRETS
from tests.events.announcing.made import announced, everything, renderings

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

FRENCH = {
    "1 cycle title": ["Solidarités, musées : de quoi parle-t-on ?"],
    "2 kind of cycle": ["Cycle de débats participatifs sur plateforme numérique"],
    "3 rhythm": ["Chaque troisième mardi du mois, 13:00-14:30, heure de Paris"],
    "4 platform": ["Plateforme", "Zoom"],
    "5 number, date, times": [
        "Séance 7", "mardi 18 mai 2021", "13:00-14:30, heure de Paris", "14:00-15:30 Helsinki, Athènes, Jérusalem",
    ],
    "6 session title": ["Construire des solidarités entre musées du monde"],
    "7 guiding questions": [
        "Quelle coopération ?", "Comment se connecter ?", "Quelles leçons ?", "Comment préparer ? Renforcer ?",
    ],
    "8 participants": [
        "ICOM Finlande", "ICOM France", "ICOM Grèce (ICOM Ελληνικό Τμήμα)", "ICOM Israël (ICOM ישראל)", "CIMUSET",
        "et d’autres participants", "Elpida Karathanasi (Ελπίδα Καραθανάση), Conservatrice, ICOM Grèce",
    ],
    "9 moderator": ["Modération : ICOM France"],
    "10 join address": ["Rejoindre sur Zoom", "https://parvis.example/fr/join/solidarites-7/"],
    "11 simultaneous languages": ["Interprétation simultanée", "Français, English, Español"],
    "12 initiative": ["Une initiative d’ICOM France."],
    "13 funding": ["Avec le soutien d’ICOM international."],
    "14 logos": ["ICOM Finlande (ICOM Suomi)", "CIMUSET"],
    "15 photos": ["Αθήνα - Πύλη", "© karenna Pickett"],
    "16 short link of the poster": ["https://parvis.example/s/solidarites-7"],
}  # fmt: skip
ENGLISH = {
    "1 cycle title": ["Solidarities, museums: what are we talking about?"],
    "2 kind of cycle": ["Cycle of participative debates on digital platform"],
    "3 rhythm": ["Every third Tuesday of the month, 13:00-14:30, Paris time"],
    "4 platform": ["Platform", "Zoom"],
    "5 number, date, times": [
        "Session 7", "Tuesday, May 18, 2021", "13:00-14:30, Paris time", "14:00-15:30 Helsinki, Athens, Jerusalem",
    ],
    "6 session title": ["Building solidarities between museums around the world"],
    "7 guiding questions": ["Which cooperation?", "How to connect?", "Which lessons?", "How to prepare? Strengthen?"],
    "8 participants": [
        "ICOM Suomi", "ICOM France", "ICOM Greece (ICOM Ελληνικό Τμήμα)", "ICOM Israel (ICOM ישראל)", "CIMUSET",
        "and others", "Elpida Karathanasi (Ελπίδα Καραθανάση), ICOM Greece (speaker)",
    ],
    "9 moderator": ["Moderated by: ICOM France"],
    "10 join address": ["Join on Zoom", "https://parvis.example/en/join/solidarites-7/"],
    "11 simultaneous languages": ["Simultaneous languages", "Français, English, Español"],
    "12 initiative": ["An initiative of ICOM France."],
    "13 funding": ["With the support of ICOM international."],
    "14 logos": ["ICOM Suomi", "CIMUSET"],
    "15 photos": ["Αθήνα - Πύλη", "© karenna Pickett"],
    "16 short link of the poster": ["https://parvis.example/s/solidarites-7"],
}  # fmt: skip
HEBREW = {
    "1 cycle title": ["Solidarités, musées : de quoi parle-t-on ?"],
    "3 rhythm": ["בכל יום שלישי השלישי בחודש, 13:00-14:30, שעון פריז"],
    "5 number, date, times": [
        "מפגש 7", "יום שלישי, 18 במאי 2021", "13:00-14:30, שעון פריז", "14:00-15:30 הלסינקי, אתונה, ירושלים",
    ],
    "6 session title": ["Construire des solidarités entre musées du monde"],
    "8 participants": ["ICOM Suomi", "ICOM Greece (ICOM Ελληνικό Τμήμα)", "ICOM ישראל"],
    "10 join address": ["https://parvis.example/he/join/solidarites-7/"],
    "not translated": ["[FR]", "הטקסט בצרפתית"],
}  # fmt: skip


@pytest.fixture
def english(announcement):
    """The session and its cycle in English too, as a translator writes them."""
    cycle = announcement.get_parent().specific
    factories.translate(
        cycle, "en", title="Solidarities, museums: what are we talking about?",
        kind="Cycle of participative debates on digital platform", initiative="An initiative of ICOM France.",
        funding="With the support of ICOM international.",
    )  # fmt: skip
    page = factories.translate(
        announcement, "en", title="Building solidarities between museums around the world"
    )
    questions = [SessionQuestion(text=text, locale=page.locale) for text in ENGLISH["7 guiding questions"]]
    return factories.publish(page, question_rows=questions)


def missing(elements: dict[str, list[str]], found: Announcement) -> list[tuple[str, str, str]]:
    """What is not said: the element, where, and the text."""
    return [
        (element, where, text)
        for where, rendering in renderings(found).items()
        for element, texts in elements.items()
        for text in texts
        if text not in rendering
    ]


def test_elements_are_those_of_the_announcement():
    assert [int(element.split()[0]) for element in FRENCH] == list(range(1, 17))
    assert [element.split()[0] for element in ENGLISH] == [element.split()[0] for element in FRENCH]


def test_every_element_is_in_mail_and_poster_in_french(announcement):
    assert missing(FRENCH, announced(announcement, "fr")) == []


def test_every_element_is_in_mail_and_poster_in_english(english):
    assert missing(ENGLISH, announced(english, "en")) == []


def test_every_fact_is_in_mail_and_poster_in_a_language_without_a_translation(announcement):
    assert missing(HEBREW, announced(announcement, "he")) == []


def test_six_logos_the_poster_and_both_photos_are_pictures_with_their_words(announcement):
    (mail, sheet) = (
        html.document_fromstring(each(announced(announcement))) for each in (mail_html, poster_html)
    )

    assert len(mail.xpath("//tr[td/img[@alt='']]")) == 6
    assert mail.xpath("//img[@alt!='']/@alt") == ["Affiche de la séance 7", "Une porte", "Une salle"]
    assert len(sheet.xpath("//ul[@class='logos']//img")) == 6
    assert sheet.xpath("//ul[@class='photos']//img/@alt") == ["Une porte", "Une salle"]


def test_mail_names_the_poster_and_its_credit(announcement):
    said = renderings(announced(announcement))

    assert "Affiche de la séance 7 © Atelier P" in said["mail text"]
    assert "© Atelier P" in said["mail html"]


@pytest.mark.parametrize("disclosure", ["public", "window", "nobody"])
@pytest.mark.parametrize("language", ["fr", "he"])
def test_no_rule_lets_link_id_or_passcode_into_an_announcement(announcement, disclosure, language):
    session = factories.publish(announcement, disclosure=disclosure)

    written = everything(announced(session, language))

    assert [secret for secret in SECRETS if secret in written] == []
