"""Logs in by the way, and prints what the target prints: a login, the way and the command, as JSON."""
import json
import re
import sys
import warnings

warnings.simplefilter("ignore")
import paramiko  # noqa: E402


def log_in(transport):
    transport.start_client()
    if "keyFile" in login:
        if transport.auth_publickey(login["user"], paramiko.Ed25519Key(filename=login["keyFile"])):
            transport.auth_interactive(login["user"], lambda title, text, prompts: [login["code"] for _ in prompts])
    else:
        transport.auth_password(login["user"], login["password"])
    return transport


def read(channel, until=None):
    printed = ""
    while not (until and re.search(until, printed)):
        chunk = channel.recv(4096)
        if not chunk:
            break
        printed += chunk.decode()
    return printed


def choose(channel):
    channel.get_pty("xterm", 80, 24)
    channel.invoke_shell()
    read(channel, "NUM")
    channel.sendall(b"1\r")
    read(channel, r"\$ $")
    channel.sendall(login["command"].encode() + b"; exit\r")
    printed = read(channel, "has ended")
    channel.sendall(b"q")
    return printed


login = json.load(sys.stdin)
transports = [log_in(paramiko.Transport(("127.0.0.1", login["port"])))]
if login["way"] == "jump":
    inside = transports[0].open_channel("direct-tcpip", (login["host"], 22), ("127.0.0.1", 0))
    transports.append(paramiko.Transport(inside))
    transports[1].start_client()
    transports[1].auth_none(login["account"])
channel = transports[-1].open_session()
if login["way"] == "menu":
    print(choose(channel))
else:
    channel.exec_command(login["command"])
    print(read(channel))
for transport in reversed(transports):
    transport.close()
