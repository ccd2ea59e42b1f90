"""The same school with polars, fastexcel and XlsxWriter from Python: a smaller job, without reasons, evidence or formats.

    KEEP=folder cargo bench                     makes the school
    pip install polars fastexcel XlsxWriter
    python tests/bench/peer.py folder target/release/tuanxue

It reads roster and grades, averages and ranks, and writes the eligible and one table of all students; then it runs tuanxue with
its full reports on the same folder. Both are whole processes, taken in turn; medians are printed.
"""

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

JOB = '''
import sys
from pathlib import Path
import polars as pl
folder = Path(sys.argv[1])
roster = pl.concat(pl.read_excel(p, engine="calamine") for p in sorted(folder.glob("名册*.xlsx")))
grades = pl.concat(pl.read_excel(p, engine="calamine") for p in sorted(folder.glob("成绩*.xlsx")))
roster = roster.with_columns(pl.col("学号").cast(pl.String))
score = pl.col("成绩").cast(pl.String).replace({"良好": "85"}).cast(pl.Float64, strict=False)
grades = grades.with_columns(pl.col("学号").cast(pl.String), score.alias("分"), pl.col("学分").cast(pl.Float64).alias("重"))
means = grades.group_by("学号").agg(
    ((pl.col("分") * pl.col("重")).sum() / pl.col("重").sum()).alias("平均"),
    (pl.col("分") < 60).sum().alias("不及格"),
)
cohort = ["专业", "年级"]
everyone = roster.join(means, on="学号", how="left").with_columns(
    pl.col("平均").rank("min", descending=True).over(cohort).alias("名次"), pl.len().over(cohort).alias("人数")
)
fits = (pl.col("名次") * 10 <= pl.col("人数") * 3) & (pl.col("不及格") == 0) & (pl.col("政治面貌") == "共青团员")
out = Path(sys.argv[2])
everyone.filter(fits).write_excel(out / "eligible.xlsx")
everyone.write_excel(out / "all.xlsx")
'''


def timed(command):
    start = time.perf_counter()
    code = subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode
    return time.perf_counter() - start, code


def main():
    folder, program = Path(sys.argv[1]), sys.argv[2]
    peer, own = [], []
    with tempfile.TemporaryDirectory() as out:
        for _ in range(5):
            peer.append(timed([sys.executable, "-c", JOB, str(folder), out]))
            own.append(timed([program, "run", str(folder), "--as-of", "2025-07-01", "--quiet"]))
    if any(code > 1 for _, code in peer + own):
        sys.exit("one of the two did not run")
    peer_time, own_time = (statistics.median(time for time, _ in runs) for runs in (peer, own))
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"Python {peer_time:.2f} s, tuanxue {own_time:.2f} s: {own_time / peer_time:.2f} ×; the larger of both held {most:.0f} MB")


if __name__ == "__main__":
    main()
