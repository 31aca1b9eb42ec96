"""The programme on other people's sites: in a frame, as a fragment, by a script, by oEmbed. Start reading at programme.py."""
