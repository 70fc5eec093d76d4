"""The process that reads documents, one at a time, for `parse_pool`. Everything hostile ends here.

It is started as a program of its own and not forked, so that it holds none of the service's memory, sockets or
secrets; it imports only what reading needs. A question on standard input is two lengths, a JSON head and the
body; the answer on standard output is one length and JSON.
"""

import contextlib
import json
import os
import resource
import signal
import struct
import sys
from dataclasses import asdict
from typing import Any, BinaryIO

from services.ingest.entries import Limits, document_to_json
from services.ingest.errors import Unreadable
from services.ingest.links import feed_links
from services.ingest.parse import parse_feed, parse_page

QUESTION = struct.Struct(">II")
ANSWER = struct.Struct(">I")


def answer_to(head: dict[str, Any], body: bytes, limits: Limits) -> dict[str, Any]:
    """What is in `body`, or `{"unreadable": why}`. Whatever a parser raises on it is the document's fault."""
    try:
        if head["kind"] == "page":
            return {"page": asdict(parse_page(body, content_type=head["content_type"], limits=limits))}
        if head["kind"] == "links":
            return {"links": feed_links(body, content_type=head["content_type"], url=head["url"])}
        if head["kind"] == "article":
            # Imported by who needs it: it takes a third of a second and 40 MB, and most workers read feeds only.
            from services.ingest.extract import extract_page

            page = extract_page(body, content_type=head["content_type"], url=head["url"], limits=limits)
            return {"article": asdict(page)}
        if head["kind"] == "robots":
            from services.ingest.robots_rules import allowed

            is_allowed, delay = allowed(body, url=head["url"], agent=head["agent"])
            return {"allowed": is_allowed, "crawl_delay": delay}
        document = parse_feed(body, content_type=head["content_type"], url=head["url"], limits=limits)
        return {"document": document_to_json(document)}
    except Unreadable as error:
        return {"unreadable": str(error)}
    except MemoryError:
        return {"unreadable": "reading it takes more memory than a document may use", "is_spent": True}
    except Exception as error:  # parsers of broken input raise nearly anything, RecursionError included
        return {"unreadable": f"the parser failed on it: {type(error).__name__}: {str(error)[:200]}"}


def serve(questions: BinaryIO, answers: BinaryIO, limits: Limits, seconds: float) -> None:
    """Answer until the other end closes, or until memory ran out once: what is left of it is in pieces."""
    while True:
        lengths = questions.read(QUESTION.size)
        if len(lengths) < QUESTION.size:
            return
        head_length, body_length = QUESTION.unpack(lengths)
        head = json.loads(questions.read(head_length))
        body = questions.read(body_length)
        # The service kills a worker that takes too long. Should the service itself be gone, this alarm does it.
        signal.setitimer(signal.ITIMER_REAL, seconds + 5)
        answer = answer_to(head, body, limits)
        del body
        data = json.dumps(answer).encode()
        signal.setitimer(signal.ITIMER_REAL, 0)
        answers.write(ANSWER.pack(len(data)) + data)
        answers.flush()
        if answer.get("is_spent"):
            return


def main() -> None:
    """Take the limits from the command line and serve standard input."""
    options = json.loads(sys.argv[1])
    with contextlib.suppress(ValueError, OSError):  # some systems know these limits only by name
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (options["memory_bytes"], options["memory_bytes"]))
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a stray print must not get between the answers
    serve(sys.stdin.buffer, answers, Limits(**options["limits"]), options["seconds"])


if __name__ == "__main__":
    main()
