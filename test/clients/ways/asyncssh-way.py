"""Logs in by the way, and prints what the target prints: a login, the way and the command, as JSON."""
import asyncio
import json
import re
import sys

import asyncssh

login = json.load(sys.stdin)


class Client(asyncssh.SSHClient):
    def kbdint_auth_requested(self):
        return ""

    def kbdint_challenge_received(self, name, instructions, lang, prompts):
        return [login["code"] if "Code" in prompt else login["password"] for prompt, _ in prompts]


async def read(stream, until):
    printed = ""
    while not re.search(until, printed):
        chunk = await stream.read(4096)
        if not chunk:
            break
        printed += chunk
    return printed


async def choose(bastion):
    async with bastion.create_process(term_type="xterm", term_size=(80, 24)) as menu:
        await read(menu.stdout, "NUM")
        menu.stdin.write("1\r")
        await read(menu.stdout, r"\$ $")
        menu.stdin.write(login["command"] + "; exit\r")
        printed = await read(menu.stdout, "has ended")
        menu.stdin.write("q")
        return printed


async def main():
    own = {"known_hosts": None, "agent_path": None, "config": None}
    keys = [login["keyFile"]] if "keyFile" in login else None
    bastion = await asyncssh.connect(
        "127.0.0.1",
        login["port"],
        username=login["user"],
        password=login.get("password"),
        client_keys=keys,
        client_factory=Client,
        **own,
    )
    async with bastion:
        if login["way"] == "menu":
            printed = await choose(bastion)
        elif login["way"] == "jump":
            async with bastion.connect_ssh(login["host"], username=login["account"], client_keys=None, **own) as target:
                printed = (await target.run(login["command"])).stdout
        else:
            printed = (await bastion.run(login["command"])).stdout
        print(printed)


asyncio.run(main())
