"""Writes a file by SFTP and reads it by a command."""
import sys

from paramiko_login import client

sftp = client.open_sftp()
with sftp.open("from-paramiko", "w") as file:
    file.write("hello\n")
_, stdout, _ = client.exec_command("cat from-paramiko")
sys.stdout.write(stdout.read().decode())
client.close()
