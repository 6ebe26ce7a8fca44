"""Runs the AWS CLI for tests, without what makes each start of it slow: a process that has imported it, read the models of the services
that tests use, and made its driver, waits at a socket and forks for each call. The fork runs that driver's `main` with the arguments,
environment, directory and standard streams of whoever asks (`ask_aws.py`).

    warm_aws.py DIRECTORY    with the socket in it, until standard input ends; the directory goes with it
"""

import functools
import gc
import os
import select
import shutil
import signal
import socket
import sys
import traceback

from awscli.customizations.cloudformation.deployer import Deployer

# What tests and scripts call most.
SERVICES = ("cloudformation", "ecs", "s3", "ssm", "secretsmanager", "sts", "ecr", "ec2", "elbv2", "logs", "iam", "lambda", "dynamodb")


def warm():
    """Imports what a call imports, and keeps what it reads: only files of the package, which nobody changes."""
    from awscli import clidriver
    from botocore import compat, hooks, loaders

    # Tests have no files of settings, and whoever runs them may.
    os.environ.update(AWS_CONFIG_FILE=os.devnull, AWS_SHARED_CREDENTIALS_FILE=os.devnull)
    read = loaders.JSONFileLoader.load_file
    files = functools.cache(lambda path: read(loaders.JSONFileLoader(), path))
    loaders.JSONFileLoader.load_file = lambda self, path: files(path)
    hooks.accepts_kwargs = compat.accepts_kwargs = functools.cache(compat.accepts_kwargs)
    session = clidriver.create_clidriver().session
    for name in SERVICES:
        session.create_client(name, "us-east-1", aws_access_key_id="1", aws_secret_access_key="1")
    driver = clidriver.create_clidriver()
    driver._get_command_table()
    driver._get_argument_table()
    driver._get_cli_data()
    loader = driver.session.get_component("data_loader")
    for kind in ("paginators-1", "waiters-2", "endpoint-rule-set-1"):
        loader.list_available_services(kind)
    # As many objects as this are not looked through again in each fork, which would copy their pages.
    gc.freeze()
    return driver.main


def serve(directory):
    main = warm()
    listener = socket.socket(socket.AF_UNIX)
    # From inside its directory, since the path of a socket is limited to some 100 bytes.
    os.chdir(directory)
    listener.bind("socket")
    listener.listen(64)
    print("ready", flush=True)
    # Nobody waits for the forks.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        ready, _, _ = select.select([sys.stdin, listener], [], [])
        if sys.stdin in ready:
            shutil.rmtree(directory, ignore_errors=True)
            return
        connection, _ = listener.accept()
        if os.fork() == 0:
            listener.close()
            answer(connection, main)
        connection.close()


def answer(connection, main):
    code = 255
    try:
        length, streams, _, _ = socket.recv_fds(connection, 8, 3)
        asked = b""
        while len(asked) < int(length, 16):
            asked += connection.recv(1 << 20)
        directory, count, *words = asked.split(b"\0")
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
            os.close(stream)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.chdir(directory)
        # The package says there where its own data is.
        data = os.environ["AWS_DATA_PATH"]
        os.environ.clear()
        os.environb.update(variable.split(b"=", 1) for variable in words[int(count) :])
        os.environ["AWS_DATA_PATH"] = data
        # Change sets are called after the second, and tests deploy twice in one.
        Deployer.__init__.__defaults__ = (f"awscli-cloudformation-package-deploy-{os.getpid()}-",)
        sys.argv = ["aws", *map(os.fsdecode, words[: int(count)])]
        try:
            code = main()
        except SystemExit as end:
            code = end.code
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:
        traceback.print_exc()
    finally:
        connection.sendall(bytes([(code or 0) & 255]))
        os._exit(0)


if __name__ == "__main__":
    serve(sys.argv[1])
