import { expect, it } from "vitest";
import { Sightings } from "../../src/domain/sightings";

it("counts what stays in sight once, however slowly pictures are read, and again when it comes back", () => {
  const seen = new Sightings();
  const told = [[0, ["A"]], [10, ["A", "B", "B"]], [5_000, ["A"]], [5_100, []], [5_200, ["A"]], [5_300, []], [6_500, ["A", "C"]]] as [number, string[]][];
  expect(told.map(([at, codes]) => seen.fresh(codes, at))).toEqual([["A"], ["B"], [], [], [], [], ["A", "C"]]);
});
