"""The page that explains how to subscribe: in which language, to what, with which program."""
