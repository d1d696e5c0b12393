"""Watching the register, against a server on this machine: what is observed and kept."""

import ipaddress
import json
import re
import socket
import time

import pandas as pd
import pytest
from werkzeug import Response

from analysis import __main__, articles, sources, tables
from analysis.newsroom.web import Client, Limits, cache, watch

PAGES = re.compile("^/(?!robots.txt)")
QUICK = Limits(connect=1, read=0.5, total=1, size=50_000, redirects=3, retries=0, backoff=0.01)


def loopback(address: str) -> bool:
    return ipaddress.ip_address(address).is_loopback


def html(*paragraphs: str, noise: str = "") -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    head = f"<head><title>The title</title><script>var t='{noise}'</script></head>"
    return f"<!doctype html><html>{head}<body><article>{body}</article></body></html>"


class World:
    """A site, a register that points to it, and a cache."""

    def __init__(self, server, folder, monkeypatch):
        self.server, self.folder, self.pages, self.urls = server, folder, {}, {}
        server.expect_request("/robots.txt").respond_with_data("", status=404)
        server.expect_request(PAGES).respond_with_handler(self.answer)
        monkeypatch.setattr(
            sources,
            "register",
            lambda: pd.DataFrame({"url": pd.Series(self.urls, dtype="str")}).rename_axis(
                "source_id"
            ),
        )

    def answer(self, request):
        content, status, headers = self.pages[request.path]
        return Response(content, status, {"Content-Type": "text/html; charset=utf-8"} | headers)

    def put(self, source_id: str, content: str = "", status: int = 200, **headers: str) -> None:
        self.urls.setdefault(source_id, self.server.url_for(f"/{source_id}"))
        self.pages[f"/{source_id}"] = (
            content,
            status,
            {name.replace("_", "-"): value for name, value in headers.items()},
        )

    def run(self, only=(), **options) -> tuple[int, dict]:
        """The exit status, and result and note by source (from the report)."""
        report = self.folder / "reports" / "watch.csv"
        report.unlink(missing_ok=True)
        options = {
            "delay": 0,
            "client": Client(loopback, QUICK),
            "folder": self.folder / "kept",
        } | options
        status = watch.run(list(only), report, **options)
        told = (
            pd.read_csv(report, dtype="str", keep_default_na=False)
            if report.is_file()
            else pd.DataFrame(columns=watch.COLUMNS)
        )
        return status, dict(
            zip(told["source_id"], zip(told["result"], told["note"], strict=True), strict=True)
        )

    def asked(self) -> list[str]:
        return [request.path[1:] for request, _ in self.server.log if request.path != "/robots.txt"]


@pytest.fixture
def world(httpserver, tmp_path, monkeypatch):
    return World(httpserver, tmp_path, monkeypatch)


def test_each_source_gets_its_result_and_the_status_tells(world, capsys):
    for name in ("same", "noisy", "changed", "moved", "gone", "closed", "broken", "table"):
        world.put(name, html("first", "second"))
    status, seen = world.run()
    assert status == 0 and {result for result, _ in seen.values()} == {"first seen"}
    world.put("noisy", html("first", "second", noise="other"))
    world.put("changed", html("first", "another", "third"))
    world.put("moved", status=301, Location="/same")
    world.put("gone", status=404)
    world.put("closed", status=403)
    world.put("broken", status=500)
    world.put("table", "a,b", Content_Type="text/csv")
    status, seen = world.run()
    assert status == 1
    assert {name: result for name, (result, _) in seen.items()} == {
        "same": "same",
        "noisy": "same",
        "changed": "changed",
        "moved": "moved",
        "gone": "gone",
        "closed": "refused",
        "broken": "unreachable",
        "table": "changed",
    }
    assert (
        seen["changed"][1] == "2 lines came, 1 went"
        and seen["moved"][1].endswith("/same")
        and "html, is csv" in seen["table"][1]
    )
    said = capsys.readouterr()
    assert "deleted" not in said.out and "sources, less than a minute to go" in said.err
    world.put("changed", html("first", "another", "third"))
    assert world.run(["changed", "noisy", "same"]) == (
        0,
        dict.fromkeys(["changed", "noisy", "same"], ("same", "")),
    )


def test_a_copy_outlives_bad_answers_and_pages_of_another_kind(world):
    world.put("one", html("first"))
    world.run()
    for change in (
        {"status": 410},
        {"status": 500},
        {"content": ""},
        {"content": "a,b", "Content_Type": "text/csv"},
    ):
        world.put("one", **change)
        world.run()
        record = cache.kept("one", world.folder / "kept")
        assert (world.folder / "kept" / record["file"]).read_text("utf-8") == html("first")


def test_the_page_before_a_change_is_kept_beside_it(world):
    for content in ("first", "second"):
        world.put("one", html(content))
        world.run()
    record = cache.kept("one", world.folder / "kept")
    assert "first" in (world.folder / "kept" / record["earlier"]).read_text("utf-8")


def test_a_move_to_https_or_a_last_slash_is_no_move():
    page = watch.Page(
        "http://a.jp/x", "https://www.a.jp/x/", True, 200, "html", "utf-8", b"", "", ""
    )
    assert watch._moved("same", "", page) == ("same", "")


def test_fingerprinted_passages_decide_and_are_named(world, monkeypatch):
    """Around an article a page may change; a passage that is not found is a change at once."""
    text = (
        "A first paragraph that is long enough to be taken for one by any reader.",
        "A second paragraph that is about as long as the first one was.",
    )
    known = articles.read(html(*text)).assign(article_id="a")
    frames = {
        "articles": pd.DataFrame({"article_id": ["a"], "source_id": ["one"]}),
        "paragraphs": known,
    }
    read = tables.read
    monkeypatch.setattr(tables, "read", lambda name: frames[name] if name in frames else read(name))
    world.put("one", html(*text))
    assert world.run(passages=__main__.passages) == (
        0,
        {"one": ("same", "all 3 fingerprinted passages stand")},
    )
    world.put(
        "one", html(*text, "And a third paragraph has come that nobody has ever seen before this.")
    )
    assert world.run(passages=__main__.passages)[0] == 0
    world.put("one", html(text[0], text[1].replace("second", "third")))
    assert world.run(passages=__main__.passages) == (
        1,
        {"one": ("changed", "fingerprinted passages not found: 2; 2 stand")},
    )
    world.put("one", html(""))
    assert (
        world.run(passages=__main__.passages)[1]["one"][1]
        == "fingerprinted passages not found: title, 1, 2; 0 stand"
    )


def test_a_stopped_run_goes_on_where_it_was(world, capsys):
    """What was observed before the stop is told in the report of the run that ends."""
    for number in range(5):
        world.put(f"s{number}", html("first"))
    world.run()
    for number in range(5):
        world.put(f"s{number}", html("second"))
    before = len(world.asked())
    calls = []

    def stop(source_id, text):
        calls.append(source_id)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return [], []

    assert world.run(passages=stop) == (2, {})
    assert "stopped. No report was written" in capsys.readouterr().err
    status, seen = world.run()
    assert status == 1 and [result for result, _ in seen.values()] == ["changed"] * 5
    assert world.asked()[before:] == ["s0", "s1", "s2", "s2", "s3", "s4"]
    assert not (world.folder / "kept" / watch.JOURNAL).exists()
    assert world.run()[0] == 0


def test_a_kill_between_note_and_copy_loses_no_change(world, monkeypatch):
    world.put("one", html("first"))
    world.run()
    world.put("one", html("second"))
    with monkeypatch.context() as patch:
        patch.setattr(cache, "keep", lambda *a: (_ for _ in ()).throw(KeyboardInterrupt))
        assert world.run()[0] == 2
    assert world.run()[1]["one"][0] == "changed"


@pytest.mark.parametrize(
    "line",
    [
        "",
        "{",
        "[]",
        '{"source_id": "one"}',
        '{"observed": 3}',
        "\x00\xff",
        "stale",
        "elsewhere",
        "unreachable",
    ],
)
def test_a_journal_that_does_not_fit_is_not_believed(world, line):
    world.put("one", html("first"))
    row = {
        "source_id": "one",
        "url": world.urls["one"],
        "result": "gone",
        "observed": "9999-01-01T00:00:00+00:00",
        "note": "",
        "status": 404,
    }
    changes = {
        "stale": {"observed": "2020-01-01T00:00:00+00:00"},
        "elsewhere": {"url": "http://b/"},
        "unreachable": {"result": "unreachable"},
    }
    (world.folder / "kept").mkdir()
    (world.folder / "kept" / watch.JOURNAL).write_text(
        json.dumps(row | changes[line]) if line in changes else line, "utf-8"
    )
    assert world.run()[1]["one"][0] == "first seen"


def test_a_crash_is_no_news(world, capsys, monkeypatch):
    """Its status is not that of a change, and no report replaces an earlier one."""
    world.put("one", html("first"))
    monkeypatch.setattr(watch, "_compare", lambda *_: 1 / 0)
    assert world.run() == (3, {})
    assert "It crashed (ZeroDivisionError)" in capsys.readouterr().err


def test_a_page_that_breaks_the_program_ends_no_round(world, capsys, monkeypatch):
    """The others are observed and reported, and the status is that of a crash, not of a change."""
    world.put("one", html("first"))
    world.put("two", html("second"))
    compare = watch._compare

    def breaking(before, fetched, *rest):
        if "first" in fetched.text:
            raise RecursionError
        return compare(before, fetched, *rest)

    monkeypatch.setattr(watch, "_compare", breaking)
    status, seen = world.run()
    assert status == 3 and seen["two"][0] == "first seen"
    assert seen["one"] == ("refused", "this program failed on it (RecursionError), not the source")
    assert "It crashed on one" in capsys.readouterr().err
    monkeypatch.setattr(watch, "_compare", compare)
    assert world.run() == (0, {"one": ("first seen", seen["two"][1]), "two": ("same", "")})


def test_a_report_goes_nowhere_but_to_a_file_of_its_own(world, tmp_path, capsys):
    """A link, or a place among the tables, is refused before the first request."""
    world.put("one", html("first"))
    own = tmp_path / "own.csv"
    own.write_text("source_id,mine\n", "utf-8")
    link = tmp_path / "link.csv"
    link.symlink_to(own)
    for place in (link, tables.folder() / "raw" / "watch.csv"):
        assert watch.run([], place, folder=tmp_path / "kept", client=Client(loopback, QUICK)) == 2
    assert world.asked() == [] and own.read_text("utf-8") == "source_id,mine\n"
    assert "name the place" in capsys.readouterr().err


def test_one_odd_page_does_not_end_the_round(world):
    """A character reference of thousands of digits is no character."""
    world.put("one", html("first &#" + "1" * 5_000 + ";"))
    assert world.run()[0] == 0
    world.put("one", html("first &#" + "1" * 5_001 + "; more"))
    assert world.run() == (1, {"one": ("changed", "1 lines came, 1 went")})


def test_on_a_dead_network_it_stops_soon_and_says_so(world, capsys):
    """Ten hosts without an answer are enough, and no report replaces an earlier one."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    world.urls.update(
        {f"s{number}": f"http://127.0.0.{number}:{port}/x" for number in range(1, 60)}
    )
    begun = time.monotonic()
    status, seen = world.run(
        client=Client(loopback, Limits(connect=0.2, read=0.2, total=0.5, retries=0))
    )
    assert (status, seen) == (2, {}) and time.monotonic() - begun < 8
    assert capsys.readouterr().err.count("127.0.0.") == watch.SILENT_HOSTS


def test_one_dead_source_alone_is_a_dead_network_but_not_beside_others(world):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        dead = f"http://127.0.0.1:{listener.getsockname()[1]}/x"
    world.put("one", html("first"))
    world.urls["two"] = dead
    assert world.run(["two"]) == (2, {})
    status, seen = world.run()
    assert status == 0 and seen["two"][0] == "unreachable"


def test_a_silent_host_is_left_alone_after_two_tries(world):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        dead = f"http://127.0.0.1:{listener.getsockname()[1]}"
    world.put("one", html("first"))
    world.urls.update({f"z{number}": f"{dead}/{number}" for number in range(4)})
    notes = [note for name, (_, note) in world.run()[1].items() if name != "one"]
    assert sum(note.startswith("not asked") for note in notes) == 2


def test_hosts_take_turns_and_a_host_is_given_time(world, httpserver):
    other = pd.Series(
        {"a1": "http://a/1", "a2": "http://a/2", "a3": "http://a/3", "b1": "http://b/1"}, name="url"
    )
    assert list(watch._in_turn(other, [])) == [
        "http://a/1",
        "http://b/1",
        "http://a/2",
        "http://a/3",
    ]
    for number in range(3):
        world.put(f"s{number}", html("first"))
    begun = time.monotonic()
    world.run(delay=0.3)
    assert 0.6 <= time.monotonic() - begun < 3


def test_robots_may_ask_for_more_time(world):
    world.server.clear_all_handlers()
    world.server.expect_request("/robots.txt").respond_with_data(
        "User-agent: *\nCrawl-delay: 0.4\n"
    )
    world.server.expect_request(PAGES).respond_with_handler(world.answer)
    for number in range(3):
        world.put(f"s{number}", html("first"))
    begun = time.monotonic()
    world.run(delay=0)
    assert 0.8 <= time.monotonic() - begun < 3


def test_one_request_at_a_time(world):
    """Two requests are never under way together."""
    under_way, most = [], []

    def slowly(request):
        under_way.append(request.path)
        most.append(len(under_way))
        time.sleep(0.02)
        under_way.pop()
        return world.answer(request)

    world.server.clear_all_handlers()
    world.server.expect_request(PAGES).respond_with_handler(slowly)
    world.server.expect_request("/robots.txt").respond_with_data("", status=404)
    for number in range(4):
        world.put(f"s{number}", html("first"))
    world.run()
    assert most == [1, 1, 1, 1]


def test_what_cannot_run_says_why(world, capsys, tmp_path):
    world.put("one", html("first"))
    assert world.run(["nobody"]) == (2, {})
    assert "nobody" in capsys.readouterr().err
    (tmp_path / "kept").write_text("a file where the folder should be")
    assert world.run() == (2, {})


def test_nothing_of_the_data_is_touched(world):
    before = {path: path.stat().st_mtime_ns for path in tables.folder().rglob("*.csv")}
    world.put("one", html("first"))
    world.run()
    assert before == {path: path.stat().st_mtime_ns for path in tables.folder().rglob("*.csv")}


def test_the_command_passes_its_options_on(monkeypatch, tmp_path):
    given = {}
    monkeypatch.setattr(watch, "run", lambda *a, **k: given.update(a=a, **k) or 1)
    with pytest.raises(SystemExit) as caught:
        __main__.main(["watch", "--only", "a", "b", "--delay", "9", "--report", "r.csv"])
    assert caught.value.code == 1
    assert given["draft"] is None
    assert (given["a"][0], str(given["a"][1]), given["delay"], given["passages"]) == (
        ["a", "b"],
        "r.csv",
        9.0,
        __main__.passages,
    )


def test_a_draft_tells_what_pages_say_of_themselves(world):
    """Title, day and extent from the page's own statement; a page without them stays blank."""
    stated = '<meta property="article:published_time" content="2024-03-10T09:00:00+09:00">'
    page = html("The first paragraph.", "The second.").replace("<script>", f"{stated}<script>")
    world.put("one", page.replace("<article>", "<article><h1>The title</h1>"))
    world.put("list", "<html><body><ul><li>no article</li></ul></body></html>")
    world.put("gone", "", status=404)
    path = world.folder / "drafts" / "register.csv"
    status, _ = world.run(draft=path)
    assert status == watch.SOMETHING
    drafted = pd.read_csv(path, encoding="utf-8-sig", dtype="str").set_index("source_id")
    assert set(drafted.index) == {"one", "list"}
    one = drafted.loc["one"]
    assert one[["title", "published", "paragraphs", "read"]].tolist() == [
        "The title",
        "2024-03-10",
        "2",
        "whole",
    ]
    assert drafted.loc["list", ["title", "published", "read"]].isna().all()


def test_a_draft_is_never_written_into_the_data(world):
    """A person compares it first."""
    world.put("one", html("first"))
    status, _ = world.run(draft=tables.folder() / "raw" / "sources" / "sources.csv")
    assert status == watch.NOT_RUN
