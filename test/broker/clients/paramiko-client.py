"""Logs in with a password, writes a file by SFTP and reads it by a command: {"port", "user", "password"} on standard input."""
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
sftp = client.open_sftp()
with sftp.open("from-paramiko", "w") as file:
    file.write("hello\n")
_, stdout, _ = client.exec_command("cat from-paramiko")
sys.stdout.write(stdout.read().decode())
client.close()
