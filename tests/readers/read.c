/* Prints what libical makes of the calendars it is given: {file: {reader: events}}. Dates are ISO 8601 in UTC. */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>

static int complaints = 0;

static void complain(const char *file, const char *about)
{
    fprintf(stderr, "%s: %s\n", file, about);
    complaints++;
}

static char *contents(const char *file)
{
    FILE *stream = fopen(file, "rb");
    char *text;
    long size;

    if (!stream || fseek(stream, 0, SEEK_END) || (size = ftell(stream)) < 0 || !(text = calloc(size + 1, 1))) {
        perror(file);
        exit(2);
    }
    rewind(stream);
    if (fread(text, 1, size, stream) != (size_t)size) {
        perror(file);
        exit(2);
    }
    fclose(stream);
    return text;
}

static void print_string(const char *text)
{
    putchar('"');
    for (; text && *text; text++) {
        if (*text == '"' || *text == '\\') {
            printf("\\%c", *text);
        } else if ((unsigned char)*text < ' ') {
            printf("\\u%04x", *text);
        } else {
            putchar(*text);
        }
    }
    putchar('"');
}

static void print_member(const char *name, const char *text)
{
    printf(", \"%s\": ", name);
    print_string(text);
}

static void print_instant(const char *name, struct icaltimetype local)
{
    struct icaltimetype time = icaltime_convert_to_zone(local, icaltimezone_get_utc_timezone());

    printf(", \"%s\": \"%04d-%02d-%02dT%02d:%02d:%02dZ\"", name, time.year, time.month, time.day, time.hour, time.minute,
           time.second);
}

static void print_events(const char *file)
{
    char *text = contents(file);
    icalcomponent *calendar = icalparser_parse_string(text), *event;
    const char *comma = "";

    if (!calendar) {
        complain(file, "no calendar");
        free(text);
        return;
    }
    if (icalerrno != ICAL_NO_ERROR) {
        complain(file, icalerror_strerror(icalerrno));
    }
    /* Errors of syntax, then what RFC 5545 and 5546 forbid: both stand in the tree as X-LIC-ERROR. */
    if (icalcomponent_count_errors(calendar) || !icalrestriction_check(calendar) ||
        icalcomponent_count_errors(calendar)) {
        complain(file, icalcomponent_as_ical_string(calendar));
    }
    for (event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT); event;
         event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
        printf("%s{\"uid\": ", comma);
        print_string(icalcomponent_get_uid(event));
        print_instant("start", icalcomponent_get_dtstart(event));
        print_instant("end", icalcomponent_get_dtend(event));
        print_member("summary", icalcomponent_get_summary(event));
        print_member("description", icalcomponent_get_description(event));
        putchar('}');
        comma = ", ";
    }
    icalcomponent_free(calendar);
    free(text);
}

int main(int count, char *files[])
{
    int each;

    putchar('{');
    for (each = 1; each < count; each++) {
        fputs(each > 1 ? ", " : "", stdout);
        print_string(files[each]);
        printf(": {\"libical\": [");
        print_events(files[each]);
        printf("]}");
    }
    puts("}");
    return complaints > 0;
}
