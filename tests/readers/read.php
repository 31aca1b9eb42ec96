<?php // Prints what sabre/vobject makes of the calendars it is given: {file: {reader: events}}. Dates are ISO 8601 in UTC.

error_reporting(E_ALL & ~E_DEPRECATED); // PHP 8 deprecates what Debian's release of the library is written in
require "Sabre/VObject/includes.php";

function instant(DateTimeInterface $date): string
{
    return gmdate("Y-m-d\TH:i:s\Z", $date->getTimestamp());
}

$read = [];
$complaints = [];
foreach (array_slice($argv, 1) as $file) {
    $calendar = Sabre\VObject\Reader::read(file_get_contents($file));
    // Release 2 looks at the encoding and at the names of properties only; later ones count properties too.
    foreach ($calendar->validate() as $found) {
        $complaints[] = "$file: level {$found['level']}: {$found['message']}";
    }
    $events = [];
    foreach ($calendar->VEVENT as $event) {
        $events[] = [
            "uid" => (string) $event->UID,
            "start" => instant($event->DTSTART->getDateTime()),
            "end" => instant($event->DTEND->getDateTime()),
            "summary" => (string) $event->SUMMARY,
            "description" => (string) $event->DESCRIPTION,
        ];
    }
    $read[$file] = ["sabre/vobject" => $events];
}
echo json_encode($read, JSON_THROW_ON_ERROR), "\n";
fwrite(STDERR, implode("\n", $complaints));
exit($complaints ? 1 : 0);
