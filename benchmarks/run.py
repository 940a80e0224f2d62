"""Every benchmark in turn, each in a process of its own; what `make bench` runs."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> int:
    """Number of benchmarks that failed, after all were run."""
    failed = 0
    for script in sorted(HERE.glob("*.py")):
        if script.name == Path(__file__).name:
            continue
        print(f"\n## {script.stem}\n", flush=True)
        failed += bool(subprocess.run([sys.executable, str(script)], check=False).returncode)
    return failed


if __name__ == "__main__":
    sys.exit(main())
