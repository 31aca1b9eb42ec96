# Prints what ruby-icalendar makes of the calendars it is given: {file: {reader: events}}. Dates are ISO 8601 in UTC.
require "icalendar"
require "json"

def instant(date) = date.to_time.utc.strftime("%Y-%m-%dT%H:%M:%SZ")

def events(file)
  # Strict: a property that the library does not know, or one too many, raises.
  Icalendar::Parser.new(File.open(file, encoding: "UTF-8"), true).parse.flat_map(&:events).map do |event|
    {
      uid: event.uid,
      start: instant(event.dtstart),
      end: instant(event.dtend),
      summary: event.summary,
      description: event.description,
    }
  end
end

puts JSON.generate(ARGV.to_h { |file| [file, { "ruby-icalendar" => events(file) }] })
