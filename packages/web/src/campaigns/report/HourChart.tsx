import { useComputedColorScheme } from '@mantine/core';
import { BarChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { hourOf } from './hour.ts';
import classes from './Report.module.css';
import type { Report } from './types.ts';

use([BarChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

interface Props {
  perHour: Report['perHour'];
}

/** Drawn for the eye alone; the table beside it has the same figures. */
export function HourChart({ perHour }: Props) {
  // drawn anew in another theme, since its colors are read when it is drawn
  return <Drawing key={useComputedColorScheme('light')} perHour={perHour} />;
}

function Drawing({ perHour }: Props) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!element.current) return;
    const chart = init(element.current, null, { renderer: 'svg' });
    chart.setOption(optionOf(perHour, colorsOf(element.current)));
    const watch = new ResizeObserver(() => chart.resize());
    watch.observe(element.current);
    return () => {
      watch.disconnect();
      chart.dispose();
    };
  }, [perHour]);
  return <div ref={element} className={classes.canvas} aria-hidden />;
}

function colorsOf(element: Element) {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return {
    text: style.color,
    line: read('--mantine-color-default-border'),
    paper: read('--paper'),
    series: [read('--state-good'), read('--state-out'), read('--state-need')],
    font: style.fontFamily,
  };
}

function optionOf(perHour: Report['perHour'], colors: ReturnType<typeof colorsOf>) {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const axis = {
    axisLine: { lineStyle: { color: colors.line } },
    axisLabel: { color: colors.text },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: colors.line } },
  };
  const bars = (name: string, of: 'sent' | 'clicked' | 'opened') => ({
    name,
    type: 'bar' as const,
    barMaxWidth: 32,
    // a hidden figure is drawn as nothing; the table says that it is hidden
    data: perHour.map((hour) => hour[of] ?? '-'),
  });
  return {
    animation: !still,
    animationDuration: 150,
    textStyle: { fontFamily: colors.font },
    color: colors.series,
    grid: { left: 8, right: 8, top: 40, bottom: 8, containLabel: true },
    legend: { left: 0, top: 0, textStyle: { color: colors.text }, itemWidth: 12, itemHeight: 12 },
    tooltip: {
      trigger: 'axis' as const,
      backgroundColor: colors.paper,
      borderColor: colors.line,
      textStyle: { color: colors.text },
    },
    xAxis: { type: 'category' as const, data: perHour.map(({ hour }) => hourOf(hour)), ...axis },
    yAxis: { type: 'value' as const, minInterval: 1, ...axis },
    series: [bars('Sent', 'sent'), bars('Clicked', 'clicked'), bars('Opened', 'opened')],
  };
}
