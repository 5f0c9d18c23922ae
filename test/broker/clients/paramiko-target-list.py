"""Walks the list of targets: {"port", "user", "password", "folder"} on standard input."""
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
answer = {"list": sorted(sftp.listdir())}
sftp.chdir(login["folder"] + "/~")
answer["home"] = sftp.getcwd()
with sftp.open("from-paramiko", "w") as file:
    file.write("hello")
sftp.posix_rename("from-paramiko", "renamed-by-paramiko")
with sftp.open("renamed-by-paramiko") as file:
    answer["text"] = file.read().decode()
try:
    sftp.chdir("/root@nowhere")
except FileNotFoundError as error:
    answer["refused"] = error.strerror
print(json.dumps(answer))
client.close()
