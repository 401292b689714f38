"""A Gunicorn worker whose threads wait for requests themselves.

Gunicorn's gthread has one thread that waits for all connections and hands each request to another
one and back: more work than it takes to answer with a stored tile. Here the threads share an epoll:
the one whose turn it is waits for a connection that has something to say, and answers. When the
next one waits beside it, omeroweb.turn says. Requests, answers and limits are gthread's own, but
for those that the application answers at once.
"""

import select
import socket
import threading
import time
from typing import Any

from gunicorn import SERVER
from gunicorn.config import Config
from gunicorn.http.message import Request
from gunicorn.http.wsgi import create
from gunicorn.workers.gthread import STOP_KEEPALIVE_LINGER, TConn, ThreadWorker

from omeroweb.config.cores import available_cores
from omeroweb.http.heads import AnswersAtOnce, Heads, written
from omeroweb.turn import AtWork, Turn, give_way

# Made by the arbiter, before the workers: it imports this module to know their class.
AT_WORK = AtWork()
# A connection is given to one thread, which says when it may be given to the next.
READABLE_ONCE = select.EPOLLIN | select.EPOLLRDHUP | select.EPOLLONESHOT
# How often the main thread looks after long answers and idle connections, and tells the arbiter
# that it lives.
TICK_SECONDS = 0.5
# A thread that has been at an answer for so long does not keep others from beginning.
LONG_SECONDS = 0.1
# As much as Gunicorn reads in one go.
HEAD_BYTES = 8192
# Where one of these is set, Gunicorn does more for a request than to parse it.
MORE_WORK = (
    *("certfile", "keyfile", "proxy_protocol", "http_protocols", "protocol"),
    *("pre_request", "post_request", "accesslog", "statsd_host", "syslog"),
    *("logconfig", "logconfig_dict", "logconfig_json"),
)


class RenderWorker(ThreadWorker):  # type: ignore[misc]  # untyped
    """gthread without a thread in between. keepalived_conns: idle connections by descriptor."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keepalived_conns: dict[int, TConn] = {}
        self._lock = threading.Lock()
        self._wakes = threading.Event()
        self._has_room = True
        self._heads = Heads()
        self._at_once: AnswersAtOnce | None = None

    def handle_exit(self, sig: int, frame: object) -> None:
        """SIGTERM: answer what is there, then end."""
        self.alive = False
        self._wakes.set()

    def forget(self) -> None:
        """In the arbiter, when the worker has ended: whatever it was doing, it does no more."""
        AT_WORK.set(self.age, 0)

    def run(self) -> None:
        usual = Config()
        is_usual = all(getattr(self.cfg, name) == getattr(usual, name) for name in MORE_WORK)
        if is_usual and hasattr(self.wsgi, "at_once"):
            self._at_once = self.wsgi
        self._turn = Turn(AT_WORK, self.age, available_cores())
        self._epoll = select.epoll()
        self._listeners = {listener.fileno(): listener for listener in self.sockets}
        for descriptor, listener in self._listeners.items():
            listener.setblocking(False)
            self._epoll.register(descriptor, READABLE_ONCE)
        for number in range(self.cfg.threads):
            threading.Thread(target=self._serve, name=f"render-{number}", daemon=True).start()
        while self.alive and self.is_parent_alive():
            self.notify()
            self._wakes.wait(TICK_SECONDS)
            now = time.monotonic()
            self._turn.hand_on_from(now - LONG_SECONDS)
            self._close_idle(now)
        self._end()

    def _end(self) -> None:
        """Accept nothing more; a request that is on its way on an open connection is answered."""
        self.alive = False
        for descriptor, listener in self._listeners.items():
            self._epoll.unregister(descriptor)
            listener.close()
        begun = time.monotonic()
        until = begun + self.cfg.graceful_timeout
        while self.nr_conns > 0 and time.monotonic() < until:
            self.notify()
            self._turn.hand_on_from(time.monotonic() - LONG_SECONDS)
            time.sleep(0.05)
            if time.monotonic() > begun + STOP_KEEPALIVE_LINGER:
                self._close_idle(float("inf"))

    # --- in any thread ----------------------------------------------------------

    def _serve(self) -> None:
        while True:
            self._turn.take()
            for descriptor, _ in self._epoll.poll(maxevents=1):
                self._turn.begin()
                listener = self._listeners.get(descriptor)
                if listener is not None:
                    self._accept(listener)
                    continue
                with self._lock:
                    connection = self.keepalived_conns.pop(descriptor, None)
                if connection is not None:
                    self._answer(connection)

    def _accept(self, listener: socket.socket) -> None:
        try:
            client, address = listener.accept()
        except OSError:  # another worker has taken it, or it has gone
            self._listen(listener)
            return
        connection = TConn(self.cfg, client, address, listener.getsockname())
        connection.data_ready = True  # handle() is called when it is
        with self._lock:
            self.nr_conns += 1
            self._has_room = self.nr_conns < self.worker_connections
        if self._has_room:
            self._listen(listener)
        self._wait_for(connection, is_new=True)

    def _answer(self, connection: TConn) -> None:
        """Answer one request, and those that were read ahead with it."""
        try:
            while self.handle(connection):
                if not connection.parser.unreader.buf.getvalue():
                    self._wait_for(connection)
                    return
        except BaseException:  # the thread goes on, whatever an application does
            self.log.exception("an answer was left")
        self._close(connection, is_graceful=True)

    def handle(self, conn: TConn) -> bool:
        """Answer one request; whether the connection stays."""
        conn.head = b""
        if self._at_once is None or (conn.parser and conn.parser.unreader.buf.getvalue()):
            give_way()
            return bool(super().handle(conn))
        conn.init()
        try:
            conn.head = conn.sock.recv(HEAD_BYTES)
        except OSError:  # it has gone
            return False
        try:
            return self._answered_at_once(self._at_once, conn) or self._parsed(conn)
        except OSError:
            return False

    def _parsed(self, conn: TConn) -> bool:
        give_way()
        conn.parser.unreader.unread(conn.head)
        return bool(super().handle(conn))

    def _answered_at_once(self, application: AnswersAtOnce, conn: TConn) -> bool:
        """Whether the application had a shorter way for what has come in."""
        is_last = self.nr + 1 >= self.max_requests or not self.alive or not self.cfg.keepalive
        if is_last or len(self.keepalived_conns) >= self.max_keepalived:
            return False
        environ = self._heads.environ(conn.head, _sender(conn))
        if environ is None:
            return False
        environ["gunicorn.socket"] = conn.sock
        answer = application.at_once(environ)
        if answer is None:
            return False
        self.nr += 1
        conn.sock.sendall(written(answer, SERVER))
        return True

    def handle_request(self, req: Request, conn: TConn) -> bool:
        is_plain = req.method == "GET" and not req._expected_100_continue
        if conn.head and is_plain and not self._heads.knows(conn.head, _sender(conn)):
            _, environ = create(req, conn.sock, conn.client, conn.server, self.cfg)
            self._heads.learn(conn.head, _sender(conn), environ)
        return bool(super().handle_request(req, conn))

    def _wait_for(self, connection: TConn, *, is_new: bool = False) -> None:
        connection.set_timeout()
        descriptor = connection.sock.fileno()
        with self._lock:
            self.keepalived_conns[descriptor] = connection
        if is_new:
            self._epoll.register(descriptor, READABLE_ONCE)
        else:
            self._epoll.modify(descriptor, READABLE_ONCE)

    def _close_idle(self, now: float) -> None:
        with self._lock:
            expired = [
                (descriptor, connection)
                for descriptor, connection in self.keepalived_conns.items()
                if connection.timeout < now
            ]
            for descriptor, _ in expired:
                del self.keepalived_conns[descriptor]
        for _, connection in expired:
            self._close(connection)

    def _close(self, connection: TConn, *, is_graceful: bool = False) -> None:
        connection.close(graceful=is_graceful)
        with self._lock:
            self.nr_conns -= 1
            was_full, self._has_room = not self._has_room, True
        if was_full and self.alive:
            for listener in self._listeners.values():
                self._listen(listener)

    def _listen(self, listener: socket.socket) -> None:
        if self.alive:
            self._epoll.modify(listener.fileno(), READABLE_ONCE)


def _sender(conn: TConn) -> object:
    """What Gunicorn's parser and environment depend on beside the bytes: whom to trust, and where.

    client, server: an address and a port, or the name of a socket of this machine.
    """
    client = conn.client[0] if isinstance(conn.client, tuple) else conn.client
    return client, conn.server
