import { init } from 'echarts';
import { type Figure, figures, type Results, type Row } from './results.ts';
import { number } from './target-table.ts';

/** Okabe and Ito's palette: told apart with any kind of colour vision. Each system keeps its colour in all charts. */
const palette = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#d55e00', '#56b4e9', '#f0e442', '#999999'];

interface Chart {
  readonly title: string;
  readonly better: 'less' | 'more';
  /** Of the workloads that stand still, of those that move, or of all. */
  readonly scenes?: 'still' | 'moving';
  readonly per?: number;
  readonly from?: number;
  readonly note?: string;
}

const still = new Set(['idle', 'typing']);

const charts: Readonly<Partial<Record<Figure, Chart>>> = {
  fps: { title: 'Frames shown per second', better: 'more', scenes: 'moving', note: '60 is the ceiling' },
  glassP95Ms: { title: 'Glass to glass, p95, ms', better: 'less', scenes: 'moving' },
  inputP50Ms: { title: 'Key → pixel, median, ms', better: 'less' },
  bytesPerSecond: { title: 'KiB per second', better: 'less', per: 1024 },
  ssim: {
    title: 'SSIM against what X showed',
    better: 'more',
    from: 0.9,
    note: '1 is identical; the axis begins at 0.9',
  },
  serverCpuMsPerFrame: { title: 'Server CPU per shown frame, ms', better: 'less', scenes: 'moving' },
  serverCpuPercent: {
    title: 'Server CPU where the picture stands still, % of a core',
    better: 'less',
    scenes: 'still',
  },
  serverPssMiB: { title: 'Server memory (PSS), MiB', better: 'less' },
};

export interface DrawnChart {
  readonly title: string;
  readonly note: string;
  readonly svg: string;
}

/** One chart for each figure and size, as SVG text that needs nothing else. */
export function chartsOf(results: Results): readonly DrawnChart[] {
  const sizes = [...Map.groupBy(results.rows, ({ width, height }) => `${width}×${height}`)];
  const systems = [...new Set(results.rows.map(row => row.system))];
  return sizes.flatMap(([size, all]) =>
    figures.flatMap(figure => {
      const chart = charts[figure];
      if (!chart) return [];
      const rows = rowsOf(all, figure, chart);
      if (rows.length === 0) return [];
      const notes = [
        `${chart.better} is better`,
        ...(chart.note ? [chart.note] : []),
        ...(rows.some(row => row[figure] === null) ? ['– where there is no figure'] : []),
      ];
      return [
        {
          title: `${chart.title} – ${size}`,
          note: notes.join('; '),
          svg: barChart(rows, systems, figure, chart),
        },
      ];
    }),
  );
}

/** Those of the workloads in which anyone has the figure. */
function rowsOf(rows: readonly Row[], figure: Figure, { scenes }: Chart): readonly Row[] {
  const fits = ({ workload }: Row) => !scenes || still.has(workload) === (scenes === 'still');
  const taken = new Set(rows.filter(row => row[figure] !== null).map(row => row.workload));
  return rows.filter(row => fits(row) && taken.has(row.workload));
}

function barChart(
  rows: readonly Row[],
  systems: readonly string[],
  figure: Figure,
  { per = 1, from }: Chart,
): string {
  const workloads = [...new Set(rows.map(row => row.workload))];
  const bar = (system: string, workload: string) => {
    const value = rows.find(row => row.system === system && row.workload === workload)?.[figure] ?? null;
    const text = value === null ? '–' : figure === 'ssim' ? value.toFixed(4) : number(value / per);
    return { value: Math.max((value ?? 0) / per, from ?? 0), label: { formatter: text } };
  };
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 900, height: 320 });
  try {
    chart.setOption({
      animation: false,
      color: palette,
      textStyle: { fontFamily: 'system-ui, sans-serif' },
      grid: { left: 56, right: 16, top: 72, bottom: 28 },
      // Without a browser the widths of words are guesses, and short.
      legend: { top: 4, left: 56, itemGap: 32 },
      xAxis: { type: 'category', data: workloads },
      // Differences in SSIM live above 0.9.
      yAxis: { type: 'value', ...(from !== undefined && { min: from, max: 1 }) },
      series: systems.map(system => ({
        name: system,
        type: 'bar',
        // Upright, so that neighbours have room in any number.
        label: {
          show: true,
          position: 'top',
          rotate: 90,
          align: 'left',
          verticalAlign: 'middle',
          fontSize: 11,
        },
        data: workloads.map(workload => bar(system, workload)),
      })),
    });
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}
