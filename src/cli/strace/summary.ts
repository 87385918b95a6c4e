/** `strace -c`: the table of calls, most virtual time first. */
interface Row {
  calls: number;
  errors: number;
  /** Virtual ns. */
  time: number;
}

const NS_PER_SECOND = 1e9;
const NS_PER_MICROSECOND = 1e3;

export class CallSummary {
  private readonly rows = new Map<string, Row>();

  count(name: string, ns: number, isError: boolean): void {
    let row = this.rows.get(name);
    if (row === undefined) this.rows.set(name, (row = { calls: 0, errors: 0, time: 0 }));
    row.calls++;
    row.time += ns;
    if (isError) row.errors++;
  }

  text(): string {
    const total = [...this.rows.values()].reduce((sum, row) => ({ calls: sum.calls + row.calls, errors: sum.errors + row.errors, time: sum.time + row.time }), { calls: 0, errors: 0, time: 0 });
    const line = (name: string, { calls, errors, time }: Row): string => {
      const share = total.time === 0 ? 0 : (time * 100) / total.time;
      const perCall = calls === 0 ? 0 : Math.floor(time / NS_PER_MICROSECOND / calls);
      const columns = [share.toFixed(2).padStart(6), (time / NS_PER_SECOND).toFixed(6).padStart(11), String(perCall).padStart(11), String(calls).padStart(9), (errors === 0 ? '' : String(errors)).padStart(9)];
      return `${columns.join(' ')} ${name}`;
    };
    const rows = [...this.rows].sort(([nameA, a], [nameB, b]) => b.time - a.time || (nameA < nameB ? -1 : 1));
    const rule = '------ ----------- ----------- --------- --------- ----------------';
    return [
      '% time     seconds  usecs/call     calls    errors syscall', rule, ...rows.map(([name, row]) => line(name, row)), rule, line('total', total), '',
    ].join('\n');
  }
}
