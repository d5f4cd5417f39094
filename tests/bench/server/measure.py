"""Starts servers in turn, drives each with wrk, and reads their memory. Used by `run`."""

import os
import re
import signal
import socket
import statistics
import subprocess
import time

HERE = os.path.dirname(os.path.abspath(__file__))
PATIENCE = 30


class Server:
    """A program that answers on a port: how it is started, and what it is asked."""

    def __init__(self, name, start, port, cwd=None, env=None):
        self.name, self.start, self.port, self.cwd = name, start, port, cwd
        self.env = dict(os.environ, **(env or {}))

    def __enter__(self):
        with socket.socket() as taken:
            if taken.connect_ex(("127.0.0.1", self.port)) == 0:
                raise SystemExit(f"{self.name}: port {self.port} is taken")
        begun = time.monotonic()
        self.process = subprocess.Popen(self.start, cwd=self.cwd, env=self.env, start_new_session=True,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while True:
            with socket.socket() as door:
                if door.connect_ex(("127.0.0.1", self.port)) == 0:
                    break
            if time.monotonic() - begun > PATIENCE or self.process.poll() is not None:
                raise SystemExit(f"{self.name} did not start")
            time.sleep(0.001)
        self.start_ms = (time.monotonic() - begun) * 1000
        return self

    def __exit__(self, *_):
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def resident_mb(self):
        """Resident memory of the program and all that it has started."""
        return sum(_status(pid, "VmRSS") for pid in _tree(self.process.pid)) / 1024

    def cpu_seconds(self):
        return sum(_cpu(pid) for pid in _tree(self.process.pid))

    def load(self, script, connections, seconds, env=None):
        """What wrk says: requests a second, percentiles in ms, and the CPU that each took."""
        before = self.cpu_seconds()
        said = subprocess.run(
            ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "5s",
             "-s", os.path.join(HERE, script), f"http://127.0.0.1:{self.port}/"],
            env=dict(self.env, **(env or {})), capture_output=True, text=True).stdout
        after = self.cpu_seconds()
        result = re.search(r"RESULT (.*)", said)
        if result is None:
            raise SystemExit(f"{self.name}: wrk said nothing that can be read:\n{said}")
        figures = {key: float(value) for key, value in re.findall(r"(\w+)=([\d.]+)", result.group(1))}
        if figures["wrong"] or figures["errors"]:
            raise SystemExit(f"{self.name}, {script}, {connections} connections: "
                             f"{figures['wrong']:.0f} wrong answers, {figures['errors']:.0f} errors")
        figures["cpu_us"] = (after - before) * 1e6 / max(1, figures["requests"])
        return figures


def median(values):
    return statistics.median(list(values))


def _tree(pid):
    pids = [pid]
    try:
        for task in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{task}/children") as children:
                for child in children.read().split():
                    pids += _tree(int(child))
    except FileNotFoundError:
        pass
    return pids


def _status(pid, key):
    try:
        with open(f"/proc/{pid}/status") as status:
            return int(re.search(key + r":\s+(\d+)", status.read()).group(1))
    except (FileNotFoundError, AttributeError):
        return 0


def _cpu(pid):
    try:
        with open(f"/proc/{pid}/stat") as stat:
            parts = stat.read().rsplit(")", 1)[1].split()
        return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")
    except FileNotFoundError:
        return 0
