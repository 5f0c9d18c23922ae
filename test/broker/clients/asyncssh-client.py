"""Logs in with a key, runs a command and makes a symbolic link: {"port", "user", "keyFile", "link"} on standard input."""
import asyncio
import json
import sys
import warnings

warnings.simplefilter("ignore")
import asyncssh  # noqa: E402


async def main(login):
    connection = asyncssh.connect(
        "127.0.0.1",
        login["port"],
        username=login["user"],
        client_keys=[login["keyFile"]],
        known_hosts=None,
        agent_path=None,
        config=None,
    )
    async with connection as client:
        async with client.start_sftp_client() as sftp:
            await sftp.symlink("where-it-leads", login["link"])
        result = await client.run("cat greeting", check=True)
        print(result.stdout, end="")


asyncio.run(main(json.load(sys.stdin)))
