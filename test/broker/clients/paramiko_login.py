"""Logs in with a password: {"port", "user", "password"} and what else a script wants to know, on standard input."""
import json
import sys
import warnings

warnings.simplefilter("ignore")
import paramiko  # noqa: E402

login = json.load(sys.stdin)
client = paramiko.SSHClient()
client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
client.connect(
    "127.0.0.1",
    login["port"],
    username=login["user"],
    password=login["password"],
    allow_agent=False,
    look_for_keys=False,
)
