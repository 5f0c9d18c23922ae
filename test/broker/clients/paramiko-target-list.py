"""Walks the list of targets, into "folder"."""
import json

from paramiko_login import client, login

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
