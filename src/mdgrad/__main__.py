"""`python -m mdgrad`."""

import sys

from mdgrad.cli import main

if __name__ == "__main__":
    sys.exit(main())
