from feeds.rules.ical.reading import ContentLine, Logical, read


def lines(text):
    return text.replace("\n", "\r\n").encode()


def test_lines_are_unfolded_and_keep_the_number_where_they_start():
    stream = read(b"A:1\r\n 2\r\n\t3\r\nB:4\r\n")

    assert stream.logical == [Logical(1, b"A:123"), Logical(4, b"B:4")]


def test_lines_end_with_any_line_end():
    assert [line.octets for line in read(b"A:1\nB:2\rC:3\r\nD:4").logical] == [b"A:1", b"B:2", b"C:3", b"D:4"]


def test_content_line_has_a_name_parameters_and_a_value():
    [line] = read(b'organizer;cn="France: Paris";X=a,"b;c":mailto:x@y').lines

    assert line == ContentLine(1, "ORGANIZER", {"CN": ("France: Paris",), "X": ("a", "b;c")}, "mailto:x@y")
    assert (line.parameter("CN"), line.parameter("LANGUAGE")) == ("France: Paris", "")


def test_components_are_nested():
    root = read(lines("BEGIN:A\nX:1\nBEGIN:B\nX:2\nEND:B\nX:3\nEND:A\nX:4\n")).root

    [outer] = root.components
    [inner] = outer.components
    assert [line.value for line in (*root.lines, *outer.lines, *inner.lines)] == ["4", "1", "3", "2"]
    assert (outer.name, outer.number, inner.name, inner.number) == ("A", 1, "B", 3)
    assert (inner.parent, outer.inner("B"), outer.inner("C")) == (outer, [inner], [])


def test_properties_are_found_by_name():
    [component] = read(lines("BEGIN:A\nX:1\nY:2\nX:3\nEND:A\n")).root.components

    assert [line.value for line in component.all("X", "Y")] == ["1", "2", "3"]
    assert (component.value("X"), component.value("Z")) == ("1", "")
    assert component.first("Z") is None


def test_nesting_that_is_wrong_is_read_past():
    stream = read(lines("END:A\nBEGIN:A\nBEGIN:B\nEND:A\nBEGIN:C\n"))

    assert stream.misnested == [1, 3, 5]
    assert [each.name for each in stream.root.components] == ["A", "C"]


def test_nesting_of_any_depth_is_read():
    assert len(read(b"BEGIN:A\r\n" * 20_000).misnested) == 20_000


def test_octets_that_are_no_utf8_are_read_as_replacement_characters():
    assert read(b"A:caf\xe9").lines[0].value == "caf\N{REPLACEMENT CHARACTER}"
