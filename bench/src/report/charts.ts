import { init } from 'echarts';
import { type Figure, figures, type Results, type Row } from './results.ts';

/** Okabe and Ito's palette: told apart with any kind of colour vision. Each system keeps its colour in all charts. */
const palette = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#d55e00', '#56b4e9', '#f0e442', '#999999'];

const titles: Readonly<Partial<Record<Figure, { title: string; per?: number }>>> = {
  fps: { title: 'Frames shown per second (more is better, 60 is the ceiling)' },
  glassP95Ms: { title: 'Glass to glass, p95, ms' },
  inputP50Ms: { title: 'Key → pixel, median, ms' },
  bytesPerSecond: { title: 'KiB per second', per: 1024 },
  ssim: { title: 'SSIM against what X showed (1 is identical)' },
  serverCpuMsPerFrame: { title: 'Server CPU per shown frame, ms' },
  serverPssMiB: { title: 'Server memory (PSS), MiB' },
};

/** One chart for each figure and size, as SVG text that needs nothing else. */
export function chartsOf(results: Results): readonly { readonly title: string; readonly svg: string }[] {
  const sizes = [...Map.groupBy(results.rows, ({ width, height }) => `${width}×${height}`)];
  return sizes.flatMap(([size, rows]) =>
    figures.flatMap(figure => {
      const chart = titles[figure];
      if (!chart || rows.every(row => row[figure] === null)) return [];
      return [{ title: `${chart.title} – ${size}`, svg: barChart(rows, figure, chart.per ?? 1) }];
    }),
  );
}

function barChart(rows: readonly Row[], figure: Figure, per: number): string {
  const systems = [...new Set(rows.map(row => row.system))];
  const workloads = [...new Set(rows.map(row => row.workload))];
  const figureOf = (system: string, workload: string) => {
    const value = rows.find(row => row.system === system && row.workload === workload)?.[figure] ?? null;
    return value === null ? null : Number((value / per).toPrecision(4));
  };
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 900, height: 300 });
  try {
    chart.setOption({
      animation: false,
      color: palette,
      textStyle: { fontFamily: 'system-ui, sans-serif' },
      grid: { left: 56, right: 16, top: 40, bottom: 28 },
      // Without a browser the widths of words are guesses, and short.
      legend: { top: 4, itemGap: 32 },
      xAxis: { type: 'category', data: workloads },
      // Differences in SSIM live above 0.9.
      yAxis: { type: 'value', ...(figure === 'ssim' && { min: 0.9, max: 1 }) },
      series: systems.map(system => ({
        name: system,
        type: 'bar',
        data: workloads.map(workload => figureOf(system, workload)),
      })),
    });
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}
