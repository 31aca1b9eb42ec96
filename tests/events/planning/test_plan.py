"""The plan of a cycle: how many dates, and what is known of each."""

import datetime
from dataclasses import replace

import pytest

from events.planning.holidays_of import Holiday
from events.planning.plan import (
    MOST_DATES,
    Existing,
    PlanError,
    Slot,
    build_plan,
    next_free_date,
    other_dates,
    planned_dates,
    taken_dates,
)
from events.rhythm import Rhythm

THIRD_TUESDAY = Rhythm(weekday=1, ordinal=3)
SLOT = Slot(datetime.time(13, 0), datetime.time(14, 30), "Europe/Paris")
MAY, JUNE = datetime.date(2027, 5, 18), datetime.date(2027, 6, 15)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def utc(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC)


def existing(date: datetime.date = MAY, **fields) -> Existing:
    """A session of 13:00-14:30 in Paris, in summer."""
    fields = {"pk": 1, "title": "Musées", "language": "fr"} | fields
    starts_at = utc(f"{date}T11:00")
    return Existing(
        date=date, starts_at=starts_at, ends_at=starts_at + datetime.timedelta(minutes=90), **fields
    )


def plan_of(date: datetime.date = MAY, *, zones=(), sessions=(), holidays=None, slot=SLOT):
    (planned,) = build_plan(days=[date], slot=slot, zones=zones, sessions=sessions, holidays=holidays or {})
    return planned


# How many dates


def test_span_of_a_year_has_its_twelve_dates_both_ends_included():
    found = planned_dates(THIRD_TUESDAY, first=MAY, last=day("2028-04-18"))

    assert (len(found), found[0], found[-1]) == (12, MAY, day("2028-04-18"))


def test_number_of_dates_goes_before_an_end():
    found = planned_dates(THIRD_TUESDAY, first=MAY, last=JUNE, count=9)

    assert (len(found), found[-1]) == (9, day("2028-01-18"))


@pytest.mark.parametrize("interval", [1, 2, 12])
def test_number_of_dates_is_reached_over_months_that_do_not_count_and_skipped_dates(interval):
    rhythm = replace(THIRD_TUESDAY, interval_months=interval, anchor=day("2027-04-01"))
    skipped = frozenset(planned_dates(rhythm, first=MAY, count=30))

    found = planned_dates(replace(rhythm, skipped=skipped), first=MAY, count=MOST_DATES)

    assert (len(found), min(found) > max(skipped)) == (MOST_DATES, True)


def test_rhythm_without_a_date_in_the_span_says_so():
    with pytest.raises(PlanError) as caught:
        planned_dates(THIRD_TUESDAY, first=day("2027-05-19"), last=day("2027-06-14"))

    problem = caught.value
    assert (problem.code, problem.first, problem.last) == ("none", day("2027-05-19"), day("2027-06-14"))


def test_sixty_dates_are_a_plan_and_one_more_is_too_many():
    sixtieth, one_more = day("2032-04-20"), day("2032-05-18")

    assert len(planned_dates(THIRD_TUESDAY, first=MAY, last=sixtieth)) == 60
    with pytest.raises(PlanError) as caught:
        planned_dates(THIRD_TUESDAY, first=MAY, last=one_more)
    assert (caught.value.code, caught.value.enough) == ("too_many", sixtieth)


def test_ten_thousand_added_dates_are_too_many():
    added = frozenset(MAY + datetime.timedelta(days=number) for number in range(10_000))

    with pytest.raises(PlanError) as caught:
        planned_dates(replace(THIRD_TUESDAY, added=added), first=MAY, last=datetime.date.max)

    assert (caught.value.code, caught.value.enough) == ("too_many", MAY + datetime.timedelta(days=59))


def test_span_of_eight_thousand_years_is_refused_without_being_computed(monkeypatch):
    asked = []
    monkeypatch.setattr(
        "events.planning.plan.dates", lambda rhythm, *, first, last: asked.append(last) or [first] * 61
    )

    with pytest.raises(PlanError, match="more than 60 dates between 2027-05-18 and 9999-12-31"):
        planned_dates(THIRD_TUESDAY, first=MAY, last=datetime.date.max)

    assert asked[0] < day("2033-01-01")


def test_fewer_dates_than_asked_for_where_the_calendar_ends():
    assert planned_dates(THIRD_TUESDAY, first=day("9999-11-01"), count=9) == [
        day("9999-11-16"),
        day("9999-12-21"),
    ]


def test_next_free_date_leaves_out_today_and_what_is_taken():
    free = next_free_date(THIRD_TUESDAY, after=MAY, taken={JUNE, day("2027-07-20")})

    assert free == day("2027-08-17")


def test_next_free_date_of_a_calendar_that_ends_is_none():
    assert next_free_date(THIRD_TUESDAY, after=day("9999-12-25"), taken=set()) is None
    assert next_free_date(THIRD_TUESDAY, after=datetime.date.max, taken=set()) is None


# What is known of a date


def test_date_has_the_times_of_home_and_partners_each_zone_once():
    planned = plan_of(
        zones=["Europe/Athens", "Europe/Paris", "Asia/Jerusalem", "Europe/Athens", "Mars/Olympus"]
    )

    assert [(each.zone, f"{each.start:%H:%M}", f"{each.end:%H:%M}") for each in planned.times] == [
        ("Europe/Paris", "13:00", "14:30"),
        ("Europe/Athens", "14:00", "15:30"),
        ("Asia/Jerusalem", "14:00", "15:30"),
    ]


def test_date_in_the_week_of_a_change_names_it():
    planned = plan_of(day("2027-03-24"), zones=["Asia/Jerusalem"])

    assert [(change.date, change.zones) for change in planned.changes] == [
        (day("2027-03-26"), ("Asia/Jerusalem",)),
        (day("2027-03-28"), ("Europe/Paris",)),
    ]
    assert plan_of().changes == ()


@pytest.mark.parametrize(
    ("start", "end", "clashes"),
    [
        ("2027-05-18T10:00", "2027-05-18T11:00", False),
        ("2027-05-18T10:00", "2027-05-18T11:01", True),
        ("2027-05-18T11:30", "2027-05-18T11:45", True),
        ("2027-05-18T12:29", "2027-05-18T15:00", True),
        ("2027-05-18T12:30", "2027-05-18T13:30", False),
    ],
)
def test_session_of_another_cycle_clashes_where_times_overlap(start, end, clashes):
    other = replace(existing(), is_own=False, starts_at=utc(start), ends_at=utc(end))

    planned = plan_of(sessions=[other])

    assert (planned.clashes, planned.session) == ((other,) if clashes else (), None)


@pytest.mark.parametrize("change", [{"takes_place": False}, {"starts_at": None, "ends_at": None}])
def test_session_that_does_not_take_place_clashes_with_nothing(change):
    assert plan_of(sessions=[replace(existing(), is_own=False, **change)]).clashes == ()


def test_own_session_stands_on_its_date_and_clashes_not_with_itself():
    own, other = existing(), existing(pk=2, is_own=False)

    planned = plan_of(sessions=[own, other])

    assert (planned.session, planned.clashes, planned.can_be_made) == (own, (other,), False)


def test_session_whose_draft_is_at_another_time_clashes_once_and_not_with_itself():
    own, other = existing(), existing(pk=2, is_own=False)
    drafts = [
        replace(each, starts_at=utc("2027-05-18T11:30"), ends_at=utc("2027-05-18T12:00"))
        for each in (own, other)
    ]

    planned = plan_of(sessions=[own, other, *drafts])

    assert (planned.session, [each.pk for each in planned.clashes]) == (own, [2])


def test_cancelled_session_still_stands_on_its_date():
    assert plan_of(sessions=[existing(takes_place=False)]).can_be_made is False


def test_session_of_another_cycle_takes_no_date():
    assert taken_dates([existing(JUNE), existing(MAY, is_own=False)]) == {JUNE}


def test_session_that_was_moved_is_told_of_on_the_date_that_it_left():
    moved = existing(JUNE, former=frozenset({MAY, JUNE}))

    assert (plan_of(sessions=[moved]).moved, plan_of(sessions=[moved]).can_be_made) == (moved, True)
    assert plan_of(JUNE, sessions=[moved]).moved is None


@pytest.mark.parametrize(("is_fresh", "can"), [(True, True), (False, False)])
def test_only_drafts_of_the_plan_can_be_published(is_fresh, can):
    assert plan_of(sessions=[existing(is_fresh=is_fresh)]).can_be_published is can


def test_free_date_cannot_be_published():
    assert plan_of().can_be_published is False


@pytest.mark.parametrize(("date", "code"), [("2027-03-28", "nonexistent"), ("2027-10-31", "ambiguous")])
def test_date_on_which_the_usual_time_does_not_exist_once_cannot_be_made(date, code):
    slot = Slot(datetime.time(2, 30), datetime.time(4, 0), "Europe/Paris")

    planned = plan_of(day(date), slot=slot)

    assert (planned.problem.code, planned.times, planned.can_be_made) == (code, (), False)


def test_holidays_stand_on_their_date():
    holiday = Holiday("FR", "Fête du Travail", "fr")

    planned = build_plan(days=[MAY, JUNE], slot=SLOT, zones=[], sessions=[], holidays={JUNE: (holiday,)})

    assert [each.holidays for each in planned] == [(), (holiday,)]


def test_plan_of_no_days_is_empty():
    assert build_plan(days=[], slot=SLOT, zones=["Europe/Athens"], sessions=[existing()], holidays={}) == []


# Sessions on other dates than the rhythm's


def test_own_sessions_of_the_span_are_on_other_dates_both_ends_included():
    first, last = MAY - datetime.timedelta(days=1), JUNE + datetime.timedelta(days=1)
    before, after = first - datetime.timedelta(days=1), last + datetime.timedelta(days=1)
    sessions = [existing(date) for date in (before, first, MAY, last, after)]
    foreign = existing(MAY + datetime.timedelta(days=3), is_own=False)

    assert other_dates([MAY, JUNE], sessions=[*sessions, foreign], first=first, last=last) == {first, last}


def test_session_is_seen_where_it_stands_only_when_asked():
    session = existing(MAY, pk=2)
    slot = Slot(datetime.time(17, 0), datetime.time(18, 0), "Europe/Paris")

    planned = [
        build_plan(
            days=[MAY], slot=slot, zones=[], sessions=[session], holidays={}, as_they_stand=as_they_stand
        )
        for as_they_stand in (True, False)
    ]

    assert [each.times[0].start.hour for (each,) in planned] == [13, 17]


def test_draft_on_another_date_than_the_rhythm_s_is_not_offered():
    draft = existing(MAY, is_fresh=True)

    planned = build_plan(days=[JUNE], others={MAY}, slot=SLOT, zones=[], sessions=[draft], holidays={})

    assert [(each.date, each.off_rhythm, each.can_be_made, each.can_be_published) for each in planned] == [
        (MAY, True, False, False),
        (JUNE, False, True, False),
    ]
