// Land and borders from the Natural Earth files that come with the page; the finer file is loaded when somebody looks closer.

import coarseUrl from 'world-atlas/countries-110m.json?url';
import fineUrl from 'world-atlas/countries-50m.json?url';
import { feature, mesh } from 'topojson-client';
import type { Feature, FeatureCollection, MultiLineString } from 'geojson';
import type { GeometryCollection, Topology } from 'topojson-specification';

export interface World { land: FeatureCollection; borders: MultiLineString; country: (number: string) => Feature | undefined }

async function load(url: string): Promise<World> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`no base map: ${answer.status}`);
  const topology = (await answer.json()) as Topology;
  const countries = topology.objects.countries as GeometryCollection;
  const all = feature(topology, countries) as FeatureCollection;
  return {
    land: feature(topology, topology.objects.land as GeometryCollection) as unknown as FeatureCollection,
    borders: mesh(topology, countries, (a, b) => a !== b),
    country: (number) => all.features.find((f) => String(f.id).padStart(3, '0') === number),
  };
}

let coarse: Promise<World> | undefined;
let fine: Promise<World> | undefined;
export const coarseWorld = (): Promise<World> => (coarse ??= load(coarseUrl));
export const fineWorld = (): Promise<World> => (fine ??= load(fineUrl));

const KM_A_DEGREE = 111.2;
export const degrees = (km: number): number => km / KM_A_DEGREE;
/** A round number of kilometres for a scale bar of at most so many. */
export function roundKm(most: number): number {
  const ten = 10 ** Math.floor(Math.log10(Math.max(most, 1e-9)));
  return ([5, 2, 1].find((n) => n * ten <= most) ?? 1) * ten;
}
