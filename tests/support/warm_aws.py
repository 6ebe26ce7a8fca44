"""Runs the AWS CLI for tests, without what makes each start of it slow: a process that has imported it, and read the models of the services
that tests use, waits at a socket and forks for each call. The fork runs the CLI's own `main` with the caller's arguments, environment,
directory and standard streams, so only what is imported and read from the package is shared.

    warm_aws.py serve DIRECTORY             with the socket in it, until standard input ends; the directory goes with it
    warm_aws.py call DIRECTORY ARGUMENTS…
"""

import functools
import gc
import json
import os
import select
import shutil
import signal
import socket
import sys
import traceback


# What tests and scripts call most.
SERVICES = ("cloudformation", "ecs", "s3", "ssm", "secretsmanager", "sts", "ecr", "ec2", "elbv2", "logs", "iam", "lambda", "dynamodb")


def warm():
    """Imports what a call imports, and keeps what it reads: only files of the package, which nobody changes."""
    from awscli import clidriver
    from botocore import compat, hooks, loaders

    read = loaders.JSONFileLoader.load_file
    files = functools.cache(lambda path: read(loaders.JSONFileLoader(), path))
    loaders.JSONFileLoader.load_file = lambda self, path: files(path)
    hooks.accepts_kwargs = compat.accepts_kwargs = functools.cache(compat.accepts_kwargs)
    driver = clidriver.create_clidriver()
    driver._get_command_table()
    driver._get_cli_data()
    for name in SERVICES:
        driver.session.create_client(name, "us-east-1", aws_access_key_id="1", aws_secret_access_key="1")
    # As many objects as this are not looked through again in each fork, which would copy their pages.
    gc.freeze()
    return clidriver.main


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
        text, streams, _, _ = socket.recv_fds(connection, 1 << 20, 3)
        while not text.endswith(b"\n"):
            text += connection.recv(1 << 20)
        call = json.loads(text)
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
            os.close(stream)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.chdir(call["directory"])
        # The package says there where its own data is.
        data = os.environ["AWS_DATA_PATH"]
        os.environ.clear()
        os.environ.update(call["environment"], AWS_DATA_PATH=data)
        sys.argv = ["aws", *call["arguments"]]
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


def call(directory, arguments):
    connection = socket.socket(socket.AF_UNIX)
    what = {"arguments": arguments, "directory": os.getcwd(), "environment": dict(os.environ)}
    os.chdir(directory)
    connection.connect("socket")
    text = json.dumps(what).encode() + b"\n"
    sent = socket.send_fds(connection, [text], [0, 1, 2])
    connection.sendall(text[sent:])
    answered = connection.recv(1)
    # A fork that broke answers nothing.
    os._exit(answered[0] if answered else 255)


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve(sys.argv[2])
    else:
        call(sys.argv[2], sys.argv[3:])
