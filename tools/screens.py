"""Pictures of every page of the demonstration, on a phone and on a desk, light and dark: `make screens`.

They go to screens/<width>-<scheme>/<page>.png, which git ignores. `--readme` takes those of docs/screens instead.
Pages are only read: the demonstration's people are left as they are, and may be at work meanwhile. A page that is
new comes by itself: tools/visits.py follows the table of routes.
"""

import argparse
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tools import demo, places, services, visits
from tools.supervisor import Supervisor
from tools.test import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PORT = 8640
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--force-color-profile=srgb"]
OUT = places.ROOT / "screens"
LOOKS = [(375, "light"), (375, "dark"), (1280, "light"), (1280, "dark")]
#: As wide as a page of the README shows it, and light to carry.
README_WIDTH, README_HEIGHT, README_SCALE = 1180, 1500, 0.75


def say(text: str) -> None:
    print(f"[screens] {text}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--readme", action="store_true", help="take the pictures of docs/screens")
    parser.add_argument("--only", default="", help="pages whose name holds this")
    chosen = parser.parse_args()
    program = chromium()
    with site() as address, browser(program) as started:
        album = Album(started, address)
        taken = album.of_the_readme() if chosen.readme else album.of_everything(chosen.only)
    say(f"{taken} pictures in {'docs/screens' if chosen.readme else 'screens'}/")
    for wrong in album.wrong:
        say(f"not taken as it should be: {wrong}")
    return 1 if album.wrong or not taken else 0


@contextmanager
def site() -> Iterator[str]:
    """The demonstration's site on a port of its own."""
    demo.refuse_taken_port(PORT)
    with services.using("demo") as environment:
        listening = demo.receivers_port(PORT)
        environment |= {"SITE_URL": f"http://localhost:{PORT}", "LOG_LEVEL": "WARNING"}
        environment |= {"DEMO_RECEIVER": f"http://{demo.HOST}:{listening}/notices"}
        demo.prepare(environment)
        with Supervisor() as supervisor:
            supervisor.start(demo.programs(PORT, environment)[0], demo.hospital(listening, environment))
            demo.tell_story(environment)
            demo.wait_until_ready(PORT, supervisor)
            yield f"http://{demo.HOST}:{PORT}"


@contextmanager
def browser(program: str) -> Iterator["Browser"]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield started
        started.close()


class Album:
    """Each person comes in once, by his button; each page is opened once, and taken in every look."""

    def __init__(self, browser: "Browser", address: str) -> None:
        self.browser, self.address = browser, address
        self.wrong: list[str] = []

    def of_everything(self, only: str) -> int:
        return sum(self._of(who, only) for who in dict.fromkeys((*visits.EVERYTHING, *visits.STATES)))

    def _of(self, who: str, only: str) -> int:
        page, taken = self._page(who), 0
        rounds = visits.Rounds(visits.EVERYTHING.get(who, ()))
        for name, path in rounds:
            shown = name if who in ("", "nadine", "controle") else f"{who}-{name}"
            if self._is_a_page(page, path):
                rounds.meet(page.locator("a[href]").evaluate_all("all => all.map(one => one.getAttribute('href'))"))
                taken += self._take(page, shown) if only in shown else 0
        for name, path, *links in visits.STATES.get(who, []):
            taken += self._take(page, name) if only in name and self._open(page, name, path, links) else 0
        page.context.close()
        say(f"{who or 'nobody'}: {taken} pictures")
        return taken

    def _is_a_page(self, page: "Page", path: str) -> bool:
        """Not a file, nor what is only posted to, nor another reader's; a page that is broken is told at the end.

        Asked beside the page: Chromium shows an empty refusal as an error of its own, in the way of the next page.
        """
        answer = page.context.request.get(path)
        if answer.status >= 500:
            self.wrong.append(f"status {answer.status} at {path}")
        shown = answer.status == 200 and "html" in answer.headers.get("content-type", "")
        if shown:
            page.goto(path)
        return shown

    def of_the_readme(self) -> int:
        folder = places.ROOT / "docs" / "screens"
        folder.mkdir(parents=True, exist_ok=True)
        for name, who, path, *links in visits.README:
            page = self._page(who, device_scale_factor=README_SCALE)
            page.set_viewport_size({"width": README_WIDTH, "height": README_HEIGHT})
            self._open(page, name, path, links)
            (folder / f"{name}.png").write_bytes(lighter(page.screenshot()))
            page.context.close()
        return len(visits.README)

    def _take(self, page: "Page", name: str) -> int:
        for width, scheme in LOOKS:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            folder = OUT / f"{width}-{scheme}"
            folder.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=folder / f"{name}.png", full_page=True)
        return len(LOOKS)

    def _open(self, page: "Page", name: str, path: str, links: list[str]) -> bool:
        """The page at the end of the links; one that fails, or lacks the next link, is told at the end."""
        for link in ("", *links):
            target = page.locator(link).first if link else None
            if target is not None and not target.count():
                self.wrong.append(f"{name}: no {link} on {page.url}")
                return False
            address = (target.get_attribute("href") if target else path) or "/"
            answer = page.goto(address)
            if answer is None or answer.status >= 500:
                self.wrong.append(f"{name}: status {answer.status if answer else '?'} at {page.url}")
                return False
        page.evaluate("document.fonts.ready")
        return True

    def _page(self, who: str, *, device_scale_factor: float = 1) -> "Page":
        """Come in by the demonstration's own button."""
        context = self.browser.new_context(
            base_url=self.address,
            locale="fr-FR",
            reduced_motion="reduce",
            device_scale_factor=device_scale_factor,
        )
        page = context.new_page()
        if who:
            page.goto("/demo/")
            page.locator(f'button[value="{who}"]').click()
        return page


def lighter(png: bytes) -> bytes:
    """The same picture, packed as small as zlib can: a browser packs in haste."""
    head, chunks, at = png[:8], [], 8
    while at < len(png):
        size = int.from_bytes(png[at : at + 4])
        chunks.append((png[at + 4 : at + 8], png[at + 8 : at + 8 + size]))
        at += size + 12
    data = zlib.compress(zlib.decompress(b"".join(body for kind, body in chunks if kind == b"IDAT")), 9)
    kept = [chunks[0], (b"IDAT", data), chunks[-1]]
    return head + b"".join(
        len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4) for kind, body in kept
    )


if __name__ == "__main__":
    sys.exit(main())
