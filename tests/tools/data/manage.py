"""Stands for a management command: ends with the status it is given, or with the signal when it is negative."""

import os
import sys

wanted = int(sys.argv[1])
if wanted < 0:
    os.kill(os.getpid(), -wanted)
sys.exit(wanted)
