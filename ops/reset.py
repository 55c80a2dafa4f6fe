"""`make reset`: forgets the embedded demonstration database and its stored papers; the next `make run` begins anew."""

import shutil
import signal

from ops.place import VAR, Stop, lock, main, say
from ops.postgres import demo
from ops.processes import end_all, leftovers


def reset() -> None:
    """Remove the cluster and what belongs to its rows. Raises Stop while the system runs."""
    try:
        held = lock(VAR / "run.lock")
    except BlockingIOError:
        raise Stop("系统正在运行，请先在原窗口按 Ctrl-C 停止它。") from None
    with held:
        end_all(leftovers, (signal.SIGTERM, signal.SIGKILL), patience=8)
        cluster = demo()
        cluster.end_orphans()
        for folder in (cluster.base, cluster.home, cluster.socket, VAR / "store", VAR / "broker"):
            shutil.rmtree(folder, ignore_errors=True)
    say("演示数据已清除，下次 make run 时重新建立。")


if __name__ == "__main__":
    main(reset)
