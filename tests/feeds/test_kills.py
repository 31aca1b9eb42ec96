"""Processes that are killed while they make or write what is stored: readers get the whole of something, and nobody waits for the dead."""

import json
import subprocess
import sys

# Both run in a process of their own, which forks those that are killed: one thread, no database.
WRITER = """
import datetime, json, os, random, signal, sys, time
from django.conf import settings
settings.PARVIS["STORE_DIR"] = sys.argv[1]
from feeds import store

PATH = "/feeds/fr/all/sessions.ics"
ABOUT = dict(path=PATH, changed=datetime.datetime(2021, 5, 3, tzinfo=datetime.UTC), media_type="text/calendar", language="fr",
             filename="a.ics", is_download=False, max_age=300)

def written(version):
    body = "".join(f"{version} {number * 2654435761:x}" for number in range(5000)).encode()
    return store.represent(body=body, version=version, **ABOUT)

wholes = [written(version) for version in ("one", "two")]
"""
KILL_WRITERS = (
    WRITER
    + """
random.seed(7)
found = []
store.write(wholes[0])
for number in range(100):
    child = os.fork()
    if not child:
        while True:
            for whole in wholes:
                store.write(whole)
    time.sleep(random.random() / 50)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    found.append(wholes.index(store.read(PATH)))

def drafts():
    return [name for _folder, _folders, names in os.walk(sys.argv[1]) for name in names if name.startswith(".draft-")]

left = drafts()
store.clear_up()
fresh = drafts()
for name in left:
    place = os.path.join(sys.argv[1], "feeds/fr/all", name)
    os.utime(place, (time.time() - 4000, time.time() - 4000))
store.clear_up()
print(json.dumps([len(found), sorted(set(found)), left == fresh, drafts(), store.read(PATH) in wholes]))
"""
)
KILL_MAKER = (
    WRITER
    + """
reader, writer = os.pipe()

def make_for_ever():
    os.write(writer, b"x")
    time.sleep(600)

child = os.fork()
if not child:
    store.stored_or_made(PATH, version="one", make=make_for_ever)
os.read(reader, 1)
waiting = os.fork()
if not waiting:
    began = time.monotonic()
    made = store.stored_or_made(PATH, version="one", make=lambda: wholes[0])
    os.write(writer, b"1" if made == wholes[0] and time.monotonic() - began < store.PATIENCE_SECONDS / 2 else b"0")
    os._exit(0)
time.sleep(0.2)
os.kill(child, signal.SIGKILL)
print(json.dumps([os.read(reader, 1).decode(), store.read(PATH) == wholes[0]]))
os.waitpid(waiting, 0)
os.waitpid(child, 0)
"""
)


def run(program: str, folder) -> list:
    command = [sys.executable, "-W", "error", "-c", program, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)  # noqa: S603
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_writer_that_is_killed_leaves_the_whole_of_one_or_the_other_and_its_rest_is_cleared_up(tmp_path):
    """A hundred times, at any moment. What was begun a moment ago may be somebody's who lives."""
    kills, found, fresh_are_kept, left, is_whole = run(KILL_WRITERS, tmp_path)

    assert (kills, found, fresh_are_kept, left, is_whole) == (100, [0, 1], True, [], True)


def test_maker_that_is_killed_is_not_waited_for(tmp_path):
    assert run(KILL_MAKER, tmp_path) == ["1", True]
