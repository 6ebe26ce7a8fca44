"""Asks `warm_aws.py` for a call of the AWS CLI. Only built-in modules are imported: any other takes longer than the call.

    ask_aws.py DIRECTORY ARGUMENTS…
"""

import posix
import sys
from _socket import AF_UNIX, SCM_RIGHTS, SOL_SOCKET, socket

arguments = [word.encode(sys.getfilesystemencoding(), sys.getfilesystemencodeerrors()) for word in sys.argv[2:]]
environment = [name + b"=" + value for name, value in posix.environ.items()]
asked = b"\0".join([posix.getcwdb(), b"%d" % len(arguments), *arguments, *environment])
connection = socket(AF_UNIX)
posix.chdir(sys.argv[1])
connection.connect("socket")
streams = b"".join(number.to_bytes(4, sys.byteorder) for number in range(3))
connection.sendmsg([b"%08x" % len(asked)], [(SOL_SOCKET, SCM_RIGHTS, streams)])
connection.sendall(asked)
answered = connection.recv(1)
# A fork that broke answers nothing.
posix._exit(answered[0] if answered else 255)
